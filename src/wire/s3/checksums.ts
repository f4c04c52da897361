import { createHash } from 'node:crypto'
import { Crc32, Crc32c, combinedCrc, polynomials } from './crc.ts'
import { Crc64Nvme } from './crc64-nvme.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5'

/** A check of bytes as they pass. */
export interface RunningDigest {
  update(bytes: Uint8Array): unknown
  digest(): Buffer
}

interface Kind {
  readonly start: () => RunningDigest
  readonly bytes: number
  /** Absent: checks of parts cannot be joined to the one of the whole. */
  readonly polynomial?: (typeof polynomials)[keyof typeof polynomials]
}

const hashKind = (name: string, bytes: number): Kind => ({ start: () => createHash(name), bytes })

const kinds: Readonly<Record<ChecksumAlgorithm, Kind>> = {
  CRC32: { start: () => new Crc32(), bytes: 4, polynomial: polynomials.CRC32 },
  CRC32C: { start: () => new Crc32c(), bytes: 4, polynomial: polynomials.CRC32C },
  CRC64NVME: { start: () => new Crc64Nvme(), bytes: 8, polynomial: polynomials.CRC64NVME },
  SHA1: hashKind('sha1', 20),
  SHA256: hashKind('sha256', 32),
  SHA512: hashKind('sha512', 64),
  MD5: hashKind('md5', 16),
}

export const checksumAlgorithms = Object.keys(kinds) as readonly ChecksumAlgorithm[]

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(kinds, name)
}

export function startDigest(algorithm: ChecksumAlgorithm): RunningDigest {
  return kinds[algorithm].start()
}

/** `x-amz-checksum-crc32` */
export const checksumHeader = (algorithm: ChecksumAlgorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`

/** Base64 of as many bytes as the algorithm gives. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === kinds[algorithm].bytes && bytes.toString('base64') === text
}

export function canBeFullObject(algorithm: ChecksumAlgorithm): boolean {
  return kinds[algorithm].polynomial !== undefined
}

/** What is known of one part of a whole: its checksum, base64, and its length. */
export interface PartChecksum {
  readonly value: string
  readonly size: number
}

/** The checksum of the whole, made of those of its parts. */
export function fullObjectChecksum(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): string {
  const { polynomial } = kinds[algorithm]
  if (!polynomial) throw new TypeError(`${algorithm} of parts cannot be joined`)
  const [first, ...more] = parts
  let joined: Buffer = Buffer.from(first?.value ?? '', 'base64')
  for (const { value, size } of more)
    joined = combinedCrc(joined, Buffer.from(value, 'base64'), size, polynomial)
  return joined.toString('base64')
}

/** The checksum of the parts' checksums, and how many they were: `…==-3`. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): string {
  const digest = startDigest(algorithm)
  for (const { value } of parts) digest.update(Buffer.from(value, 'base64'))
  return `${digest.digest().toString('base64')}-${parts.length}`
}

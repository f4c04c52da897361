import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

/**
 * What is said of a file of events when it is closed. Each digest holds the hash of its file and of the digest
 * before, and is signed. After AWS's digest files, of which each tells of several log files and is signed with RSA:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export interface Digest {
  readonly number: number
  readonly digestEndTime: string
  readonly hashAlgorithm: 'SHA-256'
  readonly eventFile: string
  readonly hashValue: string
  readonly bytes: number
  readonly records: number
  readonly firstSequence: number
  readonly lastSequence: number
  readonly oldestEventTime: string
  readonly newestEventTime: string
  /** The chain of the file's last line, which the next file's first line goes on from. */
  readonly lastChain: string
  /** Absent in the first one. */
  readonly previousDigestHashValue?: string
}

const signatureAlgorithm = 'HMAC-SHA256'

export function textOfDigest(key: KeyObject, digest: Digest): string {
  const signature = signatureOf(key, digest)
  return `${JSON.stringify({ ...digest, signatureAlgorithm, signature }, null, 2)}\n`
}

/** Undefined where the text is not exactly as it was written with this key. */
export function readDigest(key: KeyObject, text: string): Digest | undefined {
  const read = parsed(text)
  if (!read) return undefined
  const { signature, signatureAlgorithm: _, ...digest } = read
  const expected = Buffer.from(signatureOf(key, digest))
  const given = Buffer.from(String(signature))
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
  return isSigned && text === textOfDigest(key, digest) ? digest : undefined
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function signatureOf(key: KeyObject, digest: Digest): string {
  return createHmac('sha256', key)
    .update(`digest\n${JSON.stringify(digest)}`)
    .digest('hex')
}

function parsed(text: string): (Digest & { signature: unknown; signatureAlgorithm: unknown }) | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as ReturnType<typeof parsed>) : undefined
  } catch {
    return undefined
  }
}

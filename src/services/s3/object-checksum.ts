import type { StoredChecksum } from '../../store/object-tables.ts'
import { type ChecksumAlgorithm, checksumAlgorithms, isChecksumAlgorithm } from '../../wire/s3/checksums.ts'
import { invalidRequest, notHere } from './errors.ts'

/** The member of inputs and answers that holds a checksum. */
type ChecksumMember = `Checksum${ChecksumAlgorithm}`
export type ChecksumMembers = { readonly [Member in ChecksumMember]?: string | undefined }

const memberOf = (algorithm: ChecksumAlgorithm): ChecksumMember => `Checksum${algorithm}`

export function checksumValue(algorithm: string, value: string): ChecksumMembers {
  return isChecksumAlgorithm(algorithm) ? { [memberOf(algorithm)]: value } : {}
}

/** A checksum as answers have it. */
export function shownChecksum(checksum: StoredChecksum | undefined) {
  if (!checksum) return {}
  return { ...checksumValue(checksum.algorithm, checksum.value), ChecksumType: checksum.type }
}

interface GivenChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
}

/** The checksums among the members of an input. */
export function givenChecksums(input: ChecksumMembers): readonly GivenChecksum[] {
  return checksumAlgorithms.flatMap(algorithm => {
    const value = input[memberOf(algorithm)]
    return value === undefined ? [] : [{ algorithm, value }]
  })
}

/** At most one. */
export function givenChecksum(input: ChecksumMembers): GivenChecksum | undefined {
  const given = givenChecksums(input)
  if (given.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  return given[0]
}

/** `x-amz-checksum-algorithm` */
export function algorithmNamed(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined
  if (isChecksumAlgorithm(name)) return name
  if (/^XXHASH/.test(name)) throw notHere(`The checksum algorithm ${name}`)
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  )
}

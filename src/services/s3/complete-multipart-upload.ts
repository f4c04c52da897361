import { createHash } from 'node:crypto'
import { bucketPartition, type Reader, type Writer } from '../../store/contract.ts'
import {
  type ObjectRow,
  objects,
  type PartRow,
  parts,
  type StoredChecksum,
  type UploadRow,
  uploads,
} from '../../store/object-tables.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import {
  type ChecksumAlgorithm,
  checksumHeader,
  compositeChecksum,
  fullObjectChecksum,
  isChecksumValue,
} from '../../wire/s3/checksums.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { defaultAlgorithm, forget } from './contents.ts'
import { invalidRequest } from './errors.ts'
import { keyResource, uploadOf } from './multipart-upload.ts'
import { givenChecksum, givenChecksums, shownChecksum } from './object-checksum.ts'
import { encrypted, quoted } from './object-headers.ts'
import { type S3Call, s3 } from './operation.ts'
import { mayBeCompleted, toCompare } from './preconditions.ts'
import { headerKeys } from './request-keys.ts'
import { type Added, addVersion, currentBucket, newVersion } from './versions.ts'

const leastPartBytes = 5 * 1024 * 1024
const maxObjectBytes = 5 * 1024 ** 4

type Input = S3Call<'CompleteMultipartUpload'>['input']

/**
 * The parts become the object as they lie: nothing is copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export const CompleteMultipartUpload = s3('CompleteMultipartUpload', {
  action: 's3:PutObject',
  check: ({ input }) => mustBeCompletable(input),
  resource: keyResource,
  context: ({ input }) => ({
    ...headerKeys({ 'if-match': input.IfMatch, 'if-none-match': input.IfNoneMatch }),
    's3:ObjectCreationOperation': 'true',
  }),
  alsoRequires: ({ input }) => toCompare(input),
  handle: async ({ input, resource, store, contents, now, ownUrl }) => {
    const { bucket } = resource.bucket
    const { added, left } = await store.write(bucketPartition(bucket), async rows => {
      const row = await currentBucket(rows, resource)
      const before = await completedBefore(rows, input)
      if (before) {
        const versionId = row.versioning && { versionId: before.versionId }
        return { added: { row: before, unreferenced: [], ...versionId } satisfies Added, left: [] }
      }
      const upload = await uploadOf(rows, input.Key, input.UploadId)
      if (!input.MultipartUpload) throw invalidRequest('You must specify at least one part')
      mustBeOfType(input, upload)
      mayBeCompleted(input, await rows.get(objects, input.Key), upload)
      const chosen = chosenParts(
        input,
        upload,
        await rows.list(parts, { where: { uploadId: upload.uploadId } }),
      )
      const bytes = chosen.reduce((sum, part) => sum + part.bytes, 0)
      mustBeSize(input, bytes)
      const checksum = checksumOf(input, upload, chosen)
      const left = await removeOthers(rows, upload, chosen)
      await rows.delete(uploads, upload.key, upload.initiatedAt, upload.uploadId)
      const added: Added = await addVersion(rows, row, {
        key: input.Key,
        createdAt: now,
        bytes,
        etag: etagOf(chosen),
        contentId: '',
        uploadId: upload.uploadId,
        partCount: chosen.length,
        headers: upload.headers,
        ...(upload.metadata && { metadata: upload.metadata }),
        ...(upload.tags && { tags: upload.tags }),
        ...(upload.storageClass !== undefined && { storageClass: upload.storageClass }),
        ...(checksum && { checksum }),
      })
      return { added, left }
    })
    await forget(contents, [...added.unreferenced, ...left])
    return {
      Location: `${ownUrl()}/${bucket}/${encodeURIComponent(input.Key).replaceAll('%2F', '/')}`,
      Bucket: bucket,
      Key: input.Key,
      ETag: quoted(added.row.etag),
      ...encrypted,
      ...shownChecksum(added.row.checksum),
      ...newVersion(added),
    }
  },
})

/** What can be told without the upload: recorded by others. */
function mustBeCompletable(input: Input): void {
  const { MultipartUpload, MpuObjectSize } = input
  const given = givenChecksum(input)
  // Of checksums of parts it also says how many they are.
  if (given && !isChecksumValue(given.algorithm, given.value.replace(/-\d{1,5}$/, '')))
    throw invalidRequest(`Value for ${checksumHeader(given.algorithm)} header is invalid.`)
  if (MpuObjectSize !== undefined && MpuObjectSize < 0)
    throw invalidRequest(`Value for x-amz-mp-object-size header is less than zero: '${MpuObjectSize}'`)
  if (!MultipartUpload) return
  const listed = MultipartUpload.Parts ?? []
  if (listed.length === 0 || listed.length > 10_000) throw malformedXml()
  for (const part of listed) {
    const { PartNumber = 0 } = part
    if (PartNumber < 1) throw invalidArgument('PartNumber must be >= 1', 'PartNumber', String(PartNumber))
    const [checksum, ...more] = givenChecksums(part)
    if (more.length > 0 || (checksum && !isChecksumValue(checksum.algorithm, checksum.value)))
      throw invalidArgument('Invalid Base64 or multiple checksums present in request', 'Checksum')
  }
}

function mustBeOfType({ ChecksumType }: Input, { checksumType }: UploadRow): void {
  if (ChecksumType === undefined || !checksumType || ChecksumType === checksumType) return
  throw invalidRequest(
    `The upload was created using the ${checksumType} checksum mode. The complete request must use the same checksum mode.`,
  )
}

/**
 * Who completes an upload again, because the answer was lost, gets it once more while its object is the latest.
 * Recorded: whatever stands in If-None-Match.
 */
async function completedBefore(
  rows: Reader,
  { Key, UploadId, MultipartUpload }: Input,
): Promise<ObjectRow | undefined> {
  const latest = await rows.get(objects, Key)
  const listed = MultipartUpload?.Parts?.map(({ ETag = '' }) => ({ etag: ETag.replaceAll('"', '') }))
  const isSame = listed && latest?.uploadId === UploadId && latest.etag === etagOf(listed)
  return isSame ? latest : undefined
}

/** The parts that are listed, in their order; all but the last must be large enough. */
function chosenParts(
  { MultipartUpload, UploadId }: Input,
  upload: UploadRow,
  present: readonly PartRow[],
): readonly PartRow[] {
  const byNumber = new Map(present.map(part => [part.partNumber, part]))
  const chosen: PartRow[] = []
  for (const listed of MultipartUpload?.Parts ?? []) {
    const { PartNumber = 0, ETag = '' } = listed
    const part = byNumber.get(PartNumber)
    const etag = ETag.replaceAll('"', '')
    const given = givenChecksum(listed)
    if (!part || part.etag !== etag) throw invalidPart(UploadId, PartNumber, etag)
    if (given) {
      const received = checksumOfPart(part, given.algorithm)
      if (received === undefined) throw otherChecksum(given.algorithm, PartNumber)
      if (received !== given.value) throw invalidPart(UploadId, PartNumber, etag)
    }
    if (!given && upload.checksumType === 'COMPOSITE')
      throw partWithoutChecksum(upload.checksumAlgorithm ?? '', PartNumber)
    if ((chosen.at(-1)?.partNumber ?? 0) >= PartNumber) {
      throw new S3Fault(
        'InvalidPartOrder',
        400,
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        { members: { UploadId } },
      )
    }
    chosen.push(part)
  }
  const small = chosen.slice(0, -1).find(({ bytes }) => bytes < leastPartBytes)
  if (small) {
    throw new S3Fault(
      'EntityTooSmall',
      400,
      'Your proposed upload is smaller than the minimum allowed size',
      {
        members: {
          ProposedSize: String(small.bytes),
          MinSizeAllowed: String(leastPartBytes),
          PartNumber: String(small.partNumber),
          ETag: small.etag,
        },
      },
    )
  }
  return chosen
}

const partWithoutChecksum = (algorithm: string, partNumber: number) =>
  invalidRequest(
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${partNumber} in the request.`,
  )

const otherChecksum = (algorithm: string, partNumber: number) =>
  new S3Fault(
    'BadDigest',
    400,
    `The ${algorithm.toLowerCase()} you specified for part ${partNumber} did not match what we received.`,
  )

const invalidPart = (uploadId: string, partNumber: number, etag: string) =>
  new S3Fault(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { members: { UploadId: uploadId, PartNumber: String(partNumber), ETag: etag } },
  )

function mustBeSize({ MpuObjectSize }: Input, bytes: number): void {
  if (bytes > maxObjectBytes) {
    throw new S3Fault('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
      members: { ProposedSize: String(bytes), MaxSizeAllowed: String(maxObjectBytes) },
    })
  }
  if (MpuObjectSize !== undefined && MpuObjectSize !== bytes)
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${MpuObjectSize} does not match what was computed: ${bytes}`,
    )
}

/** The MD5 of the parts' MD5s, and how many they were. */
function etagOf(chosen: readonly Pick<PartRow, 'etag'>[]): string {
  const md5 = createHash('md5')
  for (const { etag } of chosen) md5.update(Buffer.from(etag, 'hex'))
  return `${md5.digest('hex')}-${chosen.length}`
}

/** Of the whole, where every part has one of the upload's algorithm; where it names none, of the default one. */
function checksumOf(
  input: Input,
  { checksumAlgorithm, checksumType }: UploadRow,
  chosen: readonly PartRow[],
): StoredChecksum | undefined {
  const given = givenChecksum(input)
  const algorithm = (checksumAlgorithm ?? given?.algorithm ?? defaultAlgorithm) as ChecksumAlgorithm
  const sums = chosen.flatMap(part => {
    const value = checksumOfPart(part, algorithm)
    return value === undefined ? [] : [{ value, size: part.bytes }]
  })
  if (sums.length < chosen.length) {
    if (!given && !checksumAlgorithm) return undefined
    const bare = chosen.find(part => checksumOfPart(part, algorithm) === undefined)
    throw partWithoutChecksum(algorithm, bare?.partNumber ?? 0)
  }
  const type = checksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  const value =
    type === 'FULL_OBJECT' ? fullObjectChecksum(algorithm, sums) : compositeChecksum(algorithm, sums)
  if (given && given.algorithm === algorithm && given.value !== value) {
    throw new S3Fault(
      'BadDigest',
      400,
      `The ${algorithm} you specified did not match the calculated checksum.`,
    )
  }
  return { algorithm, value, type }
}

function checksumOfPart({ checksum, crc64Nvme }: PartRow, algorithm: ChecksumAlgorithm): string | undefined {
  if (checksum?.algorithm === algorithm) return checksum.value
  return algorithm === defaultAlgorithm ? crc64Nvme : undefined
}

/** Parts that were uploaded and are not in the list. */
async function removeOthers(
  rows: Writer,
  { uploadId }: UploadRow,
  chosen: readonly PartRow[],
): Promise<readonly string[]> {
  const keep = new Set(chosen.map(({ partNumber }) => partNumber))
  const others = (await rows.list(parts, { where: { uploadId } })).filter(
    ({ partNumber }) => !keep.has(partNumber),
  )
  for (const { partNumber } of others) await rows.delete(parts, uploadId, partNumber)
  return others.map(({ contentId }) => contentId)
}

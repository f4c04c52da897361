import { randomBytes } from 'node:crypto'
import { bucketPartition, type Reader, type Store } from '../../store/contract.ts'
import { type PartRow, parts, type UploadRow, uploads } from '../../store/object-tables.ts'
import { canBeFullObject } from '../../wire/s3/checksums.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import type { RequestContent } from '../../wire/s3/request-content.ts'
import { aclKeys } from './acl.ts'
import {
  defaultAlgorithm,
  forget,
  type Keeping,
  type Kept,
  keep,
  keepBody,
  maxSinglePutBytes,
  tooLarge,
  withKept,
} from './contents.ts'
import { copySourceKey, copySourceOf, mayReadSource, sourceObject, whileThere } from './copy-source.ts'
import { mustBringNoKey } from './customer-keys.ts'
import { invalidRequest, noSuchUpload } from './errors.ts'
import { cut, segmentsOf } from './get-object.ts'
import { algorithmNamed, checksumValue } from './object-checksum.ts'
import {
  encrypted,
  headersToKeep,
  metadataToKeep,
  mustBeWritable,
  quoted,
  writeKeys,
} from './object-headers.ts'
import { type S3Call, type S3Caller, type S3Resource, s3 } from './operation.ts'
import { mustBePartNumber } from './part-number.ts'
import { copySourceMustMeet } from './preconditions.ts'
import { requestTagKeys } from './request-keys.ts'
import { asResource, bucketOf } from './resources.ts'
import { tagsInHeader } from './tags.ts'
import { currentBucket, removeParts } from './versions.ts'

/** The key that is uploaded to. Whether it holds an object yet does not matter. */
export async function keyResource({
  rows,
  caller,
  input,
}: {
  readonly rows: Reader
  readonly caller: S3Caller
  readonly input: {
    readonly Bucket: string
    readonly Key: string
    readonly ExpectedBucketOwner?: string | undefined
  }
}) {
  return asResource(await bucketOf(rows, input), caller, input.Key)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const CreateMultipartUpload = s3('CreateMultipartUpload', {
  action: 's3:PutObject',
  check: ({ input }) => {
    tagsInHeader(input.Tagging)
    checksumTypeOf(input)
  },
  resource: keyResource,
  context: ({ input }) => ({
    ...writeKeys(input),
    ...aclKeys(input),
    ...requestTagKeys(tagsInHeader(input.Tagging)),
    's3:ObjectCreationOperation': 'false',
  }),
  alsoRequires: ({ input }) => (input.Tagging ? ['s3:PutObjectTagging'] : []),
  handle: async call => {
    mustBeWritable(call)
    const { input, resource, store, caller, now } = call
    const uploadId = randomBytes(48).toString('base64url')
    const tags = tagsInHeader(input.Tagging)
    const { StorageClass, ChecksumAlgorithm } = input
    const checksumType = checksumTypeOf(input)
    const row: UploadRow = {
      key: input.Key,
      initiatedAt: now,
      uploadId,
      ...initiator(caller),
      headers: headersToKeep(input),
      ...metadataToKeep(input),
      ...(tags.length > 0 && { tags }),
      ...(ChecksumAlgorithm !== undefined && { checksumAlgorithm: ChecksumAlgorithm }),
      ...(checksumType && { checksumType }),
      ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { storageClass: StorageClass }),
    }
    await store.write(bucketPartition(resource.bucket.bucket), async rows => {
      await currentBucket(rows, resource)
      await rows.insert(uploads, row)
    })
    return {
      Bucket: resource.bucket.bucket,
      Key: input.Key,
      UploadId: uploadId,
      ...encrypted,
      ...(ChecksumAlgorithm !== undefined && { ChecksumAlgorithm }),
      ...(checksumType && { ChecksumType: checksumType }),
    }
  },
})

export const isUploadId = (text: string) => /^[\w-]{64}$/.test(text)

function initiator(caller: S3Caller): Pick<UploadRow, 'initiatorId' | 'initiatorName'> {
  if (caller.kind === 'anonymous') return { initiatorId: 'anonymous', initiatorName: 'anonymous' }
  if (caller.kind === 'service') return { initiatorId: caller.service, initiatorName: caller.service }
  return { initiatorId: caller.arn, initiatorName: caller.arn.slice(caller.arn.lastIndexOf('/') + 1) }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#Full-object-checksums */
function checksumTypeOf({ ChecksumAlgorithm, ChecksumType }: S3Call<'CreateMultipartUpload'>['input']) {
  const algorithm = algorithmNamed(ChecksumAlgorithm)
  if (!algorithm) {
    if (ChecksumType !== undefined)
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      )
    return undefined
  }
  const type = ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  const isPossible = type === 'FULL_OBJECT' ? canBeFullObject(algorithm) : algorithm !== 'CRC64NVME'
  if (isPossible) return type
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  )
}

/** The upload in its bucket, for a key. */
export async function uploadOf(rows: Reader, key: string, uploadId: string): Promise<UploadRow> {
  const [upload] = await rows.list(uploads, { index: 'byId', where: { uploadId }, limit: 1 })
  if (upload?.key !== key) throw noSuchUpload(uploadId)
  return upload
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const UploadPart = s3('UploadPart', {
  action: 's3:PutObject',
  check: ({ input }) => mustBePartNumber(input.PartNumber),
  resource: keyResource,
  context: () => ({ 's3:ObjectCreationOperation': 'false' }),
  handle: async call => {
    const { input, resource, store, contents } = call
    mustBringNoKey(input)
    const partition = bucketPartition(resource.bucket.bucket)
    const upload = await store.read(partition, rows => uploadOf(rows, input.Key, input.UploadId))
    const kept = await keepPart(call, resource.bucket.bucket, input.Body, upload)
    if (!isOfUpload(kept, upload)) {
      await forget(contents, [kept.contentId])
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm?.toLowerCase()}, actual checksum Type: ${kept.checksum?.algorithm.toLowerCase() ?? 'null'}`,
      )
    }
    await addPart(call, kept)
    return {
      ETag: quoted(kept.etag),
      ...encrypted,
      ...(kept.checksum && checksumValue(kept.checksum.algorithm, kept.checksum.value)),
    }
  },
})

/** An upload whose checksum is to be of the whole has what its parts do not bring made of them. */
async function keepPart(
  keeping: Keeping,
  bucket: string,
  body: RequestContent | undefined,
  { checksumAlgorithm, checksumType }: UploadRow,
): Promise<Kept> {
  const algorithm = algorithmNamed(checksumAlgorithm)
  if (!algorithm) return keepBody(keeping, bucket, body, defaultAlgorithm)
  const isMade = checksumType === 'FULL_OBJECT' && !body?.bringsChecksum
  const { made, ...kept } = await keepBody(keeping, bucket, body, isMade ? algorithm : undefined)
  return { ...kept, ...(made && { checksum: made }) }
}

/** A checksum of checksums needs one of every part, from who sends it. */
function isOfUpload({ checksum }: Kept, { checksumAlgorithm }: UploadRow): boolean {
  return !checksumAlgorithm || checksum?.algorithm === checksumAlgorithm
}

interface PartCall extends Pick<S3Call<'UploadPart'>, 'contents' | 'now'> {
  readonly input: { readonly Key: string; readonly UploadId: string; readonly PartNumber: number }
  readonly resource: S3Resource
  readonly store: Store
}

/** A part that is uploaded again takes the place of the one before. */
async function addPart({ input, resource, store, contents, now }: PartCall, kept: Kept): Promise<void> {
  const { UploadId: uploadId, PartNumber: partNumber } = input
  const { contentId, bytes, etag, checksum, made } = kept
  const row: PartRow = {
    uploadId,
    partNumber,
    contentId,
    bytes,
    etag,
    uploadedAt: now,
    ...(checksum && { checksum }),
    ...(made?.algorithm === defaultAlgorithm && { crc64Nvme: made.value }),
  }
  const before = await withKept(contents, contentId, () =>
    store.write(bucketPartition(resource.bucket.bucket), async rows => {
      await currentBucket(rows, resource)
      await uploadOf(rows, input.Key, uploadId)
      const before = await rows.get(parts, uploadId, partNumber)
      await rows.put(parts, row)
      return before
    }),
  )
  if (before) await forget(contents, [before.contentId])
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const UploadPartCopy = s3('UploadPartCopy', {
  action: 's3:PutObject',
  check: ({ input }) => {
    mustBePartNumber(input.PartNumber)
    copySourceOf(input)
  },
  resource: keyResource,
  context: ({ input }) => ({
    ...copySourceKey(input),
    's3:ObjectCreationOperation': 'false',
  }),
  alsoAsks: async call => mayReadSource(call),
  handle: async call => {
    const { input, resource, store, contents, now } = call
    mustBringNoKey(input)
    const partition = bucketPartition(resource.bucket.bucket)
    const upload = await store.read(partition, rows => uploadOf(rows, input.Key, input.UploadId))
    const { bucket, object } = sourceObject(call)
    copySourceMustMeet(input, object, now)
    const range = copiedRange(input.CopySourceRange, object.bytes)
    if (range.end - range.start > maxSinglePutBytes)
      throw tooLarge(range.end - range.start, maxSinglePutBytes)
    const pieces = await whileThere(
      segmentsOf(store, bucket, object).then(segments => contents.read(cut(segments, range))),
    )
    const algorithm = algorithmNamed(upload.checksumAlgorithm)
    const { made, ...copied } = await keep(
      call,
      resource.bucket.bucket,
      { bytes: range.end - range.start, pieces },
      algorithm ?? defaultAlgorithm,
    )
    const kept: Kept = { ...copied, ...(made && (algorithm ? { checksum: made } : { made })) }
    await addPart(call, kept)
    return {
      ...encrypted,
      ...(object.versionId !== 'null' && { CopySourceVersionId: object.versionId }),
      CopyPartResult: {
        ETag: quoted(kept.etag),
        LastModified: new Date(now),
        ...(kept.checksum && checksumValue(kept.checksum.algorithm, kept.checksum.value)),
      },
    }
  },
})

/** Both ends must be named, and lie within the source. */
function copiedRange(header: string | undefined, bytes: number) {
  if (header === undefined) return { start: 0, end: bytes }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  const start = Number(first ?? Number.NaN)
  const end = Number(last ?? Number.NaN) + 1
  const refused = (message: string) => invalidArgument(message, 'x-amz-copy-source-range', header)
  if (!(start < end)) {
    throw refused(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    )
  }
  if (start >= bytes) throw invalidRequest('The specified copy range is invalid for the source object size')
  if (end > bytes) throw refused(`Range specified is not valid for source object of size: ${bytes}`)
  return { start, end }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const AbortMultipartUpload = s3('AbortMultipartUpload', {
  resource: keyResource,
  handle: async ({ input, resource, store, contents }) => {
    const removed = await store.write(bucketPartition(resource.bucket.bucket), async rows => {
      await currentBucket(rows, resource)
      const upload = await uploadOf(rows, input.Key, input.UploadId)
      await rows.delete(uploads, upload.key, upload.initiatedAt, upload.uploadId)
      return removeParts(rows, upload.uploadId)
    })
    await forget(contents, removed)
    return {}
  },
})

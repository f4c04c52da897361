import { bucketPartition, type Store } from '../../store/contract.ts'
import { type BucketRow, type ObjectRow, objects } from '../../store/object-tables.ts'
import type { ChecksumAlgorithm } from '../../wire/s3/checksums.ts'
import { aclKeys } from './acl.ts'
import {
  defaultAlgorithm,
  forget,
  type Keeping,
  type Kept,
  keep,
  maxSinglePutBytes,
  noRoom,
  tooLarge,
  withKept,
} from './contents.ts'
import {
  copySourceKey,
  copySourceOf,
  mayCopyTags,
  mayReadSource,
  sourceObject,
  whileThere,
} from './copy-source.ts'
import { invalidRequest } from './errors.ts'
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
import { type S3Call, s3 } from './operation.ts'
import { copySourceMustMeet, mayBeWritten, toCompare } from './preconditions.ts'
import { headerKeys, requestTagKeys } from './request-keys.ts'
import { objectResource } from './resources.ts'
import { tagsInHeader } from './tags.ts'
import { addVersion, currentBucket } from './versions.ts'

type Input = S3Call<'CopyObject'>['input']

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const CopyObject = s3('CopyObject', {
  action: 's3:PutObject',
  check: ({ input }) => {
    copySourceOf(input)
    tagsInHeader(input.Tagging)
    algorithmNamed(input.ChecksumAlgorithm)
  },
  resource: async call => objectResource({ ...call, input: { ...call.input, VersionId: undefined } }),
  context: ({ input }) => ({
    ...writeKeys(input),
    ...aclKeys(input),
    ...copySourceKey(input),
    ...requestTagKeys(input.TaggingDirective === 'REPLACE' ? tagsInHeader(input.Tagging) : []),
    ...headerKeys({
      'if-match': input.IfMatch,
      'if-none-match': input.IfNoneMatch,
      'x-amz-metadata-directive': input.MetadataDirective,
    }),
    's3:ObjectCreationOperation': 'true',
  }),
  alsoRequires: ({ input }) => [
    ...(input.TaggingDirective === 'REPLACE' && input.Tagging ? ['s3:PutObjectTagging' as const] : []),
    ...toCompare(input),
  ],
  alsoAsks: async call => {
    const source = await mayReadSource(call)
    return call.input.TaggingDirective === 'REPLACE' ? source : [...source, ...mayCopyTags(call, source)]
  },
  handle: async call => {
    const { input, resource, store, contents, now } = call
    mustBeWritable(call)
    const source = sourceObject(call)
    copySourceMustMeet(input, source.object, now)
    mustChangeSomething(input, source.bucket, resource.bucket)
    if (source.object.bytes > maxSinglePutBytes) throw tooLarge(source.object.bytes, maxSinglePutBytes)
    mayBeWritten(input, resource.object)
    const { bucket } = resource.bucket
    const kept = await whileThere(copied(call, source, bucket, algorithmNamed(input.ChecksumAlgorithm)))
    const added = await withKept(contents, kept.contentId, () =>
      store.write(bucketPartition(bucket), async rows => {
        const row = await currentBucket(rows, resource)
        mayBeWritten(input, await rows.get(objects, input.Key))
        return addVersion(rows, row, {
          key: input.Key,
          createdAt: now,
          bytes: kept.bytes,
          etag: kept.etag,
          contentId: kept.contentId,
          uploadId: '',
          ...described(input, source.object),
          ...(kept.made && { checksum: { ...kept.made, type: 'FULL_OBJECT' as const } }),
        })
      }),
    )
    await forget(contents, added.unreferenced)
    const { checksum } = added.row
    return {
      ...encrypted,
      ...(added.versionId !== undefined && { VersionId: added.versionId }),
      ...(source.object.versionId !== 'null' && { CopySourceVersionId: source.object.versionId }),
      CopyObjectResult: {
        ETag: quoted(kept.etag),
        LastModified: new Date(now),
        ...(checksum && checksumValue(checksum.algorithm, checksum.value)),
      },
    }
  },
})

/** The same bytes: linked where they are in one piece, read again where they came in parts, for an ETag of their own. */
async function copied(
  { store, ...keeping }: Keeping & { readonly store: Store },
  source: { readonly bucket: string; readonly object: ObjectRow },
  bucket: string,
  wanted: ChecksumAlgorithm | undefined,
): Promise<Kept> {
  const { contentId, bytes, etag, checksum, uploadId } = source.object
  const algorithm = wanted ?? algorithmNamed(checksum?.algorithm) ?? defaultAlgorithm
  if (uploadId === '' && algorithm === checksum?.algorithm) {
    const same = await keeping.contents.copy(contentId, bucket).catch(noRoom)
    return { contentId: same, bytes, etag, made: { algorithm, value: checksum.value } }
  }
  const segments = await segmentsOf(store, source.bucket, source.object)
  const pieces = await keeping.contents.read(cut(segments, { start: 0, end: bytes }))
  return keep(keeping, bucket, { bytes, pieces }, algorithm)
}

/** What the copy has of its source, and what of the request. */
function described(
  input: Input,
  source: ObjectRow,
): Pick<ObjectRow, 'headers' | 'metadata' | 'tags' | 'storageClass'> {
  const replaces = input.MetadataDirective === 'REPLACE'
  const tags = input.TaggingDirective === 'REPLACE' ? tagsInHeader(input.Tagging) : (source.tags ?? [])
  const { StorageClass, WebsiteRedirectLocation } = input
  // The redirect is never copied.
  const { WebsiteRedirectLocation: _, ...headers } = source.headers
  return {
    headers: replaces
      ? headersToKeep(input)
      : { ...headers, ...(WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation }) },
    ...(replaces ? metadataToKeep(input) : source.metadata && { metadata: source.metadata }),
    ...(tags.length > 0 && { tags }),
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { storageClass: StorageClass }),
  }
}

/** Recorded: in a bucket of which somebody said how it is encrypted, a copy is always taken for a change of that. */
function mustChangeSomething(
  input: Input,
  sourceBucket: string,
  { bucket, isEncryptionPut }: BucketRow,
): void {
  const source = copySourceOf(input)
  const isSame = sourceBucket === bucket && source.Key === input.Key && source.VersionId === undefined
  const changes =
    isEncryptionPut ||
    input.MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.ChecksumAlgorithm !== undefined
  if (!isSame || changes) return
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
}

import { bucketPartition } from '../../store/contract.ts'
import { objects } from '../../store/object-tables.ts'
import { aclKeys } from './acl.ts'
import { defaultAlgorithm, forget, keepBody, withKept } from './contents.ts'
import { notHere } from './errors.ts'
import { shownChecksum } from './object-checksum.ts'
import {
  encrypted,
  headersToKeep,
  metadataToKeep,
  mustBeWritable,
  quoted,
  writeKeys,
} from './object-headers.ts'
import { s3 } from './operation.ts'
import { mayBeWritten, toCompare } from './preconditions.ts'
import { headerKeys, requestTagKeys } from './request-keys.ts'
import { objectResource } from './resources.ts'
import { tagsInHeader } from './tags.ts'
import { addVersion, currentBucket, newVersion } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const PutObject = s3('PutObject', {
  check: ({ input }) => void tagsInHeader(input.Tagging),
  resource: async call => objectResource({ ...call, input: { ...call.input, VersionId: undefined } }),
  context: ({ input }) => ({
    ...writeKeys(input),
    ...aclKeys(input),
    ...requestTagKeys(tagsInHeader(input.Tagging)),
    ...headerKeys({ 'if-match': input.IfMatch, 'if-none-match': input.IfNoneMatch }),
    's3:ObjectCreationOperation': 'true',
  }),
  alsoRequires: ({ input }) => [
    ...(input.Tagging ? ['s3:PutObjectTagging' as const] : []),
    ...toCompare(input),
  ],
  handle: async call => {
    mustBeWritable(call)
    if (call.input.WriteOffsetBytes !== undefined) throw notHere('Writing on at the end of an object')
    const { input, resource, store, contents, now } = call
    const { Key: key, Body, StorageClass } = input
    // Asked again when it is written: this spares the upload that would be in vain.
    mayBeWritten(input, resource.object)
    const { bucket } = resource.bucket
    const kept = await keepBody(call, bucket, Body, Body?.bringsChecksum ? undefined : defaultAlgorithm)
    const tags = tagsInHeader(input.Tagging)
    const checksum = kept.checksum ?? kept.made
    const added = await withKept(contents, kept.contentId, () =>
      store.write(bucketPartition(bucket), async rows => {
        const row = await currentBucket(rows, resource)
        mayBeWritten(input, await rows.get(objects, key))
        return addVersion(rows, row, {
          key,
          createdAt: now,
          bytes: kept.bytes,
          etag: kept.etag,
          contentId: kept.contentId,
          uploadId: '',
          headers: headersToKeep(input),
          ...metadataToKeep(input),
          ...(tags.length > 0 && { tags }),
          ...(checksum && { checksum: { ...checksum, type: 'FULL_OBJECT' as const } }),
          ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { storageClass: StorageClass }),
        })
      }),
    )
    await forget(contents, added.unreferenced)
    return {
      ETag: quoted(kept.etag),
      ...encrypted,
      ...shownChecksum(added.row.checksum),
      ...newVersion(added),
    }
  },
})

import type { ObjectRow } from '../../store/object-tables.ts'
import { noSuchKey } from './errors.ts'
import { isMarker, mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { type S3Output, type S3Resource, s3 } from './operation.ts'
import { requestTagKeys } from './request-keys.ts'
import { objectResource } from './resources.ts'
import { checkedTags } from './tags.ts'
import { changeVersion, shownVersion } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const GetObjectTagging = s3('GetObjectTagging', {
  ...objectAction('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: async ({ input, resource }): Promise<S3Output<'GetObjectTagging'>> => {
    // Recorded: here, and nowhere else, the key is told with its bucket.
    if (!resource.object && !resource.marker && input.VersionId === undefined)
      throw noSuchKey(`${resource.bucket.bucket}/${input.Key}`)
    const object = mustBeTagged(resource, input, 'GET')
    return { TagSet: [...(object.tags ?? [])], ...shownVersion(resource, object) }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const PutObjectTagging = s3('PutObjectTagging', {
  ...objectAction('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  check: ({ input }) => void checkedTags(input.Tagging.TagSet, 'object'),
  resource: objectResource,
  context: call => ({
    ...objectKeys(call),
    ...requestTagKeys(checkedTags(call.input.Tagging.TagSet, 'object')),
  }),
  alsoAsks: whenMissing,
  handle: async ({ input, resource, store }) => {
    const object = mustBeTagged(resource, input, 'PUT')
    const tags = checkedTags(input.Tagging.TagSet, 'object')
    await changeVersion(store, resource, object, ({ tags: _, ...row }) =>
      tags.length > 0 ? { ...row, tags } : row,
    )
    return shownVersion(resource, object)
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const DeleteObjectTagging = s3('DeleteObjectTagging', {
  ...objectAction('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: async ({ input, resource, store }) => {
    const object = mustBeTagged(resource, input, 'DELETE')
    await changeVersion(store, resource, object, ({ tags: _, ...row }) => row)
    return shownVersion(resource, object)
  },
})

/** A delete marker has no tags, whether it is named or only the latest version. */
function mustBeTagged(
  resource: S3Resource,
  input: { readonly Key: string; readonly VersionId?: string | undefined },
  method: string,
): ObjectRow {
  if (resource.marker) throw isMarker(resource.marker, method)
  return mustBeThere(resource, input, method)
}

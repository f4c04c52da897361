import { mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { type S3Output, s3 } from './operation.ts'
import { requestTagKeys } from './request-keys.ts'
import { objectResource } from './resources.ts'
import { checkedTags, maxObjectTags } from './tags.ts'
import { changeVersion } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const GetObjectTagging = s3('GetObjectTagging', {
  ...objectAction('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: async ({ input, resource }): Promise<S3Output<'GetObjectTagging'>> => {
    const { tags = [], versionId } = mustBeThere(resource, input)
    return { TagSet: [...tags], ...(versionId !== 'null' && { VersionId: versionId }) }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const PutObjectTagging = s3('PutObjectTagging', {
  ...objectAction('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  check: ({ input }) => void checkedTags(input.Tagging.TagSet, maxObjectTags),
  resource: objectResource,
  context: call => ({
    ...objectKeys(call),
    ...requestTagKeys(checkedTags(call.input.Tagging.TagSet, maxObjectTags)),
  }),
  alsoAsks: whenMissing,
  handle: async ({ input, resource, store }) => {
    const object = mustBeThere(resource, input)
    const tags = checkedTags(input.Tagging.TagSet, maxObjectTags)
    await changeVersion(store, resource, object, ({ tags: _, ...row }) =>
      tags.length > 0 ? { ...row, tags } : row,
    )
    return object.versionId === 'null' ? {} : { VersionId: object.versionId }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const DeleteObjectTagging = s3('DeleteObjectTagging', {
  ...objectAction('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: async ({ input, resource, store }) => {
    const object = mustBeThere(resource, input)
    await changeVersion(store, resource, object, ({ tags: _, ...row }) => row)
    return object.versionId === 'null' ? {} : { VersionId: object.versionId }
  },
})

import { invalidRequest } from './errors.ts'
import { mustBeThere, whenMissing } from './missing.ts'
import { s3 } from './operation.ts'
import { headerKeys } from './request-keys.ts'
import { bucketResource, objectResource } from './resources.ts'

/**
 * What no bucket has here is gone as soon as it is asked for: AWS answers the same of a bucket that never had it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html
 */
const isGone = { resource: bucketResource, handle: async () => ({}) } as const

export const DeleteBucketCors = s3('DeleteBucketCors', { action: 's3:PutBucketCORS', ...isGone })
export const DeleteBucketLifecycle = s3('DeleteBucketLifecycle', {
  action: 's3:PutLifecycleConfiguration',
  ...isGone,
})
export const DeleteBucketReplication = s3('DeleteBucketReplication', {
  action: 's3:PutReplicationConfiguration',
  ...isGone,
})
export const DeleteBucketWebsite = s3('DeleteBucketWebsite', isGone)

/** No bucket has Object Lock here; AWS says the same of those that have none, as recorded. */
const lock = {
  resource: objectResource,
  context: ({ input }: { readonly input: { readonly VersionId?: string | undefined } }) => ({
    's3:versionid': input.VersionId,
  }),
  alsoAsks: whenMissing,
} as const
const noLock = () => invalidRequest('Bucket is missing Object Lock Configuration')

export const GetObjectLegalHold = s3('GetObjectLegalHold', {
  ...lock,
  handle: async ({ resource, input }) => {
    mustBeThere(resource, input)
    throw noLock()
  },
})
export const GetObjectRetention = s3('GetObjectRetention', {
  ...lock,
  handle: async ({ resource, input }) => {
    mustBeThere(resource, input)
    throw noLock()
  },
})
export const PutObjectLegalHold = s3('PutObjectLegalHold', {
  ...lock,
  context: call => ({
    ...lock.context(call),
    ...headerKeys({ 'object-lock-legal-hold': call.input.LegalHold?.Status }),
  }),
  handle: async ({ resource, input }) => {
    mustBeThere(resource, input, 'PUT')
    throw noLock()
  },
})
export const PutObjectRetention = s3('PutObjectRetention', {
  ...lock,
  context: call => ({
    ...lock.context(call),
    ...headerKeys({
      'object-lock-mode': call.input.Retention?.Mode,
      'object-lock-retain-until-date': call.input.Retention?.RetainUntilDate?.toISOString(),
    }),
  }),
  handle: async ({ resource, input }) => {
    mustBeThere(resource, input, 'PUT')
    throw noLock()
  },
})

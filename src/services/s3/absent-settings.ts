import { notConfigured } from './bucket-settings.ts'
import { s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/**
 * What no bucket has here, so that AWS's answer for a bucket without it is the true one. To set it is not implemented.
 */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const GetBucketLifecycleConfiguration = s3('GetBucketLifecycleConfiguration', {
  action: 's3:GetLifecycleConfiguration',
  resource: bucketResource,
  handle: async ({ resource }) => {
    throw notConfigured(
      'NoSuchLifecycleConfiguration',
      'The lifecycle configuration does not exist',
      resource,
    )
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const GetBucketWebsite = s3('GetBucketWebsite', {
  resource: bucketResource,
  handle: async ({ resource }) => {
    throw notConfigured(
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
      resource,
    )
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const GetBucketReplication = s3('GetBucketReplication', {
  action: 's3:GetReplicationConfiguration',
  resource: bucketResource,
  handle: async ({ resource }) => {
    throw notConfigured(
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
      resource,
    )
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const GetBucketLogging = s3('GetBucketLogging', { resource: bucketResource, handle: async () => ({}) })

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const GetBucketNotificationConfiguration = s3('GetBucketNotificationConfiguration', {
  action: 's3:GetBucketNotification',
  resource: bucketResource,
  handle: async () => ({}),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const GetBucketRequestPayment = s3('GetBucketRequestPayment', {
  resource: bucketResource,
  handle: async () => ({ Payer: 'BucketOwner' as const }),
})

/**
 * What no bucket has here is gone as soon as it is asked for: AWS answers the same of a bucket that never had it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html
 */
const isGone = { resource: bucketResource, handle: async () => ({}) } as const

export const DeleteBucketLifecycle = s3('DeleteBucketLifecycle', {
  action: 's3:PutLifecycleConfiguration',
  ...isGone,
})
export const DeleteBucketReplication = s3('DeleteBucketReplication', {
  action: 's3:PutReplicationConfiguration',
  ...isGone,
})
export const DeleteBucketWebsite = s3('DeleteBucketWebsite', isGone)

import { S3Fault } from '../../wire/s3/fault.ts'
import { s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/**
 * Configurations by id, of which no bucket has any here: each list is empty, and whoever names one is told that it is
 * not there. To put one is not implemented.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
const noSuchConfiguration = () =>
  new S3Fault('NoSuchConfiguration', 404, 'The specified configuration does not exist.')

const none = {
  resource: bucketResource,
  handle: async () => {
    throw noSuchConfiguration()
  },
} as const

const listed = { resource: bucketResource, handle: async () => ({ IsTruncated: false }) } as const

const reading = {
  analytics: 's3:GetAnalyticsConfiguration',
  inventory: 's3:GetInventoryConfiguration',
  metrics: 's3:GetMetricsConfiguration',
  tiering: 's3:GetIntelligentTieringConfiguration',
} as const

export const GetBucketAnalyticsConfiguration = s3('GetBucketAnalyticsConfiguration', {
  action: reading.analytics,
  ...none,
})
export const ListBucketAnalyticsConfigurations = s3('ListBucketAnalyticsConfigurations', {
  action: reading.analytics,
  ...listed,
})
export const DeleteBucketAnalyticsConfiguration = s3('DeleteBucketAnalyticsConfiguration', {
  action: 's3:PutAnalyticsConfiguration',
  ...none,
})

export const GetBucketInventoryConfiguration = s3('GetBucketInventoryConfiguration', {
  action: reading.inventory,
  ...none,
})
export const ListBucketInventoryConfigurations = s3('ListBucketInventoryConfigurations', {
  action: reading.inventory,
  ...listed,
})
export const DeleteBucketInventoryConfiguration = s3('DeleteBucketInventoryConfiguration', {
  action: 's3:PutInventoryConfiguration',
  ...none,
})

export const GetBucketMetricsConfiguration = s3('GetBucketMetricsConfiguration', {
  action: reading.metrics,
  ...none,
})
export const ListBucketMetricsConfigurations = s3('ListBucketMetricsConfigurations', {
  action: reading.metrics,
  ...listed,
})
export const DeleteBucketMetricsConfiguration = s3('DeleteBucketMetricsConfiguration', {
  action: 's3:PutMetricsConfiguration',
  ...none,
})

export const GetBucketIntelligentTieringConfiguration = s3('GetBucketIntelligentTieringConfiguration', {
  action: reading.tiering,
  ...none,
})
export const ListBucketIntelligentTieringConfigurations = s3('ListBucketIntelligentTieringConfigurations', {
  action: reading.tiering,
  ...listed,
})
export const DeleteBucketIntelligentTieringConfiguration = s3('DeleteBucketIntelligentTieringConfiguration', {
  action: 's3:PutIntelligentTieringConfiguration',
  ...none,
})

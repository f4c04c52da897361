import { notHere } from './errors.ts'
import { s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/**
 * Settings that say what holds of every bucket are taken, and change nothing: what is read is the same before and after.
 * Any other is not implemented.
 */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html: to log nothing */
export const PutBucketLogging = s3('PutBucketLogging', {
  resource: bucketResource,
  handle: async ({ input }) => {
    if (input.BucketLoggingStatus.LoggingEnabled) throw notHere('Logging of buckets')
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html: to notify nobody */
export const PutBucketNotificationConfiguration = s3('PutBucketNotificationConfiguration', {
  action: 's3:PutBucketNotification',
  resource: bucketResource,
  handle: async ({ input }) => {
    if (Object.keys(input.NotificationConfiguration).length > 0) throw notHere('Notification by buckets')
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const PutBucketRequestPayment = s3('PutBucketRequestPayment', {
  resource: bucketResource,
  handle: async ({ input }) => {
    if (input.RequestPaymentConfiguration.Payer !== 'BucketOwner') throw notHere('Payment by requesters')
    return {}
  },
})

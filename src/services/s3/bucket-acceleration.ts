import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { changeBucket } from './buckets.ts'
import { invalidRequest, notHere } from './errors.ts'
import { s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/** There is no endpoint that would be faster, so what is off may be told to be off. */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const PutBucketAccelerateConfiguration = s3('PutBucketAccelerateConfiguration', {
  action: 's3:PutAccelerateConfiguration',
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    if (input.Bucket.includes('.')) {
      throw invalidRequest(
        'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      )
    }
    const { Status } = input.AccelerateConfiguration
    if (Status === 'Enabled') throw notHere('Transfer acceleration')
    if (Status === undefined) throw malformedXml()
    await changeBucket(store, resource, row => ({ ...row, acceleration: Status }))
    return {}
  },
})

/**
 * Nothing where nobody ever said anything.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
 */
export const GetBucketAccelerateConfiguration = s3('GetBucketAccelerateConfiguration', {
  action: 's3:GetAccelerateConfiguration',
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { acceleration } = resource.bucket
    return acceleration ? { Status: acceleration } : {}
  },
})

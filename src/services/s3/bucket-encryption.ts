import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import { changeBucket } from './buckets.ts'
import { notHere } from './errors.ts'
import { type S3Call, s3 } from './operation.ts'
import { bucketResource } from './resources.ts'

/**
 * Every bucket has AWS's default, SSE-S3, and who asks for that has it. What needs keys of KMS is not implemented.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const PutBucketEncryption = s3('PutBucketEncryption', {
  action: 's3:PutEncryptionConfiguration',
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const isBucketKeyEnabled = bucketKeyOf(input)
    await changeBucket(store, resource, ({ isBucketKeyEnabled: _, ...row }) => ({
      ...row,
      isEncryptionPut: true,
      ...(isBucketKeyEnabled && { isBucketKeyEnabled: true }),
    }))
    return {}
  },
})

/** A bucket key is one of KMS, and spares nothing without it; it is told as it was put. */
function bucketKeyOf({ ServerSideEncryptionConfiguration }: S3Call<'PutBucketEncryption'>['input']): boolean {
  const [rule, ...more] = ServerSideEncryptionConfiguration.Rules
  if (rule?.BlockedEncryptionTypes) throw notHere('Blocking of encryption types')
  const byDefault = rule?.ApplyServerSideEncryptionByDefault
  if (!rule || !byDefault || more.length > 0) throw malformedXml()
  const { SSEAlgorithm, KMSMasterKeyID } = byDefault
  if (SSEAlgorithm !== 'AES256') throw notHere(`Encryption with ${SSEAlgorithm}`)
  if (KMSMasterKeyID !== undefined) {
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      'ApplyServerSideEncryptionByDefault',
    )
  }
  return rule.BucketKeyEnabled === true
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const GetBucketEncryption = s3('GetBucketEncryption', {
  action: 's3:GetEncryptionConfiguration',
  resource: bucketResource,
  handle: async ({ resource }) => ({
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const },
          BucketKeyEnabled: resource.bucket.isBucketKeyEnabled === true,
        },
      ],
    },
  }),
})

/** Then the default holds again: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const DeleteBucketEncryption = s3('DeleteBucketEncryption', {
  action: 's3:PutEncryptionConfiguration',
  resource: bucketResource,
  handle: async ({ resource, store }) => {
    await changeBucket(store, resource, ({ isBucketKeyEnabled: _, isEncryptionPut: __, ...row }) => row)
    return {}
  },
})

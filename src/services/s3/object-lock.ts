import { notConfigured } from './bucket-settings.ts'
import { invalidRequest } from './errors.ts'
import { mustBeThere, whenMissing } from './missing.ts'
import { type S3Resource, s3 } from './operation.ts'
import { headerKeys } from './request-keys.ts'
import { bucketResource, objectResource } from './resources.ts'

/**
 * No bucket has Object Lock here, and is answered as AWS answers of those without it. To set it up is not implemented.
 */

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const GetObjectLockConfiguration = s3('GetObjectLockConfiguration', {
  action: 's3:GetBucketObjectLockConfiguration',
  resource: bucketResource,
  handle: async ({ resource }) => {
    throw notConfigured(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      resource,
    )
  },
})

interface Asked {
  readonly resource: S3Resource
  readonly input: { readonly Key: string; readonly VersionId?: string | undefined }
}

/** Recorded; an object that is not there comes before it. */
const noLock = (method: 'GET' | 'PUT') => ({
  resource: objectResource,
  alsoAsks: whenMissing,
  handle: async ({ resource, input }: Asked): Promise<never> => {
    mustBeThere(resource, input, method)
    throw invalidRequest('Bucket is missing Object Lock Configuration')
  },
})

const versionKey = ({ input }: Pick<Asked, 'input'>) => ({ 's3:versionid': input.VersionId })

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const GetObjectLegalHold = s3('GetObjectLegalHold', { ...noLock('GET'), context: versionKey })

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const GetObjectRetention = s3('GetObjectRetention', { ...noLock('GET'), context: versionKey })

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const PutObjectLegalHold = s3('PutObjectLegalHold', {
  ...noLock('PUT'),
  context: call => ({
    ...versionKey(call),
    ...headerKeys({ 'object-lock-legal-hold': call.input.LegalHold?.Status }),
  }),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const PutObjectRetention = s3('PutObjectRetention', {
  ...noLock('PUT'),
  context: call => ({
    ...versionKey(call),
    ...headerKeys({
      'object-lock-mode': call.input.Retention?.Mode,
      'object-lock-retain-until-date': call.input.Retention?.RetainUntilDate?.toISOString(),
    }),
  }),
})

import { invalidArgument, invalidRequest, S3Fault } from '../../wire/s3/fault.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
export const noSuchBucket = (bucket: string) =>
  new S3Fault('NoSuchBucket', 404, 'The specified bucket does not exist', { members: { BucketName: bucket } })

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  new S3Fault('NoSuchKey', 404, 'The specified key does not exist.', { members: { Key: key }, headers })

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Fault('NoSuchVersion', 404, 'The specified version does not exist.', {
    members: { Key: key, VersionId: versionId },
  })

/** No version was ever called so. */
export const invalidVersionId = (versionId: string) =>
  invalidArgument(
    versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified',
    'versionId',
    versionId,
  )

export const noSuchUpload = (uploadId: string) =>
  new S3Fault(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { members: { UploadId: uploadId } },
  )

export const accessDenied = (message = 'Access Denied') => new S3Fault('AccessDenied', 403, message)

export const preconditionFailed = (condition: string) =>
  new S3Fault('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    members: { Condition: condition },
  })

export const slowDown = () => new S3Fault('SlowDown', 503, 'Please reduce your request rate.')

export { invalidRequest }

export const invalidStorageClass = (storageClass: string) =>
  new S3Fault('InvalidStorageClass', 400, 'The storage class you specified is not valid', {
    members: { StorageClassRequested: storageClass },
  })

/** A part of S3 that is not there says so, and never seems to be. */
export const notHere = (what: string) =>
  new S3Fault('NotImplemented', 501, `${what} is not implemented here.`)

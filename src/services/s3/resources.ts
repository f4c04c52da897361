import type { Resource } from '../../authorize/question.ts'
import { accountOfRequester } from '../../identity/caller.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type BucketRow,
  buckets,
  type ObjectRow,
  objects,
  objectVersions,
} from '../../store/object-tables.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import { isBucketName } from './bucket-name.ts'
import { accessDenied, noSuchBucket } from './errors.ts'
import type { S3Caller, S3Resource } from './operation.ts'
import { isPublicPolicy } from './public-policy.ts'

interface Asked {
  readonly rows: Reader
  readonly caller: S3Caller
  readonly input: { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined }
}

/** The bucket itself, as policies name it. That a bucket is there is no secret: names are unique over all accounts. */
export async function bucketResource({ rows, caller, input }: Asked): Promise<S3Resource> {
  return asResource(await bucketOf(rows, input), caller)
}

interface AskedForObject extends Asked {
  readonly input: Asked['input'] & { readonly Key: string; readonly VersionId?: string | undefined }
}

/** An object that is there or may be: in the bucket, by its key. */
export async function objectResource(asked: AskedForObject): Promise<S3Resource> {
  const { rows, caller, input } = asked
  const bucket = await bucketOf(rows, input)
  const object = await versionOf(rows, input.Key, input.VersionId)
  if (object) return { ...asResource(bucket, caller, input.Key), object }
  const marker = input.VersionId === undefined ? await markerOf(rows, bucket, input.Key) : undefined
  return { ...asResource(bucket, caller, input.Key), ...(marker && { marker }) }
}

/** The delete marker that is the latest version of a key. */
async function markerOf(
  rows: Reader,
  { versioning }: BucketRow,
  key: string,
): Promise<ObjectRow | undefined> {
  if (!versioning) return undefined
  return (await rows.list(objectVersions, { where: { key }, limit: 1 }))[0]
}

/** The version that is named, or the current one; a delete marker only where it is named. */
export async function versionOf(
  rows: Reader,
  key: string,
  versionId: string | undefined,
): Promise<ObjectRow | undefined> {
  if (versionId === undefined) return rows.get(objects, key)
  const [version] = await rows.list(objectVersions, {
    index: 'byVersion',
    where: { key, versionId },
    limit: 1,
  })
  return version
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
export async function bucketOf(
  rows: Reader,
  { Bucket, ExpectedBucketOwner }: Asked['input'],
): Promise<BucketRow> {
  if (ExpectedBucketOwner !== undefined && !/^\d{12}$/.test(ExpectedBucketOwner)) {
    throw new S3Fault(
      'InvalidBucketOwnerAWSAccountID',
      400,
      `The value of the expected bucket owner parameter must be an AWS Account ID... [${ExpectedBucketOwner}]`,
    )
  }
  const bucket = isBucketName(Bucket) ? await rows.get(buckets, Bucket) : undefined
  if (!bucket) throw noSuchBucket(Bucket)
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.accountId) throw accessDenied()
  return bucket
}

/** As policies see it, for a caller. */
export function asResource(bucket: BucketRow, caller: S3Caller, key?: string): S3Resource {
  const arn = `arn:aws:s3:::${bucket.bucket}${key === undefined ? '' : `/${key}`}`
  const policy = policyInForce(bucket, caller)
  return {
    arn,
    account: bucket.accountId,
    shownAs: `"${arn}"`,
    ...(policy && { policy }),
    bucket,
  }
}

/**
 * With RestrictPublicBuckets a policy that is public lets in nobody from outside the bucket's account, not even those
 * whom it names; services are no outsiders.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
function policyInForce(
  { policy, accountId, publicAccessBlock }: BucketRow,
  caller: S3Caller,
): Resource['policy'] {
  if (!policy) return undefined
  const isOutside = caller.kind !== 'service' && accountOfRequester(caller) !== accountId
  if (isOutside && publicAccessBlock?.RestrictPublicBuckets && isPublicPolicy(policy.text)) return undefined
  return { ...policy, name: 'bucket policy' }
}

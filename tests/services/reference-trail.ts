import { type CloudTrailClient, CreateTrailCommand } from '@aws-sdk/client-cloudtrail'
import { PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3'
import { bucketPolicy } from '../behaviour/support/trail-scene.ts'

const TagsList = [{ Key: 'team', Value: 'a' }]

/** A trail with a tag, which delivers to a bucket of its account, and what operations are asked with. */
export async function makeReferenceTrail(
  client: CloudTrailClient,
  s3: S3Client,
  account: string,
): Promise<Readonly<Record<string, unknown>>> {
  const Bucket = 'sample-bucket'
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: bucketPolicy(Bucket, { account }) })
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  const Name = 'Sample'
  const { TrailARN } = await client.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, TagsList }))
  return {
    Name,
    TrailName: Name,
    ResourceId: TrailARN,
    ResourceIdList: [TrailARN],
    S3BucketName: Bucket,
    TagsList,
  }
}

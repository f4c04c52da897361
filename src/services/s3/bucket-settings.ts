import type { PublicAccessBlock } from '../../store/object-tables.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import { changeBucket } from './buckets.ts'
import { notHere } from './errors.ts'
import { type S3Resource, s3 } from './operation.ts'
import { bucketResource } from './resources.ts'
import { checkedTags } from './tags.ts'

/** What of a bucket is not there, in AWS's words. */
export function notConfigured(code: string, message: string, { bucket }: S3Resource): S3Fault {
  return new S3Fault(code, 404, message, { members: { BucketName: bucket.bucket } })
}

// ---- Block Public Access -----------------------------------------------------------------------------------

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const PutPublicAccessBlock = s3('PutPublicAccessBlock', {
  action: 's3:PutBucketPublicAccessBlock',
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const given = input.PublicAccessBlockConfiguration
    const publicAccessBlock: PublicAccessBlock = {
      BlockPublicAcls: given.BlockPublicAcls ?? false,
      IgnorePublicAcls: given.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
    }
    await changeBucket(store, resource, row => ({ ...row, publicAccessBlock }))
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const GetPublicAccessBlock = s3('GetPublicAccessBlock', {
  action: 's3:GetBucketPublicAccessBlock',
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { publicAccessBlock } = resource.bucket
    if (!publicAccessBlock) {
      throw notConfigured(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        resource,
      )
    }
    return { PublicAccessBlockConfiguration: publicAccessBlock }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const DeletePublicAccessBlock = s3('DeletePublicAccessBlock', {
  action: 's3:PutBucketPublicAccessBlock',
  resource: bucketResource,
  handle: async ({ resource, store }) => {
    await changeBucket(store, resource, ({ publicAccessBlock: _, ...row }) => row)
    return {}
  },
})

// ---- Ownership of objects ----------------------------------------------------------------------------------

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const PutBucketOwnershipControls = s3('PutBucketOwnershipControls', {
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const [rule, ...more] = input.OwnershipControls.Rules
    if (!rule?.ObjectOwnership || more.length > 0) throw malformedXml()
    const ownership = rule.ObjectOwnership
    await changeBucket(store, resource, row => ({ ...row, ownership }))
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const GetBucketOwnershipControls = s3('GetBucketOwnershipControls', {
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { ownership } = resource.bucket
    if (!ownership) {
      throw notConfigured(
        'OwnershipControlsNotFoundError',
        'The bucket ownership controls were not found',
        resource,
      )
    }
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
  },
})

/** ACLs are on then: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export const DeleteBucketOwnershipControls = s3('DeleteBucketOwnershipControls', {
  action: 's3:PutBucketOwnershipControls',
  resource: bucketResource,
  handle: async ({ resource, store }) => {
    await changeBucket(store, resource, ({ ownership: _, ...row }) => row)
    return {}
  },
})

// ---- Versioning --------------------------------------------------------------------------------------------

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const PutBucketVersioning = s3('PutBucketVersioning', {
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const { Status, MFADelete } = input.VersioningConfiguration
    if (MFADelete === 'Enabled' || input.MFA !== undefined) throw notHere('MFA delete')
    if (Status === undefined) {
      throw new S3Fault(
        'IllegalVersioningConfigurationException',
        400,
        'The Versioning element must be specified',
      )
    }
    await changeBucket(store, resource, row => ({ ...row, versioning: Status }))
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const GetBucketVersioning = s3('GetBucketVersioning', {
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { versioning } = resource.bucket
    return versioning ? { Status: versioning } : {}
  },
})

// ---- Tags --------------------------------------------------------------------------------------------------

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const PutBucketTagging = s3('PutBucketTagging', {
  check: ({ input }) => void checkedTags(input.Tagging.TagSet, 'bucket'),
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const tags = checkedTags(input.Tagging.TagSet, 'bucket')
    await changeBucket(store, resource, ({ tags: _, ...row }) => (tags.length > 0 ? { ...row, tags } : row))
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const GetBucketTagging = s3('GetBucketTagging', {
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { tags } = resource.bucket
    if (!tags) throw notConfigured('NoSuchTagSet', 'The TagSet does not exist', resource)
    return { TagSet: [...tags] }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html: asks for s3:PutBucketTagging. */
export const DeleteBucketTagging = s3('DeleteBucketTagging', {
  action: 's3:PutBucketTagging',
  resource: bucketResource,
  handle: async ({ resource, store }) => {
    await changeBucket(store, resource, ({ tags: _, ...row }) => row)
    return {}
  },
})

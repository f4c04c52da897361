import { S3Fault } from '../../wire/s3/fault.ts'
import { type AclHeaders, grantHeaders, mustBeAcl } from './acl-input.ts'
import { mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { headerKeys } from './request-keys.ts'
import { bucketResource, objectResource } from './resources.ts'

/**
 * ACLs are off: the bucket's owner owns every object, and policies alone decide. An ACL that says just that is taken:
 * `private` does where the owner's account writes; where another does, it would be theirs alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function mustNotSetAcl(input: AclHeaders, isOwner: boolean): void {
  if (setsAcl(input, isOwner)) throw aclsAreOff()
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-new-bucket.html */
export function mustBeMadeWithoutAcl(input: AclHeaders): void {
  if (!setsAcl(input, true)) return
  throw new S3Fault(
    'InvalidBucketAclWithObjectOwnership',
    400,
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  )
}

function setsAcl(input: AclHeaders, isOwner: boolean): boolean {
  const { ACL } = input
  const isHarmless =
    ACL === undefined || ACL === 'bucket-owner-full-control' || (ACL === 'private' && isOwner)
  return !isHarmless || grantHeaders(input).length > 0
}

const aclsAreOff = () => new S3Fault('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs')

export function aclKeys(input: AclHeaders) {
  return headerKeys({ 'x-amz-acl': input.ACL, ...Object.fromEntries(grantHeaders(input)) })
}

function ownersAlone(account: string) {
  const owner = ownerOf(account as Parameters<typeof ownerOf>[0])
  return {
    Owner: owner,
    Grants: [{ Grantee: { ...owner, Type: 'CanonicalUser' as const }, Permission: 'FULL_CONTROL' as const }],
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const GetBucketAcl = s3('GetBucketAcl', {
  resource: bucketResource,
  handle: async ({ resource }) => ownersAlone(resource.bucket.accountId),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const PutBucketAcl = s3('PutBucketAcl', {
  check: ({ input }) => mustBeAcl(input),
  resource: bucketResource,
  context: ({ input }) => aclKeys(input),
  handle: async () => {
    throw aclsAreOff()
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const GetObjectAcl = s3('GetObjectAcl', {
  ...objectAction('s3:GetObjectAcl', 's3:GetObjectVersionAcl'),
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: async ({ resource, input }) => {
    mustBeThere(resource, input)
    return ownersAlone(resource.bucket.accountId)
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const PutObjectAcl = s3('PutObjectAcl', {
  ...objectAction('s3:PutObjectAcl', 's3:PutObjectVersionAcl'),
  check: ({ input }) => mustBeAcl(input),
  resource: objectResource,
  context: call => ({ ...objectKeys(call), ...aclKeys(call.input) }),
  handle: async () => {
    throw aclsAreOff()
  },
})

import type { AccountId } from '../../identity/account-id.ts'
import type { BucketRow } from '../../store/object-tables.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import { type AclHeaders, type AclInput, grantHeaders, mustBeAcl } from './acl-input.ts'
import { isPublicAcl, mustLeaveToOwner } from './acl-meaning.ts'
import { notHere } from './errors.ts'
import { mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { headerKeys } from './request-keys.ts'
import { bucketResource, objectResource } from './resources.ts'

/**
 * The bucket's owner owns every object, and policies alone decide. Where ACLs are off, as they are until somebody puts
 * another ownership, an ACL that says just that is taken: `private` does where the owner's account writes; where another
 * does, it would be theirs alone. Where they are on, such ACLs may be put as well; what they would grant to others, and
 * objects that would be those of who wrote them, are not implemented.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function mustBeOwners(input: AclHeaders, bucket: BucketRow, writer: AccountId | undefined): void {
  const isOwner = writer === bucket.accountId
  if (!hasAcls(bucket)) {
    if (setsAcl(input, isOwner)) throw aclsAreOff()
    return
  }
  mustLeaveToOwner(input, bucket)
  const isGivenAway = bucket.ownership === 'BucketOwnerPreferred' && input.ACL === 'bucket-owner-full-control'
  if (!isOwner && !isGivenAway) throw notHere("An object that is not its bucket's owner's")
}

/** Where the ownership was removed, it is that of who writes: so buckets were before there was any. */
const hasAcls = ({ ownership }: BucketRow) => ownership !== 'BucketOwnerEnforced'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-new-bucket.html */
export function mustBeMadeWithoutAcl(input: AclHeaders, bucket: BucketRow): void {
  if (hasAcls(bucket)) {
    if (isPublicAcl(input)) {
      throw new S3Fault(
        'InvalidBucketAclWithBlockPublicAccessError',
        400,
        'Bucket cannot have public ACLs set with BlockPublicAccess enabled',
      )
    }
    mustLeaveToOwner(input, bucket)
    return
  }
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

/** What it says holds already: there is nothing to be kept. */
function mustTakeAcl(input: AclInput, bucket: BucketRow, mustBeThere = () => {}): void {
  if (!hasAcls(bucket)) throw aclsAreOff()
  mustBeThere()
  mustLeaveToOwner(input, bucket)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const PutBucketAcl = s3('PutBucketAcl', {
  check: ({ input }) => mustBeAcl(input),
  resource: bucketResource,
  context: ({ input }) => aclKeys(input),
  handle: async ({ input, resource }) => {
    mustTakeAcl(input, resource.bucket)
    return {}
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
  alsoAsks: whenMissing,
  handle: async ({ resource, input }) => {
    mustTakeAcl(input, resource.bucket, () => mustBeThere(resource, input, 'PUT'))
    return {}
  },
})

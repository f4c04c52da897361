import type { BucketRow } from '../../store/object-tables.ts'
import { type AclHeaders, type AclInput, granteesIn, grantHeaders, publicGroups } from './acl-input.ts'
import { accessDenied, notHere } from './errors.ts'
import { ownerOf } from './owner.ts'

/**
 * What an ACL says, in whichever way: as one of those that have names, grant by grant in headers, or as a document.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
interface Grant {
  readonly grantee: string | undefined
  readonly permission: string | undefined
}

const permissionOf: Readonly<Record<string, string>> = {
  'x-amz-grant-full-control': 'FULL_CONTROL',
  'x-amz-grant-read': 'READ',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write': 'WRITE',
  'x-amz-grant-write-acp': 'WRITE_ACP',
}

function grantsIn(input: AclInput): readonly Grant[] {
  const inHeaders = grantHeaders(input).flatMap(([header, text]) =>
    granteesIn(text).map(({ value }) => ({ grantee: value, permission: permissionOf[header] })),
  )
  const inDocument = (input.AccessControlPolicy?.Grants ?? []).map(({ Grantee, Permission }) => ({
    grantee: Grantee?.URI ?? Grantee?.ID,
    permission: Permission,
  }))
  return [...inHeaders, ...inDocument]
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const publicAcls: ReadonlySet<string> = new Set(['public-read', 'public-read-write', 'authenticated-read'])

export function isPublicAcl(input: AclInput): boolean {
  return (
    (input.ACL !== undefined && publicAcls.has(input.ACL)) ||
    grantsIn(input).some(({ grantee }) => publicGroups.has(grantee))
  )
}

/** Of a bucket and of objects that are its owner's; nothing said is `private`. */
const ownersAcls: ReadonlySet<string> = new Set(['private', 'bucket-owner-full-control'])

function isOwnersAlone(input: AclInput, ownerId: string): boolean {
  if (input.ACL !== undefined) return ownersAcls.has(input.ACL)
  const grants = grantsIn(input)
  if (grants.length === 0) return !input.AccessControlPolicy
  return grants.every(({ grantee, permission }) => grantee === ownerId && permission === 'FULL_CONTROL')
}

/** Full control of the owner's is what holds of everything here. Any other ACL would be kept without acting. */
export function mustLeaveToOwner(input: AclInput | AclHeaders, bucket: BucketRow): void {
  const { ID } = ownerOf(bucket.accountId)
  if (isPublicAcl(input) && bucket.publicAccessBlock?.BlockPublicAcls) throw accessDenied()
  if (
    'AccessControlPolicy' in input &&
    input.AccessControlPolicy &&
    input.AccessControlPolicy.Owner?.ID !== ID
  )
    throw accessDenied()
  if (!isOwnersAlone(input, ID)) throw notHere('Access that ACLs grant')
}

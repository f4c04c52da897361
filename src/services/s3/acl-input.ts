import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { invalidRequest } from './errors.ts'

/** What says in headers who may do what. */
export interface AclHeaders {
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWrite?: string | undefined
  readonly GrantWriteACP?: string | undefined
}

interface Grantee {
  readonly Type?: string | undefined
  readonly ID?: string | undefined
  readonly URI?: string | undefined
}

export interface AclInput extends AclHeaders {
  readonly AccessControlPolicy?:
    | {
        readonly Owner?: { readonly ID?: string | undefined } | undefined
        readonly Grants?:
          | readonly { readonly Grantee?: Grantee | undefined; readonly Permission?: string | undefined }[]
          | undefined
      }
    | undefined
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
export const publicGroups: ReadonlySet<string | undefined> = new Set([
  'http://acs.amazonaws.com/groups/global/AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
])

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const groups: ReadonlySet<string | undefined> = new Set([
  ...publicGroups,
  'http://acs.amazonaws.com/groups/s3/LogDelivery',
])

/** An ACL that is none is told so, as recorded, before it is told that there are no ACLs. */
export function mustBeAcl(input: AclInput): void {
  const { ACL, AccessControlPolicy } = input
  const grants = grantHeaders(input)
  if (ACL !== undefined && grants.length > 0)
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed')
  const isInHeaders = ACL !== undefined || grants.length > 0
  if (isInHeaders && AccessControlPolicy)
    throw new S3Fault('UnexpectedContent', 400, 'This request does not support content')
  for (const [header, text] of grants) mustBeGrants(header, text)
  if (AccessControlPolicy) mustBePolicy(AccessControlPolicy)
  if (isInHeaders || AccessControlPolicy) return
  throw new S3Fault('MissingSecurityHeader', 400, 'Your request was missing a required header', {
    members: { MissingHeaderName: 'x-amz-acl' },
  })
}

export function grantHeaders(input: AclHeaders): readonly (readonly [header: string, text: string])[] {
  const { GrantFullControl, GrantRead, GrantReadACP, GrantWrite, GrantWriteACP } = input
  const all = [
    ['x-amz-grant-full-control', GrantFullControl],
    ['x-amz-grant-read', GrantRead],
    ['x-amz-grant-read-acp', GrantReadACP],
    ['x-amz-grant-write', GrantWrite],
    ['x-amz-grant-write-acp', GrantWriteACP],
  ] as const
  return all.flatMap(([header, text]) => (text === undefined ? [] : [[header, text] as const]))
}

/** `id="…", uri="…"`. White space is taken off first: a pattern that allows for it tries each of its places. */
export function granteesIn(
  text: string,
): readonly { readonly type?: string | undefined; readonly value: string }[] {
  return text.split(',').map(grant => {
    const [, type, value = ''] = /^(id|uri|emailAddress)="?([^"]*)"?$/.exec(grant.trim()) ?? []
    return { type, value }
  })
}

function mustBeGrants(header: string, text: string): void {
  for (const { type, value } of granteesIn(text)) {
    if (type === undefined) throw invalidArgument('Argument format not recognized', header, text)
    if (type === 'uri') mustBeGroup(value, 'uri')
    if (type === 'id') mustBeId(value, 'id')
  }
}

function mustBePolicy({ Owner, Grants = [] }: NonNullable<AclInput['AccessControlPolicy']>): void {
  if (Owner?.ID === undefined) throw malformedAcl()
  mustBeId(Owner.ID, 'CanonicalUser/ID')
  for (const { Grantee } of Grants) {
    if (Grantee?.Type === 'Group') mustBeGroup(Grantee.URI ?? '', 'Group/URI')
    if (Grantee?.Type === 'CanonicalUser') mustBeId(Grantee.ID ?? '', 'CanonicalUser/ID')
  }
}

export const malformedAcl = () =>
  new S3Fault(
    'MalformedACLError',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

function mustBeGroup(uri: string, name: string): void {
  if (!groups.has(uri)) throw invalidArgument('Invalid group uri', name, uri)
}

function mustBeId(id: string, name: string): void {
  if (!/^[0-9a-f]{64}$/.test(id)) throw invalidArgument('Invalid id', name, id)
}

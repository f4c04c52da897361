import type { Resource } from '../../authorize/question.ts'
import { IdentityFault } from '../../federation/fault.ts'
import type { Bearer } from '../../identity/caller.ts'
import type { Context } from '../../policy/request.ts'
import type { Reader, Store } from '../../store/contract.ts'
import type { Call } from '../operation.ts'
import { parseRoleArn } from './role-arn.ts'
import { roleAt, roleSession } from './role-session.ts'
import { checkRoleDuration } from './session-duration.ts'
import { sessionPolicies } from './session-policies.ts'
import { sessionTagContext, sessionTags, type TagsInput } from './session-tags.ts'

/** What AssumeRoleWithWebIdentity and AssumeRoleWithSAML have in common: a role is taken on a provider's word. */
interface RoleInput {
  readonly RoleArn: string
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
}

/** The role, with its trust policy: the only policy there is to ask. */
export async function trustedRole(rows: Reader, roleArn: string): Promise<Resource> {
  const named = parseRoleArn(roleArn)
  const role = named && (await roleAt(rows, named))
  return {
    arn: roleArn,
    policyMustAllow: true,
    ...(named && { account: named.account }),
    ...(role && { policy: { name: 'trust policy', ...role.trustPolicy }, tags: role.tags, role }),
  }
}

/** The provider's tags, as AssumeRole would be passed them. */
export function tagsOf({ tags, transitiveTagKeys }: Bearer): TagsInput {
  return { Tags: tags, TransitiveTagKeys: transitiveTagKeys }
}

export function bearerContext(bearer: Bearer, sessionName: string): Context {
  return {
    'sts:RoleSessionName': sessionName,
    'sts:SourceIdentity': bearer.sourceIdentity,
    ...sessionTagContext(tagsOf(bearer)),
  }
}

export function bearerRequires({ tags, sourceIdentity }: Bearer): readonly string[] {
  return [
    ...(tags.length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
}

interface Wish {
  readonly sessionName: string
  readonly seconds: number
  /** Epoch milliseconds; the session ends then at the latest. */
  readonly until?: number
}

export async function bearerSession(
  call: Call<RoleInput, Bearer> & { readonly store: Store; readonly resource: Resource },
  { sessionName, seconds, until = Number.POSITIVE_INFINITY }: Wish,
) {
  const { input, caller, store, vault, managed, now } = call
  const { role } = call.resource
  if (!role) throw new TypeError('a role was allowed that is not there')
  const policies = await sessionPolicies(store, caller.account, input, managed)
  checkRoleDuration(seconds, role.maxSessionSeconds)
  const { sourceIdentity, sessionClaims: providerKeys } = caller
  const session = {
    sessionName,
    expiresAt: Math.min(now + seconds * 1000, until),
    packed: { ...sessionTags(tagsOf(caller), caller), ...(policies && { sessionPolicies: policies }) },
    providerKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  }
  return roleSession({ account: caller.account, role, now, vault }, session)
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const tagKey = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u
const tagValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u
const maxTags = 50
const identifier = /^[\w+=,.@-]{2,64}$/

/** What the model asks of the tags that are passed to AssumeRole, asked of those that a provider passes. */
export function mustBeTags({ Tags = [], TransitiveTagKeys = [] }: TagsInput): void {
  const isRegular = Tags.every(({ Key, Value }) => tagKey.test(Key) && tagValue.test(Value))
  if (isRegular && Tags.length <= maxTags && TransitiveTagKeys.length <= maxTags) return
  throw new IdentityFault('attribute', 'The session tags of the identity provider are invalid.')
}

export function mustBeSourceIdentity(text: string): string {
  if (identifier.test(text) && !text.toLowerCase().startsWith('aws:')) return text
  const message = 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'
  throw new IdentityFault('attribute', message)
}

export function mustBeSessionName(text: string | undefined): string {
  if (text === undefined) throw new IdentityFault('attribute', 'RoleSessionName is required in AuthnResponse')
  if (identifier.test(text)) return text
  const message = 'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}'
  throw new IdentityFault('attribute', message)
}

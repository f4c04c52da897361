import { IdentityFault } from '../../federation/fault.ts'
import type { Claims } from '../../federation/oidc/verify-token.ts'
import type { ConditionKeys } from '../../identity/caller.ts'
import { mustBeSourceIdentity, mustBeTags } from './bearer-session.ts'
import type { TagsInput } from './session-tags.ts'

/** The claims of a token, as AWS reads them. */

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_ResponseElements */
const maxSubjectCharacters = 255

/** Claims that are condition keys under their own name, whoever the provider is. */
const commonClaims = ['amr', 'azp', 'email', 'sub']

/**
 * Those that AWS knows of one provider.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const claimsOfProvider: Readonly<Record<string, readonly string[]>> = {
  'token.actions.githubusercontent.com': [
    'actor',
    'actor_id',
    'enterprise_id',
    'environment',
    'job_workflow_ref',
    'ref',
    'repository',
    'repository_id',
    'workflow',
  ],
}

/** The keys that a session keeps: the others are for trust policies only. */
const lasting = ['amr', 'aud', 'sub']

export function subjectOf({ sub }: Claims): string {
  if (typeof sub !== 'string' || sub === '') throw new IdentityFault('claim', 'sub')
  if (sub.length > maxSubjectCharacters) throw new IdentityFault('attribute', 'The subject is too long.')
  return sub
}

/**
 * "If your OIDC identity provider sets both aud and azp claims in a token, AWS STS uses the value in azp as the aud claim."
 * A token for several audiences must say whose it is: OpenID Connect Core, 3.1.3.7.
 */
export function audienceOf({ aud, azp }: Claims): string {
  const audiences = Array.isArray(aud) ? aud : [aud]
  const meant = azp ?? (audiences.length === 1 ? audiences[0] : undefined)
  if (typeof meant === 'string' && meant !== '') return meant
  throw aud === undefined ? new IdentityFault('claim', 'aud') : new IdentityFault('audience')
}

/** `<provider>:<claim>`; `prefix` is the provider's URL without its scheme. */
export function claimKeys(prefix: string, claims: Claims): ConditionKeys {
  const named = [...commonClaims, ...(claimsOfProvider[prefix] ?? [])]
  const entries = named.flatMap(name => entryOf(name, claims[name]))
  const keys = [...entries, ['aud', audienceOf(claims)] as const, ...entryOf('oaud', claims.aud)]
  return Object.fromEntries(keys.map(([name, value]) => [`${prefix}:${name}`, value]))
}

export function lastingKeys(prefix: string, keys: ConditionKeys): ConditionKeys {
  const kept = lasting.map(name => `${prefix}:${name}`)
  return Object.fromEntries(Object.entries(keys).filter(([key]) => kept.includes(key)))
}

type Entry = readonly [string, string | readonly string[]]

/** `amr` has many values by its nature; another list of one is that one. Anything but text is no value. */
function entryOf(name: string, value: unknown): readonly Entry[] {
  const values = (Array.isArray(value) ? value : [value]).filter(item => typeof item === 'string')
  const [first, ...more] = values
  if (first === undefined) return []
  return [[name, name === 'amr' || more.length > 0 ? values : first]]
}

const tagsClaim = 'https://aws.amazon.com/tags'
const tagPrefix = `${tagsClaim}/principal_tags/`
const transitiveClaim = `${tagsClaim}/transitive_tag_keys`

/**
 * In one claim, or flattened into several.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
 */
export function tagsIn(claims: Claims): Required<TagsInput> {
  const nested = recordIn(claims[tagsClaim])
  const flat = Object.entries(claims).filter(([name]) => name.startsWith(tagPrefix))
  const entries = [
    ...Object.entries(recordIn(nested.principal_tags)),
    ...flat.map(([name, value]) => [name.slice(tagPrefix.length), value] as const),
  ]
  const Tags = entries.map(([Key, value]) => ({ Key, Value: textIn(value) }))
  const transitive = nested.transitive_tag_keys ?? claims[transitiveClaim] ?? []
  const TransitiveTagKeys = (Array.isArray(transitive) ? transitive : [transitive]).map(textIn)
  mustBeTags({ Tags, TransitiveTagKeys })
  return { Tags, TransitiveTagKeys }
}

export function sourceIdentityIn(claims: Claims): string | undefined {
  const value = claims['https://aws.amazon.com/source_identity']
  return value === undefined ? undefined : mustBeSourceIdentity(textIn(value))
}

/** Identity providers write one value as itself, or as a list of one. */
function textIn(value: unknown): string {
  const [only, ...more] = Array.isArray(value) ? value : [value]
  if (typeof only === 'string' && more.length === 0) return only
  throw new IdentityFault('attribute', 'The session tags of the identity provider are invalid.')
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined) return {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new IdentityFault('attribute', 'The session tags of the identity provider are invalid.')
}

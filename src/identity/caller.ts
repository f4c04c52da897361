import type { AccountId } from './account-id.ts'
import type { SessionToken } from './session-token.ts'

/** What a temporary session carries besides the identity behind it. Times are epoch milliseconds. */
export interface SessionFacts {
  readonly issuedAt: number
  readonly expiresAt: number
  /** The session was made with a one-time code of the caller's MFA device. Always false for role sessions. */
  readonly mfaPresent: boolean
  readonly mfaAuthenticatedAt?: number
  /** What its token holds, to be narrowed and sealed again. */
  readonly token: SessionToken
}

interface Authenticated {
  readonly account: AccountId
  /** The ARN that GetCallerIdentity answers. */
  readonly arn: string
  /** `aws:userid`: `AIDA…`, `AROA…:session`, or the account id for root. */
  readonly userId: string
  readonly accessKeyId: string
}

export interface RootCaller extends Authenticated {
  readonly kind: 'root'
  readonly session?: SessionFacts
  /** Of a session of AssumeRoot: all it may do is this task. */
  readonly task?: RootTask
}

export interface RootTask {
  /** Its Denies leave what the task needs. */
  readonly policyArn: string
  readonly sourceIdentity?: string
}

export interface UserCaller extends Authenticated {
  readonly kind: 'user'
  readonly userName: string
  readonly tags: Readonly<Record<string, string>>
  /** Present for credentials of GetSessionToken. */
  readonly session?: SessionFacts
}

export interface RoleSessionCaller extends Authenticated {
  readonly kind: 'role-session'
  readonly roleArn: string
  readonly roleId: string
  readonly roleName: string
  readonly sessionName: string
  /** Role tags, overridden by inherited transitive tags, overridden by session tags. */
  readonly tags: Readonly<Record<string, string>>
  /** Keys that the next role of a chain inherits, spelled as they were passed. */
  readonly transitiveTags: Readonly<Record<string, string>>
  readonly sourceIdentity?: string
  /** Absent: the session was not narrowed. */
  readonly sessionPolicies?: SessionPolicies
  /** What stays of the word of the identity provider that the session was made on, as condition keys. */
  readonly providerKeys?: ConditionKeys
  readonly session: SessionFacts
}

/** A session of GetFederationToken: another name for its parent, with what session policies leave of the permissions. */
export interface FederatedUserCaller extends Authenticated {
  readonly kind: 'federated-user'
  /** Who called GetFederationToken. */
  readonly parent: FederationParent
  /** The parent's tags, overridden by session tags. */
  readonly tags: Readonly<Record<string, string>>
  /** Absent: the session has no permissions of its own. */
  readonly sessionPolicies?: SessionPolicies
  readonly session: SessionFacts
}

export type FederationParent =
  | Pick<RootCaller, 'kind' | 'arn' | 'userId'>
  | Pick<UserCaller, 'kind' | 'arn' | 'userId' | 'userName'>

export interface SessionPolicies {
  readonly inline?: string
  readonly managedArns: readonly string[]
}

/** A multivalued key holds a list. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>

/** Somebody for whom an identity provider vouches: nobody of any account, until a role is theirs. */
interface Vouched {
  readonly kind: 'bearer'
  /** The account of the role that is asked for. */
  readonly account: AccountId
  /** As trust policies name it: the ARN of a provider, or the host name of one that needs none. */
  readonly provider: string
  /** Who it is to the provider. */
  readonly subject: string
  /** As events name them. */
  readonly userId: string
  /** What the provider says of them, for trust policies to ask. */
  readonly claims: ConditionKeys
  /** The part of it that stays with the session. */
  readonly sessionClaims: ConditionKeys
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity?: string
}

/** With a token of an OIDC provider. */
export interface WebIdentityBearer extends Vouched {
  readonly proof: 'token'
  readonly audience: string
}

/** With an assertion of a SAML provider. */
export interface SamlBearer extends Vouched {
  readonly proof: 'assertion'
  readonly sessionName: string
  readonly subjectType: string
  readonly issuer: string
  readonly recipient: string
  readonly nameQualifier: string
  /** The longest session that the provider wants. */
  readonly sessionSeconds?: number
  /** Epoch milliseconds: when the provider ends all of them. */
  readonly sessionUntil?: number
}

export type Bearer = WebIdentityBearer | SamlBearer

/** Who signs nothing, where a service takes that: nobody's identity stands behind the request. */
export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

/**
 * A service of this server that comes for somebody's resource, as CloudTrail for a trail. Only the server itself makes
 * one (src/server/as-service.ts); nothing that comes over the wire leads to it.
 */
export interface ServiceCaller {
  readonly kind: 'service'
  /** As policies name it, e.g. `cloudtrail.amazonaws.com`. */
  readonly service: string
  /** The resource that it comes for, and whose that is. */
  readonly source: { readonly arn: string; readonly account: AccountId }
}

/** Who makes a signed request, as authentication found out: nothing about what they may do. */
export type Caller = RootCaller | UserCaller | RoleSessionCaller | FederatedUserCaller

/** Who makes any request. */
export type Requester = Caller | Bearer | AnonymousCaller | ServiceCaller

/** The account that somebody calls from; nobody has none, and no account stands behind a service. */
export function accountOfRequester(caller: Requester): AccountId | undefined {
  return 'account' in caller ? caller.account : undefined
}

/** Somebody of an account, whose policies and credentials stand behind the request. */
export function isSigner(caller: Requester): caller is Caller {
  return 'accessKeyId' in caller
}

/** What there is to know of somebody who may call, whether or not they do: no credentials, no session. */
export type Identity<Kind extends Caller['kind'] = Caller['kind']> = WithoutCredentials<
  Extract<Caller, { kind: Kind }>
>

type WithoutCredentials<Who> = Who extends Caller ? Omit<Who, 'accessKeyId' | 'session'> : never

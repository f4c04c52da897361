import type { AccountId } from './account-id.ts'

/** What a temporary session carries besides the identity behind it. Times are epoch milliseconds. */
export interface SessionFacts {
  readonly issuedAt: number
  readonly expiresAt: number
  /** The session was made with a one-time code of the caller's MFA device. Always false for role sessions. */
  readonly mfaPresent: boolean
  readonly mfaAuthenticatedAt?: number
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

export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

/** Who makes a request, as authentication found out: nothing about what they may do. */
export type Caller = RootCaller | UserCaller | RoleSessionCaller | FederatedUserCaller

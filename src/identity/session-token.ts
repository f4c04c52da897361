import type { AccountId } from './account-id.ts'
import type { SessionPolicies } from './caller.ts'

/**
 * What a session token holds, sealed: all that is fixed when the session is made. What must be current (the
 * role, its policies and tags, the user) is read from the store at each request. Times are epoch milliseconds.
 */
export type SessionToken = UserSessionToken | RoleSessionToken

interface TokenFacts {
  readonly account: AccountId
  readonly issuedAt: number
  readonly expiresAt: number
}

/** From GetSessionToken: the same identity, for a while. */
export interface UserSessionToken extends TokenFacts {
  readonly kind: 'user'
  /** Unique id of the user; `root` for the account's root user. */
  readonly ownerId: string
  readonly mfaAuthenticatedAt?: number
}

/** From AssumeRole. */
export interface RoleSessionToken extends TokenFacts {
  readonly kind: 'role'
  readonly roleId: string
  readonly sessionName: string
  readonly sourceIdentity?: string
  /** Passed with this call. */
  readonly tags?: Readonly<Record<string, string>>
  /** Passed as transitive with this call, or inherited from the calling session. */
  readonly transitiveTags?: Readonly<Record<string, string>>
  readonly sessionPolicies?: SessionPolicies
}

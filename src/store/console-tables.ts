import type { RoleSessionToken, SessionToken } from '../identity/session-token.ts'
import { table } from './table.ts'

/** Who has signed in to the console. */

/** The role a console session has switched to, and how the console shows it. */
export interface SwitchedRole {
  readonly token: RoleSessionToken
  readonly roleName: string
  readonly displayName: string
  /** A colour of the console's palette, by name. */
  readonly color: string
}

export interface ConsoleSessionRow {
  /** SHA-256 of the cookie's secret, base64url: who reads the store cannot sign in with it. */
  readonly sessionKey: string
  readonly expiresAt: number
  /** Who signed in. */
  readonly identity: SessionToken
  readonly role?: SwitchedRole
}
export const consoleSessions = table<ConsoleSessionRow>('console_sessions', {
  key: ['sessionKey'],
  indexes: { byExpiry: ['expiresAt'] },
})

/** A sign-in that was asked for with credentials and waits for its browser, once and for a short time. */
export interface SigninTokenRow {
  /** SHA-256 of the token's secret, base64url. */
  readonly tokenKey: string
  readonly expiresAt: number
  readonly identity: SessionToken
  /** How long the session shall last, where that is not the time of the credentials. */
  readonly sessionSeconds?: number
}
export const signinTokens = table<SigninTokenRow>('signin_tokens', {
  key: ['tokenKey'],
  indexes: { byExpiry: ['expiresAt'] },
})

export const consoleTables = [consoleSessions, signinTokens] as const

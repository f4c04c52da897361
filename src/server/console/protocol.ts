/**
 * What the console's pages and the server say to each other beside the API: who is signed in, and as whom pages act.
 * Every call is `POST /_crossrole/console/<name>` with JSON, from a page of the same origin; the cookie says which
 * sessions the browser has, the header `x-crossrole-session` which of them the tab means (its slot).
 */
export interface ConsoleProtocol {
  readonly 'sign-in': { readonly asks: SignIn; readonly answers: SignInAnswer }
  /** The second half of a sign-in that ended at `new-password`. */
  readonly 'new-password': { readonly asks: NewPassword; readonly answers: SignInAnswer }
  /** The sessions that this browser has. */
  readonly sessions: {
    readonly asks: Nothing
    readonly answers: { readonly sessions: readonly ConsoleSession[] }
  }
  /** Credentials of who the tab's session is at the moment: short-lived, to be asked for again. */
  readonly credentials: { readonly asks: Nothing; readonly answers: PageCredentials }
  readonly switch: { readonly asks: SwitchRole; readonly answers: SwitchAnswer }
  readonly 'switch-back': { readonly asks: Nothing; readonly answers: { readonly session: ConsoleSession } }
  readonly 'sign-out': { readonly asks: Nothing; readonly answers: Nothing }
}

export type Nothing = Readonly<Record<string, never>>

/** Of status 4xx: `not-signed-in` (401), `invalid` (400), `cross-site` (403). */
export interface ConsoleFault {
  readonly fault: 'not-signed-in' | 'invalid' | 'cross-site' | 'unknown'
  readonly message: string
}

export type SignIn = UserSignIn | RootSignIn

export interface UserSignIn {
  readonly as: 'user'
  /** Account id or alias. */
  readonly account: string
  readonly userName: string
  readonly password: string
  /** Where the answer before was `mfa`. */
  readonly mfaCode?: string
}

export interface RootSignIn {
  readonly as: 'root'
  readonly account: string
  readonly email: string
  readonly password: string
  readonly mfaCode?: string
}

export interface NewPassword {
  readonly challenge: string
  readonly password: string
  readonly newPassword: string
}

export type SignInAnswer =
  | { readonly state: 'signed-in'; readonly session: ConsoleSession }
  /** Somebody's password was right, and a code of one of their devices is needed too. */
  | { readonly state: 'mfa'; readonly codeWasWrong: boolean }
  | { readonly state: 'new-password'; readonly challenge: string; readonly message?: string }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'too-many-attempts'; readonly retryAfterSeconds: number }
  /** Five are signed in: one of them must sign out first. */
  | { readonly state: 'too-many-sessions' }

/** Somebody signed in, and the role they have switched to. Times are epoch milliseconds. */
export interface ConsoleSession {
  /** 1 to 5. */
  readonly slot: number
  readonly expiresAt: number
  readonly identity: {
    readonly kind: 'user' | 'root' | 'role-session' | 'federated-user'
    readonly account: string
    readonly accountAlias?: string
    readonly accountName: string
    /** As the navigation bar says it: user name, `root`, or `role/session`. */
    readonly name: string
    readonly arn: string
    readonly mfa: boolean
  }
  readonly role?: {
    readonly account: string
    readonly accountAlias?: string
    readonly roleName: string
    readonly arn: string
    readonly displayName: string
    readonly color: RoleColor
    readonly expiresAt: number
  }
}

export interface PageCredentials {
  readonly session: ConsoleSession
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiresAt: number
}

export interface SwitchRole {
  /** Account id or alias. */
  readonly account: string
  /** With its path, where it has one: `team/Auditor`. */
  readonly roleName: string
  readonly displayName?: string
  readonly color?: string
}

export type SwitchAnswer =
  | { readonly state: 'switched'; readonly session: ConsoleSession }
  | {
      readonly state: 'refused'
      /** The API's own error. */
      readonly code: string
      readonly message: string
      readonly requestId: string
      /** Whose policies refused, as far as the caller may know. */
      readonly side: 'own-account' | 'role' | 'unknown'
      /** In words, one a line: what was missing or what denied. */
      readonly why: readonly string[]
    }

/** AWS's own console offers a few colours; these are told apart in light and dark and by most eyes. */
export const roleColors = ['blue', 'green', 'orange', 'red', 'yellow', 'purple', 'teal', 'pink'] as const
export type RoleColor = (typeof roleColors)[number]

/** The pages that the server answers a browser with; all other paths are the API's. */
export const pagePaths = ['/console', '/signin', '/switchrole'] as const

/**
 * A sign-in with a sign-in token (/federation) ends at its destination with this and the number of its slot behind a
 * `#`: the tab that it was opened in means that session.
 */
export const slotFragment = 'crossrole-session='

export const sessionHeader = 'x-crossrole-session'
export const maxSessions = 5

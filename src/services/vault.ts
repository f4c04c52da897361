import type { AccountId } from '../identity/account-id.ts'
import type { SessionToken } from '../identity/session-token.ts'

/** What services may do with secrets and randomness; injected, so that tests can fix it. */
export interface Vault {
  /** A new unique id: the prefix (`AIDA`, `AROA`, …) and 17 characters of `A-Z2-7`. */
  readonly newId: (prefix: string) => string
  /** A new long-term key, its id carrying the account. */
  readonly newAccessKey: (account: AccountId) => { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Seals a secret for storage; `context` names what it belongs to and must be given again to open it. */
  readonly seal: (plaintext: string, context: string) => string
  readonly unseal: (sealed: string, context: string) => string
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
  /** Makes temporary credentials: nothing is stored, the token itself holds the session. */
  readonly issueSession: (session: SessionToken) => {
    readonly AccessKeyId: string
    readonly SecretAccessKey: string
    readonly SessionToken: string
  }
  /** Random bytes, e.g. for an MFA seed. */
  readonly randomBytes: (length: number) => Uint8Array
  readonly newUuid: () => string
}

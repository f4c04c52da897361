import { randomBytes, randomUUID } from 'node:crypto'
import { makeAccessKeyId } from './access-key-id.ts'
import type { AccountId } from './account-id.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { RandomPool } from './random-pool.ts'
import { Sealer } from './sealing.ts'
import { issueSession, openSession, type SessionToken, type TemporaryCredentials } from './session-token.ts'
import { makeUniqueId } from './unique-id.ts'

/** Everything that needs the master key or chance, in one place, handed to those who need it. */
export interface Vault {
  /** A new unique id with this prefix (`AIDA`, `AROA`, …), carrying the account. */
  readonly newId: (prefix: string, account: AccountId) => string
  readonly newUuid: () => string
  readonly randomBytes: (length: number) => Uint8Array
  /** A new long-term key, its id carrying the account. */
  readonly newAccessKey: (account: AccountId) => {
    readonly accessKeyId: string
    readonly secretAccessKey: string
  }
  /** Seals a secret for storage; `context` names what it belongs to and must be given again to open it. */
  readonly seal: (plaintext: string, context: string) => string
  /** Throws when the text was not sealed here for this context. */
  readonly unseal: (sealed: string, context: string) => string
  /** The same of a text that others bring: undefined when it was not sealed here for this context. */
  readonly open: (sealed: string, context: string) => string | undefined
  /** 32 bytes for this purpose alone, the same in every process with this master key. */
  readonly deriveKey: (purpose: string) => Uint8Array
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
  /** Makes temporary credentials: nothing is stored, the token itself holds the session. */
  readonly issueSession: (session: SessionToken, minimumTokenBytes?: number) => TemporaryCredentials
  /** Undefined when the token is not ours, was changed, or belongs to another access key. */
  readonly openSession: (
    accessKeyId: string,
    token: string,
  ) => { readonly session: SessionToken; readonly secretAccessKey: string } | undefined
}

/** The master key is 32 random bytes. */
export function openVault(masterKey: Buffer): Vault {
  const sealer = new Sealer(masterKey)
  const random = new RandomPool()
  return {
    newId: (prefix, account) => makeUniqueId(prefix, account, randomBytes(6)),
    newUuid: randomUUID,
    randomBytes,
    newAccessKey: account => ({
      accessKeyId: makeAccessKeyId('AKIA', account, randomBytes(5)),
      secretAccessKey: randomBytes(30).toString('base64'),
    }),
    seal: (plaintext, context) =>
      sealer.seal(`stored:${context}`, Buffer.from(plaintext, 'utf8')).toString('base64'),
    unseal: (sealed, context) => {
      const opened = sealer.unseal(`stored:${context}`, Buffer.from(sealed, 'base64'))
      if (!opened) throw new Error(`a stored secret (${context}) does not open with this master key`)
      return opened.toString('utf8')
    },
    open: (sealed, context) =>
      sealer.unseal(`stored:${context}`, Buffer.from(sealed, 'base64'))?.toString('utf8'),
    deriveKey: purpose => sealer.derive('key', Buffer.from(purpose, 'utf8')),
    hashPassword: password => hashPassword(password),
    verifyPassword,
    issueSession: (session, minimumTokenBytes) => issueSession(sealer, random, session, minimumTokenBytes),
    openSession: (accessKeyId, token) => openSession(sealer, accessKeyId, token),
  }
}

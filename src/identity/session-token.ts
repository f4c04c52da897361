import { randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { makeAccessKeyId } from './access-key-id.ts'
import type { AccountId } from './account-id.ts'
import type { SessionPolicies } from './caller.ts'
import { derive, seal, unseal } from './sealing.ts'

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

export interface TemporaryCredentials {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: the size of a token, in bytes. */
export const maxSessionTokenBytes = 4096

/** How much the packed session may inflate to: far above what a token of the largest size can hold honestly. */
const maxInflatedBytes = 256 * 1024

/** Nothing is stored: the token holds the session, and the secret key is derived from the token. */
export function issueSession(
  masterKey: Buffer,
  session: SessionToken,
  minimumTokenBytes = 0,
): TemporaryCredentials {
  const AccessKeyId = makeAccessKeyId('ASIA', session.account, randomBytes(5))
  const packed = deflateRawSync(JSON.stringify(session))
  const { bytes, salt } = seal(masterKey, purposeFor(AccessKeyId), padded(packed, minimumTokenBytes))
  return {
    AccessKeyId,
    SecretAccessKey: secretOf(masterKey, AccessKeyId, salt),
    SessionToken: bytes.toString('base64'),
  }
}

/** Undefined when the token is not one of ours, was changed, or belongs to another access key. */
export function openSession(
  masterKey: Buffer,
  accessKeyId: string,
  token: string,
): { readonly session: SessionToken; readonly secretAccessKey: string } | undefined {
  if (token.length > 2 * maxSessionTokenBytes) return undefined
  const opened = unseal(masterKey, purposeFor(accessKeyId), Buffer.from(token, 'base64'))
  if (!opened) return undefined
  const packed = opened.plaintext.subarray(4, 4 + opened.plaintext.readUInt32BE(0))
  const session: SessionToken = JSON.parse(
    inflateRawSync(packed, { maxOutputLength: maxInflatedBytes }).toString('utf8'),
  )
  return { session, secretAccessKey: secretOf(masterKey, accessKeyId, opened.salt) }
}

/** The length of the packed session, the session, and as many zeros as the wished size asks for. */
function padded(packed: Buffer, minimumTokenBytes: number): Buffer {
  const sealingOverhead = 33
  const wished = Math.ceil((minimumTokenBytes * 3) / 4) - sealingOverhead
  const plaintext = Buffer.alloc(Math.max(4 + packed.length, wished))
  plaintext.writeUInt32BE(packed.length, 0)
  packed.copy(plaintext, 4)
  return plaintext
}

const purposeFor = (accessKeyId: string) => `session-token:${accessKeyId}`

/** 40 characters, as AWS's. */
function secretOf(masterKey: Buffer, accessKeyId: string, salt: Uint8Array): string {
  return derive(masterKey, `session-secret:${accessKeyId}`, salt).subarray(0, 30).toString('base64')
}

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { makeAccessKeyId } from './access-key-id.ts'
import type { AccountId } from './account-id.ts'
import type { ConditionKeys, SessionPolicies } from './caller.ts'
import type { RandomPool } from './random-pool.ts'
import { Sealer, sealingOverhead } from './sealing.ts'

/**
 * What a session token holds, sealed: all that is fixed when the session is made. What must be current (the
 * role, its policies and tags, the user) is read from the store at each request. Times are epoch milliseconds.
 */
export type SessionToken = UserSessionToken | RoleSessionToken | FederatedUserSessionToken | RootSessionToken

interface TokenFacts {
  readonly account: AccountId
  readonly issuedAt: number
  readonly expiresAt: number
  /** Scope down policies, the first first. */
  readonly scopes?: readonly string[]
  /** Of somebody signed in to the console: it may call what its long-term credentials may. */
  readonly console?: true
  /** The account that acts as the identity, by a delegation request that the identity approved. */
  readonly delegate?: AccountId
}

/** From GetSessionToken: the same identity, for a while. */
export interface UserSessionToken extends TokenFacts {
  readonly kind: 'user'
  /** Unique id of the user; `root` for the account's root user. */
  readonly ownerId: string
  readonly mfaAuthenticatedAt?: number
}

/** From AssumeRole and its siblings. */
export interface RoleSessionToken extends TokenFacts {
  readonly kind: 'role'
  readonly roleId: string
  readonly sessionName: string
  /** Taken with temporary credentials: no longer console session is to be had with it. */
  readonly chained?: true
  readonly sourceIdentity?: string
  /** Passed with this call. */
  readonly tags?: Readonly<Record<string, string>>
  /** Passed as transitive with this call, or inherited from the calling session. */
  readonly transitiveTags?: Readonly<Record<string, string>>
  readonly sessionPolicies?: SessionPolicies
  readonly providerKeys?: ConditionKeys
}

/** From GetFederationToken. */
export interface FederatedUserSessionToken extends TokenFacts {
  readonly kind: 'federated-user'
  /** Unique id of the user who called; `root` for the account's root user. */
  readonly ownerId: string
  readonly name: string
  readonly tags?: Readonly<Record<string, string>>
  readonly sessionPolicies?: SessionPolicies
}

/** From AssumeRoot. */
export interface RootSessionToken extends TokenFacts {
  readonly kind: 'root'
  readonly taskPolicyArn: string
  readonly sourceIdentity?: string
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

/** Below this size packing gains nothing that is worth its time. */
const packedFromBytes = 640

/** Nothing is stored: the token holds the session, and the secret key is derived from the token. */
export function issueSession(
  sealer: Sealer,
  random: RandomPool,
  session: SessionToken,
  minimumTokenBytes = 0,
): TemporaryCredentials {
  const AccessKeyId = makeAccessKeyId('ASIA', session.account, random.take(5))
  const sealed = sealer.seal(purposeFor(AccessKeyId), pack(session, minimumTokenBytes))
  return {
    AccessKeyId,
    SecretAccessKey: secretOf(sealer, AccessKeyId, sealed),
    SessionToken: sealed.toString('base64'),
  }
}

/** Undefined when the token is not one of ours, was changed, or belongs to another access key. */
export function openSession(
  sealer: Sealer,
  accessKeyId: string,
  token: string,
): { readonly session: SessionToken; readonly secretAccessKey: string } | undefined {
  if (token.length > 2 * maxSessionTokenBytes) return undefined
  const sealed = Buffer.from(token, 'base64')
  // What is read past (white space, signs that are none, bits left over) would make many tokens of one.
  if (sealed.toString('base64') !== token) return undefined
  const packed = sealer.unseal(purposeFor(accessKeyId), sealed)
  return packed && { session: unpack(packed), secretAccessKey: secretOf(sealer, accessKeyId, sealed) }
}

/** Whether it is deflated (1 byte), the length (4), the session, and as many zeros as the wished size asks for. */
function pack(session: SessionToken, minimumTokenBytes: number): Buffer {
  const json = Buffer.from(JSON.stringify(session))
  const deflated = json.length >= packedFromBytes
  const content = deflated ? deflateRawSync(json) : json
  const wished = Math.ceil((minimumTokenBytes * 3) / 4) - sealingOverhead
  const packed = Buffer.alloc(Math.max(5 + content.length, wished))
  packed.writeUInt8(deflated ? 1 : 0, 0)
  packed.writeUInt32BE(content.length, 1)
  content.copy(packed, 5)
  return packed
}

/** Only what was sealed here gets this far. */
function unpack(packed: Buffer): SessionToken {
  const content = packed.subarray(5, 5 + packed.readUInt32BE(1))
  const json = packed[0] === 1 ? inflateRawSync(content, { maxOutputLength: maxInflatedBytes }) : content
  return JSON.parse(json.toString('utf8'))
}

const purposeFor = (accessKeyId: string) => `session-token:${accessKeyId}`

/** 40 characters, as AWS's; another one for every token. */
function secretOf(sealer: Sealer, accessKeyId: string, sealed: Buffer): string {
  return sealer
    .derive(`session-secret:${accessKeyId}`, Sealer.identityOf(sealed))
    .subarray(0, 30)
    .toString('base64')
}

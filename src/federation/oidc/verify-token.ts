import { compactVerify, errors } from 'jose'
import { IdentityFault } from '../fault.ts'
import type { IssuerKeys, TrustedIssuer } from './issuer-keys.ts'
import { type KeySet, matchingKeys } from './key-set.ts'
import { algorithms, objectIn, type UnverifiedToken } from './token.ts'

/** What a token says, once its signature is known to be its issuer's and its time is now. */
export type Claims = Readonly<Record<string, unknown>>

/**
 * "IAM provides a five-minute window beyond the expiration time specified in the JWT to account for clock skew."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
 */
const skewSeconds = 300

export async function verifyToken(
  token: UnverifiedToken,
  issuer: TrustedIssuer,
  issuerKeys: IssuerKeys,
  now: number,
): Promise<Claims> {
  const claims = objectIn(await signedPayload(token, issuer, issuerKeys, now))
  checkTimes(claims, Math.floor(now / 1000))
  return claims
}

async function signedPayload(
  token: UnverifiedToken,
  issuer: TrustedIssuer,
  issuerKeys: IssuerKeys,
  now: number,
): Promise<Uint8Array> {
  const verdict = await tryKeys(token, await issuerKeys.of(issuer, now))
  if (verdict.payload) return verdict.payload
  // A provider that changed its keys signs with one that was not there yet.
  const newer = verdict.tried ? undefined : await issuerKeys.newerOf(issuer, now)
  const second = newer ? await tryKeys(token, newer) : verdict
  if (second.payload) return second.payload
  throw new IdentityFault(second.tried ? 'token-signature' : 'no-key')
}

interface Verdict {
  /** Some key fitted the token's header. */
  readonly tried: boolean
  readonly payload?: Uint8Array
}

async function tryKeys({ text, algorithm, keyId }: UnverifiedToken, keys: KeySet): Promise<Verdict> {
  const header = { alg: algorithm, ...(keyId !== undefined && { kid: keyId }) }
  let tried = false
  for await (const key of matchingKeys(keys, header)) {
    tried = true
    try {
      return { tried, payload: (await compactVerify(text, key, { algorithms: [...algorithms] })).payload }
    } catch (error) {
      // A TypeError: a key that is too short for its algorithm, or not for it.
      if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error
    }
  }
  return { tried }
}

function checkTimes(claims: Claims, nowSeconds: number): void {
  const [expires, issued] = [secondsOf(claims, 'exp'), secondsOf(claims, 'iat')]
  if (nowSeconds >= expires + skewSeconds) {
    const message = `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${expires}`
    throw new IdentityFault('expired', message)
  }
  const notBefore = claims.nbf === undefined ? issued : secondsOf(claims, 'nbf')
  if (Math.max(issued, notBefore) > nowSeconds + skewSeconds) throw new IdentityFault('not-yet-valid')
}

function secondsOf(claims: Claims, name: string): number {
  const value = claims[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new IdentityFault('claim', name)
  return Math.floor(value)
}

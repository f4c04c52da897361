import { IdentityFault } from '../fault.ts'

/** A compact JSON Web Signature, taken apart and believed in nothing. */
export interface UnverifiedToken {
  readonly text: string
  readonly algorithm: string
  readonly keyId?: string
  /** `iss`: which provider's keys it must have been signed with. */
  readonly issuer: string
}

/**
 * Signatures by a key pair only. `none` needs no key, and with HMAC everybody who knows the public key could sign
 * with it. https://www.rfc-editor.org/rfc/rfc8725#section-3.1
 */
export const algorithms: readonly string[] = [
  ...['RS256', 'RS384', 'RS512'],
  ...['PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512'],
]

const maxHeaderCharacters = 4096
const maxKeyIdCharacters = 1024
const segment = /^[A-Za-z0-9_-]+$/

/**
 * Of the header only `alg` and `kid` are read: that a token names (`jku`, `x5u`) or brings (`jwk`, `x5c`) a key of
 * its own says nothing. Extensions that must be understood (`crit`) are not.
 */
export function readToken(text: string): UnverifiedToken {
  const segments = text.split('.', 4)
  const [head = '', payload = ''] = segments
  if (segments.length !== 3 || !segments.every(part => segment.test(part))) throw notAToken()
  if (head.length > maxHeaderCharacters) throw notAToken()
  const header = objectIn(head)
  const { alg, kid } = header
  if (typeof alg !== 'string' || !algorithms.includes(alg) || Object.hasOwn(header, 'crit')) {
    throw new IdentityFault('algorithm')
  }
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > maxKeyIdCharacters)) throw notAToken()
  const { iss } = objectIn(payload)
  if (typeof iss !== 'string' || iss === '') throw new IdentityFault('claim', 'iss')
  return { text, algorithm: alg, ...(kid !== undefined && { keyId: kid }), issuer: iss }
}

/** The JSON object of a base64url segment. */
export function objectIn(base64url: string | Uint8Array): Readonly<Record<string, unknown>> {
  const bytes = typeof base64url === 'string' ? Buffer.from(base64url, 'base64url') : base64url
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw notAToken()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAToken()
  return value as Record<string, unknown>
}

function notAToken(): IdentityFault {
  return new IdentityFault('not-a-token')
}

import { type CryptoKey, createLocalJWKSet, errors, type JSONWebKeySet, type JWK } from 'jose'
import { IdentityFault } from '../fault.ts'

/** The public keys of one issuer, of which those are found that a token can have been signed with. */
export type KeySet = ReturnType<typeof createLocalJWKSet>

/** "up to 100 RSA and 100 EC keys": https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
const maxKeys = 200

/** Base64url characters of a modulus of 8192 bits, and of an exponent of 33: what is soon computed with. */
const maxModulusCharacters = 1366
const maxExponentCharacters = 6

/** What is read of a key of each type; anything else (private parts, certificates) is none of ours. */
const members: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
}
const commonMembers = ['kty', 'kid', 'alg', 'use', 'key_ops']

/** Keys of other types (`oct`: shared secrets) are left out. A set without a key that is of use is none. */
export function readKeySet(value: unknown): KeySet {
  const { keys } = (value ?? {}) as { keys?: unknown }
  if (!Array.isArray(keys) || keys.length > maxKeys) throw new IdentityFault('no-key')
  const usable = keys.flatMap(publicKey)
  if (usable.length === 0) throw new IdentityFault('no-key')
  return createLocalJWKSet({ keys: usable } satisfies JSONWebKeySet)
}

/** The keys that fit the token's `alg` and `kid`; none when there are none. */
export async function* matchingKeys(
  keys: KeySet,
  header: { readonly alg: string; readonly kid?: string },
): AsyncGenerator<CryptoKey> {
  try {
    yield await keys(header)
  } catch (error) {
    // Several fit a token that names none: each may be the one.
    if (error instanceof errors.JWKSMultipleMatchingKeys) yield* error
    else if (!(error instanceof errors.JOSEError)) throw error
  }
}

function publicKey(key: unknown): JWK[] {
  if (typeof key !== 'object' || key === null) return []
  const given = key as Record<string, unknown>
  const own = members[String(given.kty)]
  if (!own?.every(member => typeof given[member] === 'string')) return []
  const { n = '', e = '' } = given as { n?: string; e?: string }
  if (n.length > maxModulusCharacters || e.length > maxExponentCharacters) return []
  const kept = [...commonMembers, ...own].filter(member => given[member] !== undefined)
  return [Object.fromEntries(kept.map(member => [member, given[member]])) as unknown as JWK]
}

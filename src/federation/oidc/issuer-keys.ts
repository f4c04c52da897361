import { IdentityFault } from '../fault.ts'
import { fetchJson } from './fetch-json.ts'
import { type KeySet, readKeySet } from './key-set.ts'

/** An issuer of tokens, and what its server must prove to be. */
export interface TrustedIssuer {
  /** As `iss` has it, and with the scheme. */
  readonly issuer: string
  readonly thumbprints: readonly string[]
  /** A JSON Web Key Set that was given: then nobody is asked. */
  readonly jwks?: string
}

interface Known {
  readonly keys: Promise<KeySet>
  /** Epoch milliseconds. */
  readonly fetchedAt: number
}

const maxIssuers = 1000
/** A key that a provider took back is gone after this long. */
const freshMs = 10 * 60 * 1000
/** How often an unknown key id, or a provider that did not answer, may send us out again. */
const retryAfterMs = 10 * 1000

/**
 * The keys of issuers, by discovery (https://openid.net/specs/openid-connect-discovery-1_0.html) and kept for a while.
 * However many requests ask for an issuer, it is asked once at a time: what nobody signed costs its provider nothing.
 */
export class IssuerKeys {
  readonly #known = new Map<string, Known>()

  /** Fetched again when they are old, or when `isMissing` says that what is looked for is not among them. */
  async of(issuer: TrustedIssuer, now: number): Promise<KeySet> {
    if (issuer.jwks !== undefined) return readKeySet(JSON.parse(issuer.jwks))
    const known = this.#known.get(identityOf(issuer))
    if (known && now - known.fetchedAt < freshMs) {
      const failed = await known.keys.then(
        () => false,
        () => true,
      )
      if (!failed || now - known.fetchedAt < retryAfterMs) return known.keys
    }
    return this.#fetch(issuer, now)
  }

  /** For a token whose key is not among those that are known: newer ones, if they may be asked for already. */
  async newerOf(issuer: TrustedIssuer, now: number): Promise<KeySet | undefined> {
    const known = this.#known.get(identityOf(issuer))
    if (issuer.jwks !== undefined || (known && now - known.fetchedAt < retryAfterMs)) return undefined
    return this.#fetch(issuer, now)
  }

  #fetch(issuer: TrustedIssuer, now: number): Promise<KeySet> {
    const identity = identityOf(issuer)
    const keys = discover(issuer)
    keys.catch(() => {}) // Those who wait for it are told.
    this.#known.delete(identity)
    this.#known.set(identity, { keys, fetchedAt: now })
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxIssuers && oldest !== undefined) this.#known.delete(oldest)
    return keys
  }
}

/** What one account accepts as a proof of the server must not do for another: so it is part of the key. */
function identityOf({ issuer, thumbprints }: TrustedIssuer): string {
  return [issuer, ...thumbprints.toSorted()].join('\n')
}

async function discover({ issuer, thumbprints }: TrustedIssuer): Promise<KeySet> {
  const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer
  const configuration = await fetchJson(new URL(`${base}/.well-known/openid-configuration`), thumbprints)
  const { issuer: named, jwks_uri: jwksUri } = (configuration ?? {}) as Record<string, unknown>
  if (named !== issuer) throw new IdentityFault('no-key', 'the discovery document names another issuer')
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri)) throw new IdentityFault('no-key', 'no jwks_uri')
  const url = new URL(jwksUri)
  if (!isAsSafeAs(url, new URL(issuer))) throw new IdentityFault('no-key', 'jwks_uri must be https')
  return readKeySet(await fetchJson(url, thumbprints))
}

/** Without TLS only on the machine of an issuer that has none either, which IAM lets be this one only. */
function isAsSafeAs(url: URL, issuer: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && issuer.protocol === 'http:' && url.hostname === issuer.hostname
}

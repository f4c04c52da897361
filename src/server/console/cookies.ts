import { createHash } from 'node:crypto'
import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import type { HttpRequest } from '../../wire/http.ts'
import { maxSessions } from './protocol.ts'
import type { Site } from './site.ts'

/** What a cookie holds: the account whose rows know the session, and 256 random bits. */
export interface SessionCookie {
  readonly slot: number
  readonly account: AccountId
  readonly sessionKey: string
}

export const secretBytes = 32
const form = /^(\d{12})\.([A-Za-z0-9_-]{43})$/

export const slots: readonly number[] = Array.from({ length: maxSessions }, (_, index) => index + 1)

/** Those that a browser sent and that have the form of ours. */
export function sessionCookies(http: Pick<HttpRequest, 'headers'>, site: Site): readonly SessionCookie[] {
  const { headers } = http
  const stem = stemOf(http, site)
  const sent = new Map<string, string>()
  for (const pair of (headers.cookie ?? '').split(/[;,]/)) {
    const [name = '', value = ''] = pair.trim().split('=')
    if (!sent.has(name)) sent.set(name, value)
  }
  return slots.flatMap(slot => {
    const found = readSecret(sent.get(`${stem}-${slot}`) ?? '')
    return found ? [{ slot, ...found }] : []
  })
}

/** Also of sign-in tokens, which are made alike. */
export function readSecret(value: string): Omit<SessionCookie, 'slot'> | undefined {
  const [, account = '', secret = ''] = form.exec(value) ?? []
  return isAccountId(account) ? { account, sessionKey: keyOfSecret(secret) } : undefined
}

/** What the store keeps in the place of a secret: who reads the one cannot make the other. */
export function keyOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

export function newSecret(account: AccountId, random: Uint8Array) {
  const secret = Buffer.from(random).toString('base64url')
  return { value: `${account}.${secret}`, sessionKey: keyOfSecret(secret) }
}

/** Where a cookie is set: in the browser that asks. */
export interface CookiePlace {
  readonly http: Pick<HttpRequest, 'headers'>
  readonly site: Site
  readonly slot: number
}

export function settingCookie(
  { http, site, slot }: CookiePlace,
  value: string,
  maxAgeSeconds: number,
): string {
  const age = `Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}`
  const parts = [`${stemOf(http, site)}-${slot}=${value}`, 'Path=/', age, 'HttpOnly', 'SameSite=Strict']
  return [...parts, ...(site.isSecure ? ['Secure'] : [])].join('; ')
}

export function clearingCookie(place: CookiePlace): string {
  return settingCookie(place, '', 0)
}

/**
 * With `__Host-` no other host of the domain can set it: https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3
 * Cookies know no ports: without TLS the name has it, so that two servers of one machine keep theirs apart.
 */
function stemOf({ headers }: Pick<HttpRequest, 'headers'>, site: Site): string {
  if (site.isSecure) return '__Host-crossrole-session'
  const [port = '80'] = /(?<=:)\d+$/.exec(headers.host ?? '') ?? []
  return `crossrole-${port}-session`
}

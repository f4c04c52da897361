import type { SessionToken } from '../../../identity/session-token.ts'
import { type SigninTokenRow, signinTokens } from '../../../store/console-tables.ts'
import type { HttpResponse } from '../../../wire/http.ts'
import { userIdentity } from '../../audit/user-identity.ts'
import { readSecret } from '../cookies.ts'
import type { Desk, Visit } from '../desk.ts'
import { pageHeaders, plainText } from '../page-headers.ts'
import { slotFragment } from '../protocol.ts'
import { loginSucceeded } from '../sign-in-events.ts'
import { isFromElsewhere, ownUrlIn } from './own-url.ts'
import { federationPath } from './path.ts'
import { Refusal } from './refusal.ts'

/** Signs a browser in with a sign-in token, which is used up by it, and sends it on to a page of ours. */
export async function login(parameters: URLSearchParams, visit: Visit, desk: Desk): Promise<HttpResponse> {
  const destination = ownUrlIn(parameters.get('Destination'), visit, desk.site)
  if (!destination) throw new Refusal('Destination must be a page of this console.')
  // From another site it comes without its cookies: which slots are free is not known.
  if (isFromElsewhere(visit)) return onceMore(parameters, visit, desk)
  const { house, sessions, site } = desk
  const slot = await sessions.freeSlot(visit)
  if (slot === undefined)
    return plainText(409, 'Five sessions are signed in in this browser. Sign out of one first.\n')
  const token = readSecret(parameters.get('SigninToken') ?? '')
  const row =
    token && (await house.store.read(token.account, rows => rows.get(signinTokens, token.sessionKey)))
  if (!token || !row || row.expiresAt <= visit.now) throw tokenOver()
  const { session, cookie } = await sessions.open(slot, identityOf(row, visit.now), visit, async rows => {
    if (!(await rows.delete(signinTokens, token.sessionKey))) throw tokenOver()
  })
  const { caller } = session
  await loginSucceeded(visit, house, session.account, userIdentity(caller), {
    LoginTo: destination.href,
    MobileVersion: 'No',
    MFAUsed: 'No',
  })
  const { pathname, search } = destination
  const location = `${pathname}${search}#${slotFragment}${slot}`
  return {
    status: 302,
    headers: { ...pageHeaders(site, visit.http), ...noStore, location },
    body: '',
    cookies: [cookie],
  }
}

const noStore = { 'cache-control': 'no-store' }

function tokenOver(): Refusal {
  return new Refusal('SigninToken is not valid: it has expired, was used before, or its session has ended.')
}

function identityOf({ identity, sessionSeconds }: SigninTokenRow, now: number): SessionToken {
  const expiresAt = sessionSeconds === undefined ? identity.expiresAt : now + sessionSeconds * 1000
  return { ...identity, console: true, expiresAt }
}

/** A page of our own that asks for the same at once: with the cookies. */
function onceMore(parameters: URLSearchParams, { http }: Visit, { site }: Desk): HttpResponse {
  const again = `${federationPath}?${parameters}`.replaceAll('&', '&amp;')
  return {
    status: 200,
    headers: { ...pageHeaders(site, http), ...noStore, 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Signing in</title><meta http-equiv="refresh" content="0; url=${again}">`,
  }
}

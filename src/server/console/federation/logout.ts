import type { HttpResponse } from '../../../wire/http.ts'
import type { Desk, Visit } from '../desk.ts'
import { pageHeaders } from '../page-headers.ts'
import { recordSessionChange } from '../sign-in-events.ts'
import { isFromElsewhere, ownUrlIn } from './own-url.ts'

/**
 * Ends all sessions of a browser that asks from a page of ours, or by its address bar. A page of another site cannot
 * sign anybody out.
 */
export async function logout(parameters: URLSearchParams, visit: Visit, desk: Desk): Promise<HttpResponse> {
  const { house, sessions, site } = desk
  const cookies: string[] = []
  const ending = isFromElsewhere(visit) ? [] : await sessions.ofBrowser(visit)
  for (const session of ending) {
    cookies.push(await sessions.end(session, visit))
    await recordSessionChange(visit, house, 'Logout', session.caller, {})
  }
  const next = ownUrlIn(parameters.get('redirect_uri') ?? parameters.get('Destination'), visit, site)
  const location = next ? `${next.pathname}${next.search}` : '/signin'
  return {
    status: 302,
    headers: { ...pageHeaders(site, visit.http), 'cache-control': 'no-store', location },
    body: '',
    cookies,
  }
}

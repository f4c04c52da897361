import type { Visit } from '../desk.ts'
import type { Site } from '../site.ts'

/** What the browser says: that a page of another origin has sent it here. */
export function isFromElsewhere({ http }: Visit): boolean {
  return ['cross-site', 'same-site'].includes(http.headers['sec-fetch-site'] ?? '')
}

/** Nobody is sent on to another site from here: undefined for an address that is not of this origin. */
export function ownUrlIn(text: string | null, { http }: Visit, site: Site): URL | undefined {
  const origin = site.originOf(http)
  const url = text ? URL.parse(text, origin) : undefined
  // A path of two slashes is another host's address once it stands without the origin.
  const isOwn =
    url?.origin === origin && url.username === '' && url.password === '' && !url.pathname.startsWith('//')
  return isOwn ? url : undefined
}

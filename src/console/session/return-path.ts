/** Where to go after signing in. Only pages of the console: a link must not lead anywhere else by way of us. */

const start = '/console/home/start'

/** All but `/signin` and the links of accounts, `/console/<alias>`. */
export function needsSession(pathname: string): boolean {
  return pathname !== '/signin' && !/^\/console\/[^/]+\/?$/.test(pathname)
}

export function signInPath(back: string): string {
  return back === start || back === '/' ? '/signin' : `/signin?${new URLSearchParams({ return: back })}`
}

export function returnPath(search: URLSearchParams): string {
  const wanted = search.get('return')
  if (wanted === null || !URL.canParse(wanted, location.origin)) return start
  const { origin, pathname, search: query } = new URL(wanted, location.origin)
  const isPage = /^\/console\/[^/]+\/./.test(pathname) || pathname === '/switchrole'
  return origin === location.origin && isPage ? `${pathname}${query}` : start
}

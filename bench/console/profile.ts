import type { Browser, BrowserContext } from 'playwright-core'
import { adminPassword, idOf } from '../iam/servers.ts'

/** A browser that has never been here: nothing cached; the administrator signed in, if that is wanted. */
export async function newProfile(
  browser: Browser,
  url: string,
  isSignedIn: boolean,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  if (!isSignedIn) return context
  const answer = await context.request.post(`${url}/_crossrole/console/sign-in`, {
    headers: { origin: url },
    data: { as: 'user', account: idOf(0), userName: 'admin', password: adminPassword },
  })
  if ((await answer.json()).state !== 'signed-in') throw new Error('the administrator is not signed in')
  return context
}

import type { Route } from 'playwright-core'
import type { Tab } from './tab.ts'

export interface HeldCall {
  readonly arrived: Promise<unknown>
  /** Once it has come; on to the server where nothing else is said. */
  readonly letGo: (answer?: (route: Route) => Promise<void>) => Promise<void>
}

/** Keeps back the first call to the API whose body matches. */
export async function heldCall({ page }: Tab, body: RegExp): Promise<HeldCall> {
  const { promise: arrived, resolve } = Promise.withResolvers<Route>()
  let isHeld = false
  const hold = async (route: Route) => {
    if (isHeld || !body.test(route.request().postData() ?? '')) return route.fallback()
    isHeld = true
    resolve(route)
  }
  await page.route('**/', hold)
  const letGo: HeldCall['letGo'] = async (answer = route => route.continue()) => {
    await answer(await arrived)
    await page.unroute('**/', hold)
  }
  return { arrived, letGo }
}

import type { Tab } from './tab.ts'

/**
 * A page as if it were loaded, which costs more than twice as much: its address may be the one that is open, and nothing
 * of what was typed, opened or told there is left, for a page comes in between that is none. Only for pages that show
 * nothing which was read a moment ago and has been changed since by others than the console.
 */
export async function begunAnew(tab: Tab, path: string): Promise<void> {
  const none = tab.heading('There is no such page')
  await tab.follow('/console/iam/none')
  await none.waitFor()
  await tab.follow(path)
  await none.waitFor({ state: 'detached' })
}

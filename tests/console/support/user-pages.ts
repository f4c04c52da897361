import type { Locator } from 'playwright-core'
import type { Tab } from './tab.ts'

/** What somebody does on the pages about users. */

export function userPath(name: string, section?: string): string {
  return `/console/iam/users/details/${encodeURIComponent(name)}${section ? `?section=${section}` : ''}`
}

/** What a panel shows once, made visible. */
export async function shownSecret(tab: Tab, what: string, place: Locator | Tab['page'] = tab.page) {
  await place.getByRole('button', { name: `Show ${what}` }).click()
  const hide = place.getByRole('button', { name: `Hide ${what}` })
  return (await hide.locator('xpath=..').innerText()).replace(/\s*Hide\s*$/, '').trim()
}

/** The text of the file that a button gives. */
export async function downloaded(tab: Tab, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([tab.page.waitForEvent('download'), tab.button(button).click()])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk)
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() }
}

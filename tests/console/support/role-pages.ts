import type { Locator } from 'playwright-core'
import { PolicyEditorView } from './policy-editor-view.ts'
import type { Tab } from './tab.ts'

/** What somebody does on the pages about roles. */

export const createRolePath = '/console/iam/roles/create'

export function rolePath(name: string, section?: string): string {
  return `/console/iam/roles/details/${encodeURIComponent(name)}${section ? `?section=${section}` : ''}`
}

/** A tile of the wizard's first step. */
export async function chooseTrusted(tab: Tab, tile: string): Promise<void> {
  await tab.page.getByRole('radio', { name: tile, exact: true }).check()
}

export async function trustAnotherAccount(tab: Tab, account: string): Promise<void> {
  await tab.page.getByRole('radio', { name: 'Another AWS account' }).check()
  await tab.field('Account ID').fill(account)
}

export function next(tab: Tab): Promise<void> {
  return tab.button('Next').click()
}

/** Searches the table of managed policies inside `place`, and selects one. */
export async function pickPolicy(
  tab: Tab,
  name: string,
  place: Locator | Tab['page'] = tab.page,
): Promise<void> {
  await place.getByLabel('Search policies').fill(name)
  await place.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
}

export async function text(tab: Tab, text: string | RegExp): Promise<void> {
  await tab.page.getByText(text).first().waitFor()
}

/** The policy in the JSON tab of the editor, in place of what is there. */
export function writePolicy(tab: Tab, document: string): Promise<void> {
  return new PolicyEditorView(tab.page).write(document)
}

/** The document that a page shows to be read. */
export async function shownDocument(tab: Tab, label: string): Promise<unknown> {
  const shown = await tab.page.getByRole('region', { name: label }).innerText()
  return JSON.parse(shown)
}

export async function pressed(tab: Tab, button: string | RegExp): Promise<void> {
  await tab.button(button).click()
}

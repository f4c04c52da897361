import type { Browser, Page } from 'playwright-core'
import { median } from '../audit/median.ts'
import type { Figure } from '../main.ts'
import { figure } from './first-pages.ts'
import { newProfile } from './profile.ts'

const longestMs = 200
const longestReadMs = 2_000
const rounds = 5

/** What one does with a list, and what is to be seen of it. */
interface Interaction {
  readonly name: string
  /** Not measured. */
  readonly before?: (page: Page) => Promise<unknown>
  readonly act: (page: Page) => Promise<unknown>
  /** In the page: the first row's name, by which it is done. */
  readonly first: string
}

const search = (page: Page) => page.getByLabel('Search roles')
const sortByName = (page: Page) =>
  page.getByRole('columnheader', { name: 'Role name' }).getByRole('button').first().press('Enter')

/** In turn, so that each begins where the one before ended. */
function interactionsOf(many: number): readonly Interaction[] {
  const name = (index: number) => `role-${String(index).padStart(6, '0')}`
  return [
    { name: 'search', act: page => search(page).press('7'), first: name(7) },
    { name: 'search-on', act: page => search(page).press('7'), first: name(77) },
    { name: 'clear', act: page => search(page).fill(''), first: name(1) },
    { name: 'sort', before: sortByName, act: sortByName, first: name(many) },
    {
      name: 'turn',
      act: page => page.getByRole('button', { name: 'Next page' }).click(),
      first: name(many - 20),
    },
  ]
}

export async function* listInteractions(browser: Browser, url: string, many: number): AsyncGenerator<Figure> {
  const context = await newProfile(browser, url, true)
  const page = await context.newPage()
  await page.goto(`${url}/console/iam/roles`)
  await page.getByRole('link', { name: 'role-000001' }).waitFor()
  const last = `role-${String(many).padStart(6, '0')}`
  const readAll = await timed(page, () => search(page).fill(last), last)
  yield figure('console/roles/read-all', readAll, 'ms', longestReadMs)
  const measured = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1) {
    await page.reload()
    await page.getByRole('link', { name: 'role-000001' }).waitFor()
    await timed(page, () => search(page).fill(last), last)
    await timed(page, () => search(page).fill(''), 'role-000001')
    for (const { name, before, act, first } of interactionsOf(many)) {
      await before?.(page)
      const ms = await timed(page, () => act(page), first)
      measured.set(name, [...(measured.get(name) ?? []), ms])
    }
  }
  for (const [name, times] of measured) yield figure(`console/roles/${name}`, median(times), 'ms', longestMs)
  await context.close()
}

const patienceMs = 30_000

/** Milliseconds from the event, as the browser stamps it, to the first frame in which the first row is the one wanted. */
async function timed(page: Page, act: () => Promise<unknown>, first: string): Promise<number> {
  await page.evaluate(`window.measured = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('never saw ' + ${JSON.stringify(first)} + ' but ' + document.querySelector('tbody tr a')?.textContent)), ${patienceMs})
    let since
    const begin = event => { since ??= event.timeStamp }
    for (const type of ['keydown', 'pointerdown', 'input']) addEventListener(type, begin, { capture: true, once: true })
    const look = () => {
      const row = document.querySelector('tbody tr a')
      if (since !== undefined && row?.textContent.trim() === ${JSON.stringify(first)}) return resolve(performance.now() - since)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  undefined`)
  await act()
  return (await page.evaluate('window.measured')) as number
}

import type { Browser, Page } from 'playwright-core'
import { median } from '../audit/median.ts'
import type { Figure } from '../main.ts'
import { figure } from './first-pages.ts'
import { newProfile } from './profile.ts'

const longestMs = 200
const longestReadMs = 2_000
const rounds = 5

/** A list of thousands: how it is found, and how its items are named. */
interface List {
  readonly plural: string
  readonly nameHeader: string
  readonly stem: string
  /** Of the whole list, unsorted. */
  readonly first: string
}

const lists: readonly List[] = [
  { plural: 'roles', nameHeader: 'Role name', stem: 'role', first: 'role-000001' },
  { plural: 'users', nameHeader: 'User name', stem: 'user', first: 'admin' },
]

/** What one does with a list, and what is to be seen of it. */
interface Interaction {
  readonly name: string
  /** Not measured. */
  readonly before?: (page: Page) => Promise<unknown>
  readonly act: (page: Page) => Promise<unknown>
  /** What is to be read, where: it is done then. */
  readonly shows: Shown
}

interface Shown {
  readonly at: 'tbody tr a' | 'h1'
  readonly text: string
}

const firstRow = (text: string): Shown => ({ at: 'tbody tr a', text })
const nameIn = ({ stem }: List, index: number) => `${stem}-${String(index).padStart(6, '0')}`
const searchIn = ({ plural }: List, page: Page) => page.getByLabel(`Search ${plural}`)

/** In turn, so that each begins where the one before ended. */
function interactionsOn(list: List, many: number): readonly Interaction[] {
  const name = (index: number) => nameIn(list, index)
  const search = (page: Page) => searchIn(list, page)
  const sortByName = (page: Page) =>
    page.getByRole('columnheader', { name: list.nameHeader }).getByRole('button').first().press('Enter')
  return [
    { name: 'search', act: page => search(page).press('7'), shows: firstRow(name(7)) },
    { name: 'search-on', act: page => search(page).press('7'), shows: firstRow(name(77)) },
    { name: 'clear', act: page => search(page).fill(''), shows: firstRow(list.first) },
    { name: 'sort', before: sortByName, act: sortByName, shows: firstRow(name(many)) },
    {
      name: 'turn',
      act: page => page.getByRole('button', { name: 'Next page' }).click(),
      shows: firstRow(name(many - 20)),
    },
    {
      name: 'open',
      act: page => page.getByRole('link', { name: name(many - 20) }).click(),
      shows: { at: 'h1', text: name(many - 20) },
    },
  ]
}

export async function* listInteractions(browser: Browser, url: string, many: number): AsyncGenerator<Figure> {
  const context = await newProfile(browser, url, true)
  const page = await context.newPage()
  for (const list of lists) yield* interactionsWith(list, page, url, many)
  await context.close()
}

async function* interactionsWith(list: List, page: Page, url: string, many: number): AsyncGenerator<Figure> {
  const last = nameIn(list, many)
  const measured = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1) {
    await page.goto(`${url}/console/iam/${list.plural}`)
    await page.getByRole('link', { name: nameIn(list, 1) }).waitFor()
    const readAll = await timed(page, () => searchIn(list, page).fill(last), firstRow(last))
    measured.set('read-all', [...(measured.get('read-all') ?? []), readAll])
    await timed(page, () => searchIn(list, page).fill(''), firstRow(list.first))
    for (const { name, before, act, shows } of interactionsOn(list, many)) {
      await before?.(page)
      const ms = await timed(page, () => act(page), shows)
      measured.set(name, [...(measured.get(name) ?? []), ms])
    }
  }
  for (const [name, times] of measured) {
    const most = name === 'read-all' ? longestReadMs : longestMs
    yield figure(`console/${list.plural}/${name}`, median(times), 'ms', most)
  }
}

const patienceMs = 30_000

/** Milliseconds from the event, as the browser stamps it, to the first frame that shows what is wanted. */
async function timed(page: Page, act: () => Promise<unknown>, { at, text }: Shown): Promise<number> {
  await page.evaluate(`window.measured = new Promise((resolve, reject) => {
    const seen = () => document.querySelector('${at}')?.textContent.trim()
    setTimeout(() => reject(new Error('never saw ${text} but ' + seen())), ${patienceMs})
    let since
    const begin = event => { since ??= event.timeStamp }
    for (const type of ['keydown', 'pointerdown', 'input']) addEventListener(type, begin, { capture: true, once: true })
    const look = () => {
      if (since !== undefined && seen() === '${text}') return resolve(performance.now() - since)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  undefined`)
  await act()
  return (await page.evaluate('window.measured')) as number
}

import type { Browser, Page } from 'playwright-core'
import { median } from '../audit/median.ts'
import type { Figure } from '../main.ts'
import { type Bounds, figure } from './figure.ts'
import { type List, nameOf } from './lists.ts'
import { newProfile } from './profile.ts'
import { type Shown, timed } from './timed.ts'

const rounds = 5

/** What one does with a list, and what is to be seen of it. */
interface Interaction {
  /** Of the figure of each moment that is waited for. */
  readonly moments: Readonly<Record<string, Shown>>
  /** Not measured. */
  readonly before?: (page: Page) => Promise<unknown>
  readonly act: (page: Page) => Promise<unknown>
}

const firstRow = (text: string): Shown => ({ at: 'tbody tr a', text })

/** In turn, so that each begins where the one before ended. Of the first the page has read no more than its first 100. */
function interactionsOn(list: List): readonly Interaction[] {
  const { title, plural, names } = list
  const many = Number(names.at(-1)?.slice(-6))
  const name = (index: number) => nameOf(list.stem, index)
  const search = (page: Page) => page.getByLabel(`Search ${plural}`)
  const sortByName = (page: Page) =>
    page.getByRole('columnheader', { name: list.nameHeader }).getByRole('button').first().press('Enter')
  return [
    {
      moments: {
        'first-search': firstRow(name(70)),
        'first-search/whole': { at: 'h1', text: `${title} (${names.length})` },
      },
      // Pasted: a digit alone may be in the random id of anybody.
      act: page => search(page).fill('-00007'),
    },
    { moments: { 'search-on': firstRow(name(77)) }, act: page => search(page).press('7') },
    { moments: { clear: firstRow(names[0] ?? '') }, act: page => search(page).fill('') },
    { moments: { search: firstRow(name(many)) }, act: page => search(page).fill(name(many)) },
    {
      moments: { sort: firstRow(name(many)) },
      before: async page => {
        await search(page).fill('')
        await sortByName(page)
      },
      act: sortByName,
    },
    {
      moments: { turn: firstRow(name(many - 20)) },
      act: page => page.getByRole('button', { name: 'Next page' }).click(),
    },
    {
      moments: { open: { at: 'h1', text: name(many - 20) } },
      act: page => page.getByRole('link', { name: name(many - 20) }).click(),
    },
  ]
}

const bounds: Readonly<Record<string, Bounds>> = {
  'first-search/whole': { note: 'until the whole list has been read and searched' },
  'first-search/longest-task': { most: 100 },
}
const ofInteractions: Bounds = { most: 200 }

/** The console's lists and plain ones, in turn. */
export async function* listInteractions(
  browser: Browser,
  console: string,
  reference: string,
  lists: readonly List[],
): AsyncGenerator<Figure> {
  const context = await newProfile(browser, console, true)
  const [ours, plain] = [await context.newPage(), await context.newPage()]
  for (const list of lists) {
    const measured = { ours: new Map<string, number[]>(), plain: new Map<string, number[]>() }
    for (let round = 0; round < rounds; round += 1) {
      await ours.bringToFront()
      await walkThrough(ours, `${console}/console/iam/${list.plural}`, list, measured.ours)
      await plain.bringToFront()
      await walkThrough(plain, `${reference}/${list.plural}`, list, measured.plain)
    }
    for (const [name, times] of measured.ours) {
      const reference = median(measured.plain.get(name) ?? [])
      const limits = bounds[name] ?? ofInteractions
      yield figure(`console/${list.plural}/${name}`, median(times), 'ms', reference, limits)
    }
  }
  await context.close()
}

async function walkThrough(page: Page, url: string, list: List, measured: Map<string, number[]>) {
  const add = (name: string, ms: number) => measured.set(name, [...(measured.get(name) ?? []), ms])
  await page.goto(url)
  await page.getByRole('link', { name: nameOf(list.stem, 1) }).waitFor()
  for (const { moments, before, act } of interactionsOn(list)) {
    await before?.(page)
    const names = Object.keys(moments)
    const { times, longestTask } = await timed(page, () => act(page), Object.values(moments))
    for (const [index, name] of names.entries()) add(name, times[index] ?? 0)
    if (names.length > 1) add(`${names[0]}/longest-task`, longestTask)
  }
}

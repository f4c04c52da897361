import type { ReactNode } from 'react'

/** A column as data. The first one of a table names the row. */
export interface Column<Item> {
  readonly id: string
  readonly header: string
  readonly cell: (item: Item) => ReactNode
  /** What the column is searched and sorted by; without it, it is neither. Times as epoch milliseconds sort only. */
  readonly value?: (item: Item) => string | number | undefined
  /** Not shown until somebody asks for it in the preferences. */
  readonly isHidden?: boolean
  readonly width?: number
  readonly minWidth?: number
}

/** What is searched of each item, lower case, its name first: made once, for a column may read a policy for it. */
export type SearchTexts = WeakMap<object, readonly string[]>

/** Items that have in a text column what somebody searches for; first those that are called so, or begin with it. */
export function searched<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  search: string,
  known: SearchTexts = new WeakMap(),
): readonly Item[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return items
  const places: Item[][] = [[], [], []]
  for (const item of items) {
    const texts = textsOf(item, columns, known)
    if (texts.some(text => text.includes(wanted))) places[placeOf(texts[0] ?? '', wanted)]?.push(item)
  }
  return places.flat()
}

function textsOf<Item>(item: Item, columns: readonly Column<Item>[], known: SearchTexts): readonly string[] {
  const key = typeof item === 'object' && item !== null ? item : undefined
  const before = key && known.get(key)
  if (before) return before
  const values = columns.flatMap(({ value }) => (value ? [value(item)] : []))
  const texts = values.map(value => (typeof value === 'string' ? value.toLowerCase() : ''))
  if (key) known.set(key, texts)
  return texts
}

function placeOf(name: string, wanted: string): number {
  if (name === wanted) return 0
  return name.startsWith(wanted) ? 1 : 2
}

export interface Sorting {
  readonly columnId: string
  readonly isDescending: boolean
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Rows without a value come last, whichever way. */
export function sorted<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  sorting: Sorting | undefined,
): readonly Item[] {
  const value = columns.find(({ id }) => id === sorting?.columnId)?.value
  if (!value || !sorting) return items
  const direction = sorting.isDescending ? -1 : 1
  return items
    .map(item => ({ item, value: value(item) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined)
      }
      const numbers = typeof a.value === 'number' && typeof b.value === 'number'
      return (
        direction *
        (numbers ? Number(a.value) - Number(b.value) : collator.compare(String(a.value), String(b.value)))
      )
    })
    .map(({ item }) => item)
}

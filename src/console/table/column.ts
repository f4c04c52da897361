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

/** Items that have in a text column what somebody searches for; first those that are called so, or begin with it. */
export function searched<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  search: string,
): readonly Item[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return items
  const values = columns.flatMap(({ value }) => value ?? [])
  const places: Item[][] = [[], [], []]
  for (const item of items) {
    const [name = '', ...others] = values.map(value => textOf(value(item)))
    if ([name, ...others].some(text => text.includes(wanted))) places[placeOf(name, wanted)]?.push(item)
  }
  return places.flat()
}

function textOf(value: string | number | undefined): string {
  return typeof value === 'string' ? value.toLowerCase() : ''
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

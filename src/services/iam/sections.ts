import { type ListQuery, type Position, positionOf, type Reader } from '../../store/contract.ts'
import type { Table } from '../../store/table.ts'
import { commonError } from '../../wire/errors.ts'
import { defaultMaxItems, type Page, type PageInput, readMarker, writeMarker } from './paging.ts'

/** A list that is several, one after the other. */
export interface Section<Item> {
  /** Part of the markers, so it must not change. */
  readonly name: string
  /** The section's items in order, from the one after `after` on; read no faster than they are asked for. */
  readonly items: (after: string | undefined) => AsyncIterable<Keyed<Item>>
}

/** `key` says where the item stands in its section. */
export interface Keyed<Item> {
  readonly key: string
  readonly item: Item
}

/** One page of sections, which may begin in one and end in another. */
export async function pageOfSections<Item>(
  order: string,
  input: PageInput,
  sections: readonly Section<Item>[],
): Promise<Page<Item>> {
  const limit = input.MaxItems ?? defaultMaxItems
  const start = startIn(sections, input.Marker, order)
  const items: Item[] = []
  let last: Position = []
  for (const [place, section] of sections.slice(start.place).entries()) {
    for await (const { key, item } of section.items(place === 0 ? start.after : undefined)) {
      if (items.length === limit) return { items, IsTruncated: true, Marker: writeMarker(order, last) }
      items.push(item)
      last = [section.name, key]
    }
  }
  return { items, IsTruncated: false }
}

function startIn(
  sections: readonly Section<unknown>[],
  marker: string | undefined,
  order: string,
): { readonly place: number; readonly after?: string } {
  if (marker === undefined) return { place: 0 }
  const [name, after] = readMarker(marker, order, 2)
  const place = sections.findIndex(section => section.name === name)
  if (place < 0) throw commonError('ValidationError', 'Invalid Marker.')
  return { place, after: String(after) }
}

const batchSize = 100

/** The rows of a query from a position on, fetched in batches: for who filters as they go. */
export async function* rowsAfter<Row extends object>(
  rows: Reader,
  table: Table<Row>,
  query: Omit<ListQuery<Row>, 'after' | 'limit'>,
  after: Position | undefined,
): AsyncGenerator<Row> {
  let position = after
  for (;;) {
    const batch = await rows.list(table, { ...query, ...(position && { after: position }), limit: batchSize })
    yield* batch
    const last = batch.at(-1)
    if (!last || batch.length < batchSize) return
    position = positionOf(table, last, query.index)
  }
}

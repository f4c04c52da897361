import { columnsOf, type ListQuery, type Position, positionOf, type Reader } from '../../store/contract.ts'
import type { Table } from '../../store/table.ts'
import { commonError } from '../../wire/errors.ts'
import { readMarker as positionIn, writeMarker } from '../marker.ts'

export { writeMarker }

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html#API_ListUsers_RequestParameters */
export const defaultMaxItems = 100

export interface PageInput {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

export interface Page<Row> {
  readonly items: Row[]
  readonly IsTruncated: boolean
  readonly Marker?: string
}

/** One page of a table's rows. The marker is a position in the order, so a page costs what it shows. */
export async function pageOf<Row extends object>(
  rows: Reader,
  table: Table<Row>,
  input: PageInput,
  query: Omit<ListQuery<Row>, 'limit'> = {},
): Promise<Page<Row>> {
  const limit = input.MaxItems ?? defaultMaxItems
  const order = `${table.name}.${query.index ?? 'key'}`
  const columns = table.key.length + (query.index ? columnsOf(table, query.index).length : 0)
  const after = input.Marker === undefined ? {} : { after: readMarker(input.Marker, order, columns) }
  const found = await rows.list(table, { ...query, ...after, limit: limit + 1 })
  if (found.length <= limit) return { items: found, IsTruncated: false }
  const items = found.slice(0, limit)
  const last = items.at(-1) as Row
  return { items, IsTruncated: true, Marker: writeMarker(order, positionOf(table, last, query.index)) }
}

/** One page of what is there whole: its markers are places. */
export function pageOfList<Item>(order: string, input: PageInput, list: readonly Item[]): Page<Item> {
  const start = input.Marker === undefined ? 0 : placeIn(input.Marker, order)
  const end = start + (input.MaxItems ?? defaultMaxItems)
  const items = list.slice(start, end)
  return end < list.length
    ? { items, IsTruncated: true, Marker: writeMarker(order, [end]) }
    : { items, IsTruncated: false }
}

function placeIn(marker: string, order: string): number {
  const [place] = readMarker(marker, order, 1)
  if (typeof place === 'number' && place >= 0) return place
  throw commonError('ValidationError', 'Invalid Marker.')
}

/** One page of the lists that take a PathPrefix: by name, whatever the paths. What is below one is put in order here. */
export async function pageUnder<Row extends object>(
  rows: Reader,
  table: Table<Row>,
  input: PageInput & { readonly PathPrefix?: string | undefined },
): Promise<Page<Row>> {
  const { PathPrefix = '/', MaxItems: limit = defaultMaxItems } = input
  if (PathPrefix === '/') return pageOf(rows, table, input)
  const order = `${table.name}.key`
  const nameOf = (row: Row) => String(positionOf(table, row)[0])
  const after = input.Marker === undefined ? '' : String(readMarker(input.Marker, order, table.key.length)[0])
  const below = await rows.list(table, { index: 'byPath', startsWith: PathPrefix })
  const left = below
    .filter(row => nameOf(row) > after)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
  const items = left.slice(0, limit)
  if (left.length <= limit) return { items, IsTruncated: false }
  return { items, IsTruncated: true, Marker: writeMarker(order, positionOf(table, items.at(-1) as Row)) }
}

/** A marker counts only for the list it came from. */
export function readMarker(marker: string, order: string, columns: number): Position {
  const position = positionIn(marker, order, columns)
  if (!position) throw commonError('ValidationError', 'Invalid Marker.')
  return position
}

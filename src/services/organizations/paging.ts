import { columnsOf, type ListQuery, positionOf, type Reader } from '../../store/contract.ts'
import type { Table } from '../../store/table.ts'
import { readMarker, writeMarker } from '../marker.ts'
import { invalidInput } from './errors.ts'

/** The most that a page may be asked to hold, and what it holds when nothing is asked. */
const defaultPage = 20

export interface PageInput {
  readonly NextToken?: string | undefined
  readonly MaxResults?: number | undefined
}

export interface Page<Row> {
  readonly items: Row[]
  readonly next: { readonly NextToken?: string }
}

/** One page of a table's rows; the token is a position in the order, so a page costs what it shows. */
export async function pageOf<Row extends object>(
  rows: Reader,
  table: Table<Row>,
  input: PageInput,
  query: Omit<ListQuery<Row>, 'limit' | 'after'> = {},
): Promise<Page<Row>> {
  const limit = input.MaxResults ?? defaultPage
  const order = `${table.name}.${query.index ?? 'key'}.${JSON.stringify(query.where ?? {})}`
  const columns = table.key.length + (query.index ? columnsOf(table, query.index).length : 0)
  const after = input.NextToken === undefined ? {} : { after: read(input.NextToken, order, columns) }
  const found = await rows.list(table, { ...query, ...after, limit: limit + 1 })
  if (found.length <= limit) return { items: found, next: {} }
  const items = found.slice(0, limit)
  const last = items.at(-1) as Row
  return { items, next: { NextToken: writeMarker(order, positionOf(table, last, query.index)) } }
}

/** One page of what is there whole: its tokens are places. */
export function pageOfList<Item>(order: string, input: PageInput, list: readonly Item[]): Page<Item> {
  const start = input.NextToken === undefined ? 0 : Number(read(input.NextToken, order, 1)[0])
  const end = start + (input.MaxResults ?? defaultPage)
  const items = list.slice(start, end)
  return { items, next: end < list.length ? { NextToken: writeMarker(order, [end]) } : {} }
}

function read(token: string, order: string, columns: number) {
  const position = readMarker(token, order, columns)
  if (!position) throw invalidInput('INVALID_NEXT_TOKEN')
  return position
}

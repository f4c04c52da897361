import type { Position, Reader } from '../../store/contract.ts'
import type { Table } from '../../store/table.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'

export const maxKeysOfPage = 1000
/** Where rows are rolled up, most of what is read with the first of them would be passed over. */
const fewRows = 8
const greatestInteger = 2 ** 31 - 1
/** After everything that starts with what it is added to: a key has 1024 bytes at most, which may all be of this character. */
const last = '\u{10FFFF}'.repeat(257)

export interface ListAsked {
  readonly prefix: string
  readonly delimiter: string
  readonly limit: number
}

/** What a page shows, in its order: rows, and prefixes that stand for all that begins with them. */
export type Shown<Row> = { readonly row: Row } | { readonly prefix: string }

export interface Page<Row> {
  readonly shown: readonly Shown<Row>[]
  readonly isTruncated: boolean
}

/**
 * Goes through a table in the order of its keys. What is rolled up into a common prefix is passed over in one step, so
 * that a page costs what it shows, however much lies below.
 */
export async function listPage<Row extends { readonly key: string }>(
  rows: Reader,
  table: Table<Row>,
  { prefix, delimiter, limit }: ListAsked,
  start: Position | undefined,
  positionOf: (row: Row) => Position,
): Promise<Page<Row>> {
  const shown: Shown<Row>[] = []
  if (limit === 0) return { shown, isTruncated: false }
  let after = start
  let atOnce = delimiter === '' ? limit + 1 : fewRows
  for (;;) {
    const wanted = Math.min(atOnce, limit + 1 - shown.length)
    const found = await rows.list(table, {
      ...(prefix !== '' && { startsWith: prefix }),
      ...(after && { after }),
      limit: wanted,
    })
    let isPassedOver = false
    for (const row of found) {
      const common = commonPrefix(row.key, prefix, delimiter)
      after = common === undefined ? positionOf(row) : afterAllOf(common, positionOf(row))
      if (shown.length === limit) return { shown, isTruncated: true }
      shown.push(common === undefined ? { row } : { prefix: common })
      // What follows below the same prefix is passed over.
      isPassedOver = common !== undefined
      if (isPassedOver) break
    }
    if (!isPassedOver && found.length < wanted) return { shown, isTruncated: false }
    atOnce = isPassedOver ? fewRows : 2 * atOnce
  }
}

/** What stands for a key of a list, and for all others that begin so; undefined where the key stands for itself. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' || !key.startsWith(prefix) ? -1 : key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

/** A position behind all keys that start with a text; further columns are as they were. */
function afterAllOf(prefix: string, [, ...more]: Position): Position {
  return [afterAllWith(prefix), ...more]
}

export const afterAllWith = (prefix: string) => prefix + last

/** 0 to 1000, 1000 where nothing is said; more is taken for 1000. */
export function limitOf(asked: number | undefined, name: string): number {
  if (asked === undefined) return maxKeysOfPage
  mustBeInteger(asked, name, String(asked))
  return Math.min(asked, maxKeysOfPage)
}

/** With `encoding-type=url` a key may hold what XML cannot. */
export function textFor(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return text => text
  return text =>
    encodeURIComponent(text)
      .replaceAll('%2F', '/')
      .replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Recorded: what is no 32-bit integer is refused in other words than what is negative. */
export function mustBeInteger(value: number, name: string, text: string): void {
  if (!Number.isInteger(value) || Math.abs(value) > greatestInteger)
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
  if (value < 0)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, text)
}

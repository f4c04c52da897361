import { columnsOf, type Position, type Reader } from '../../store/contract.ts'
import type { ColumnOf, Table } from '../../store/table.ts'
import { attachments, roles, users } from '../../store/tables.ts'

/**
 * Which managed policies an account uses, by their ARNs in order. An index is read value by value, not row by
 * row: a policy attached a thousand times costs as much as one attached once.
 */

/** ARNs that start with a text, from the one after another on. */
interface Range {
  readonly startsWith: string
  readonly after: string | undefined
}

/** Attached to a user, group or role. */
export function attachedArns(rows: Reader, range: Range): AsyncGenerator<string> {
  return distinctValues(rows, attachments, 'byPolicy', 'policyArn', range)
}

/** Set as somebody's permissions boundary. */
export function boundaryArns(rows: Reader, range: Range): AsyncGenerator<string> {
  return merged(
    distinctValues(rows, users, 'byBoundary', 'boundaryArn', range),
    distinctValues(rows, roles, 'byBoundary', 'boundaryArn', range),
  )
}

/** Either. */
export function usedArns(rows: Reader, range: Range): AsyncGenerator<string> {
  return merged(attachedArns(rows, range), boundaryArns(rows, range))
}

/** Greater than any text that a column may hold. */
const highest = '\u{10ffff}'

async function* distinctValues<Row extends object>(
  rows: Reader,
  table: Table<Row>,
  index: string,
  column: ColumnOf<Row>,
  { startsWith, after }: Range,
): AsyncGenerator<string> {
  const order = [...columnsOf(table, index), ...table.key]
  const beyond = (value: string): Position => order.map(name => (name === column ? value : highest))
  let last = after
  for (;;) {
    const position = last === undefined ? {} : { after: beyond(last) }
    const [row] = await rows.list(table, { index, startsWith, ...position, limit: 1 })
    if (!row) return
    last = String(row[column])
    yield last
  }
}

/** Two ordered sequences as one, each value once. */
async function* merged(left: AsyncGenerator<string>, right: AsyncGenerator<string>): AsyncGenerator<string> {
  let [one, other] = [await left.next(), await right.next()]
  while (!one.done || !other.done) {
    const value =
      other.done || (!one.done && one.value <= other.value) ? String(one.value) : String(other.value)
    yield value
    if (!one.done && one.value === value) one = await left.next()
    if (!other.done && other.value === value) other = await right.next()
  }
}

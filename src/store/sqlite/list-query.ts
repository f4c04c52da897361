import type { Partition, Position } from '../contract.ts'
import type { ColumnValue } from '../table.ts'
import { type AnyTable, declaredOrder, indexName, isStorable, orderColumns, quoted } from './columns.ts'
import type { Value } from './connection.ts'
import { afterAllStartingWith, inCodePointOrder } from './text-range.ts'

/** A `ListQuery` without the type of its rows. */
interface AnyQuery {
  readonly index?: string
  readonly where?: Readonly<Record<string, ColumnValue | undefined>>
  readonly startsWith?: string
  readonly after?: Position
  readonly limit?: number
}

/** A statement with its values, or undefined when no row can match. */
export type Query = { readonly sql: string; readonly values: readonly Value[] } | undefined

export function listQuery(table: AnyTable, partition: Partition, query: AnyQuery): Query {
  const condition = conditionOf(table, partition, query)
  const limit = limitOf(query.limit)
  if (!condition || limit === 0) return undefined
  const order = orderColumns(table, query.index).map(quoted).join(', ')
  const sql = `SELECT row FROM ${source(table, query.index)} WHERE ${condition.sql} ORDER BY ${order}`
  return limit === undefined
    ? { sql, values: condition.values }
    : { sql: `${sql} LIMIT ?`, values: [...condition.values, limit] }
}

export function countQuery(table: AnyTable, partition: Partition, query: AnyQuery): Query {
  const condition = conditionOf(table, partition, query)
  if (!condition) return undefined
  return {
    sql: `SELECT count(*) AS count FROM ${source(table, query.index)} WHERE ${condition.sql}`,
    values: condition.values,
  }
}

/** The index is named, so that a list reads its page and nothing else, whatever the planner believes. */
function source(table: AnyTable, index: string | undefined): string {
  return quoted(table.name) + (index ? ` INDEXED BY ${quoted(indexName(table, index))}` : '')
}

function conditionOf(table: AnyTable, partition: Partition, query: AnyQuery): Query {
  const order = orderColumns(table, query.index)
  const fixed = fixedValues(table, order, query)
  if (!fixed.every(isStorable)) return undefined

  const terms = ['"partition" = ?', ...order.slice(0, fixed.length).map(column => `${quoted(column)} = ?`)]
  const values: Value[] = [partition, ...fixed]

  const after = query.after && positionIn(table, order, query)
  // Within `where` the leading columns are equal anyway; without them the rest is a plain range of the index.
  const equal = after !== undefined && fixed.every((value, place) => value === after[place])
  const bound = lowerBound(query.startsWith, equal ? after[fixed.length] : undefined)

  if (query.startsWith !== undefined) {
    const column = order[fixed.length]
    if (!column) throw new TypeError(`${table.name}: no column is left for startsWith`)
    if (!isStorable(query.startsWith)) return undefined
    const end = afterAllStartingWith(query.startsWith)
    if (bound !== 'after') {
      terms.push(`${quoted(column)} >= ?`)
      values.push(query.startsWith)
    }
    if (end !== undefined) {
      terms.push(`${quoted(column)} < ?`)
      values.push(end)
    }
  }
  if (after && bound !== 'startsWith') {
    const from = equal ? fixed.length : 0
    if (from === order.length) return undefined // all is fixed: the one row there can be is the position itself
    const columns = order.slice(from)
    terms.push(`(${columns.map(quoted).join(', ')}) > (${columns.map(() => '?').join(', ')})`)
    values.push(...after.slice(from))
  }
  return { sql: terms.join(' AND '), values }
}

/**
 * Which of two lower bounds says it all. Only one is given to SQLite: of two, it enters the index at the first and
 * walks to the other, so that every page would cost what all before it did.
 */
function lowerBound(
  startsWith: string | undefined,
  after: ColumnValue | undefined,
): 'startsWith' | 'after' | 'both' {
  if (startsWith === undefined || typeof after !== 'string') return 'both'
  return inCodePointOrder(startsWith, after) <= 0 ? 'after' : 'startsWith'
}

function fixedValues(table: AnyTable, order: readonly string[], query: AnyQuery): ColumnValue[] {
  const where = query.where ?? {}
  const leading = order.slice(0, Object.keys(where).length)
  if (!leading.every(column => where[column] !== undefined))
    throw new TypeError(`${table.name}: where must name leading columns of ${order.join(', ')}`)
  return leading.map(column => where[column] as ColumnValue)
}

/** `positionOf` repeats key columns that are in the index too; here each stands once. */
function positionIn(table: AnyTable, order: readonly string[], query: AnyQuery): ColumnValue[] {
  const columns = declaredOrder(table, query.index)
  const position = query.after ?? []
  const known = position.every(value => typeof value === 'string' || Number.isSafeInteger(value))
  if (position.length !== columns.length || !known)
    throw new TypeError(`${table.name}: after must be a position in ${columns.join(', ')}`)
  return order.map(column => position[columns.indexOf(column)] as ColumnValue)
}

function limitOf(limit: number | undefined): number | undefined {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0))
    throw new RangeError(`limit must be a whole number of at least 0, not ${limit}`)
  return limit
}

import type { ColumnValue } from '../table.ts'

// How a declared table stands in SQL: `partition`, the key and index columns, and the whole row as JSON.

/** A declared table without the type of its rows. */
export interface AnyTable {
  readonly name: string
  readonly key: readonly string[]
  readonly indexes: Readonly<Record<string, readonly string[]>>
}

/** The columns of an order after `partition`: those of the index and then those of the key, each once. */
export function orderColumns(table: AnyTable, index?: string): readonly string[] {
  return [...new Set(declaredOrder(table, index))]
}

/** The columns of a `Position`: those of the index, then those of the key. */
export function declaredOrder(table: AnyTable, index?: string): readonly string[] {
  if (index === undefined) return table.key
  const columns = table.indexes[index]
  if (!columns) throw new TypeError(`table ${table.name} has no index ${index}`)
  return [...columns, ...table.key]
}

/** All columns that have a value of their own, after `partition` and before `row`. */
export function valueColumns(table: AnyTable): readonly string[] {
  return [...new Set([...table.key, ...Object.values(table.indexes).flat()])]
}

export const indexName = (table: AnyTable, index: string) => `${table.name}_${index}`

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * Whether a value can stand in a key or an index. Text must be what UTF-8 and every backend can hold: a lone
 * surrogate would silently become another character, and PostgreSQL has no U+0000.
 */
export function isStorable(value: unknown): value is ColumnValue {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
}

export function storable(table: AnyTable, row: object, column: string): ColumnValue {
  const value = (row as Record<string, unknown>)[column]
  if (!isStorable(value))
    throw new TypeError(
      `${table.name}.${column} must be storable text or a whole number, not ${typeof value}`,
    )
  return value
}

/**
 * A table as data: its key and its indexes, from which every backend derives its schema.
 * Every row belongs to one account (or to the directory), and rows are ordered by their key.
 */
export interface Table<Row extends object> {
  readonly name: string
  /** Columns of the primary key, after the account. */
  readonly key: readonly ColumnOf<Row>[]
  /** Further orders in which rows can be listed; each ends, unseen, in the primary key. */
  readonly indexes: Readonly<Record<string, readonly ColumnOf<Row>[]>>
  /** Carries the row's type; never set. */
  readonly row?: Row
}

/** Keys and indexes are made of strings and whole numbers. */
export type ColumnValue = string | number

export type ColumnOf<Row> = {
  [Name in keyof Row & string]: Row[Name] extends ColumnValue ? Name : never
}[keyof Row & string]

export function table<Row extends object>(
  name: string,
  shape: { key: readonly ColumnOf<Row>[]; indexes?: Readonly<Record<string, readonly ColumnOf<Row>[]>> },
): Table<Row> {
  return { name, key: shape.key, indexes: shape.indexes ?? {} }
}

import { isDeepStrictEqual } from 'node:util'
import { DuplicateKey, type ListQuery, type Partition, type Reader, type Writer } from '../contract.ts'
import type { ColumnValue, Table } from '../table.ts'
import { type AnyTable, isStorable, quoted, storable, valueColumns } from './columns.ts'
import { type Connection, isSqliteError, resultCode } from './connection.ts'
import { countQuery, listQuery } from './list-query.ts'
import type { Transaction } from './transaction.ts'

interface StoredRow {
  readonly row: string
}

/** The rows of one partition inside one transaction. */
export class RowReader implements Reader {
  protected readonly connection: Connection
  protected readonly partition: Partition
  protected readonly transaction: Transaction

  constructor(connection: Connection, partition: Partition, transaction: Transaction) {
    this.connection = connection
    this.partition = partition
    this.transaction = transaction
  }

  async get<Row extends object>(table: Table<Row>, ...key: ColumnValue[]): Promise<Row | undefined> {
    return this.transaction.perform(() => {
      const stored = this.stored(table, key)
      return stored === undefined ? undefined : JSON.parse(stored)
    })
  }

  async list<Row extends object>(table: Table<Row>, query: ListQuery<Row> = {}): Promise<Row[]> {
    return this.transaction.perform(() => {
      const select = listQuery(table, this.partition, query)
      if (!select) return []
      return this.connection.all<StoredRow>(select.sql, ...select.values).map(({ row }) => JSON.parse(row))
    })
  }

  async count<Row extends object>(
    table: Table<Row>,
    query: Pick<ListQuery<Row>, 'index' | 'where'> = {},
  ): Promise<number> {
    return this.transaction.perform(() => {
      const select = countQuery(table, this.partition, query)
      if (!select) return 0
      return this.connection.first<{ count: number }>(select.sql, ...select.values)?.count ?? 0
    })
  }

  /** The row as it is stored, JSON. */
  protected stored(table: AnyTable, key: readonly unknown[]): string | undefined {
    checkKey(table, key)
    if (!key.every(isStorable)) return undefined
    return this.connection.first<StoredRow>(statements(table).get, this.partition, ...key)?.row
  }
}

export class RowWriter extends RowReader implements Writer {
  async insert<Row extends object>(table: Table<Row>, row: Row): Promise<void> {
    this.transaction.perform(() => {
      try {
        this.connection.run(statements(table).insert, ...this.#values(table, row), JSON.stringify(row))
      } catch (error) {
        if (isSqliteError(error) && error.errcode === resultCode.primaryKey)
          throw new DuplicateKey(`${table.name} has a row with this key`, { cause: error })
        throw error
      }
      this.transaction.changed = true
    })
  }

  async put<Row extends object>(table: Table<Row>, row: Row): Promise<void> {
    this.transaction.perform(() => {
      const values = this.#values(table, row)
      const text = JSON.stringify(row)
      const before = this.stored(table, values.slice(1, 1 + table.key.length))
      if (before !== undefined && isSameJson(before, text)) return
      this.connection.run(statements(table).put, ...values, text)
      this.transaction.changed = true
    })
  }

  async delete<Row extends object>(table: Table<Row>, ...key: ColumnValue[]): Promise<boolean> {
    return this.transaction.perform(() => {
      checkKey(table, key)
      if (!key.every(isStorable)) return false
      const found = this.connection.run(statements(table).delete, this.partition, ...key) > 0
      if (found) this.transaction.changed = true
      return found
    })
  }

  #values(table: AnyTable, row: object): ColumnValue[] {
    return [this.partition, ...statements(table).columns.map(column => storable(table, row, column))]
  }
}

/** The order of members says nothing about a row. */
function isSameJson(before: string, after: string): boolean {
  return before === after || isDeepStrictEqual(JSON.parse(before), JSON.parse(after))
}

function checkKey(table: AnyTable, key: readonly unknown[]): void {
  if (key.length !== table.key.length || key.includes(undefined))
    throw new TypeError(`the key of ${table.name} is ${table.key.join(', ')}`)
}

interface Statements {
  /** The columns after `partition` in the order in which `insert` and `put` take them; the key comes first. */
  readonly columns: readonly string[]
  readonly get: string
  readonly insert: string
  readonly put: string
  readonly delete: string
}

const statementsOf = new WeakMap<AnyTable, Statements>()

function statements(table: AnyTable): Statements {
  let known = statementsOf.get(table)
  if (!known) {
    known = compose(table)
    statementsOf.set(table, known)
  }
  return known
}

function compose(table: AnyTable): Statements {
  const name = quoted(table.name)
  const columns = valueColumns(table)
  const all = ['partition', ...columns, 'row'].map(quoted)
  const key = ['partition', ...table.key].map(quoted)
  const byKey = key.map(column => `${column} = ?`).join(' AND ')
  const insert = `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`
  const changes = all.filter(column => !key.includes(column)).map(column => `${column} = excluded.${column}`)
  return {
    columns,
    get: `SELECT row FROM ${name} WHERE ${byKey}`,
    insert,
    put: `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`,
    delete: `DELETE FROM ${name} WHERE ${byKey}`,
  }
}

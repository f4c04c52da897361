import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'

export type Value = SQLInputValue

/** One connection to the database; every statement is prepared once and used again. */
export class Connection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: string, options: { readOnly?: boolean } = {}) {
    // Nobody else writes this file, but an operator may look at it with other tools: wait for them a little.
    this.#database = new DatabaseSync(file, { timeout: 1000, readOnly: options.readOnly ?? false })
  }

  /** Number of rows changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepared(sql).run(...values).changes)
  }

  /** The row id that the inserted row got. */
  insert(sql: string, ...values: Value[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid)
  }

  first<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[]
  }

  /** A function for statements of this connection; of the same values it makes the same. */
  define(name: string, compute: (...values: SQLOutputValue[]) => Value): void {
    this.#database.function(name, { deterministic: true, directOnly: true }, compute)
  }

  /** For statements that are run once, when the store is opened. */
  script(sql: string): void {
    this.#database.exec(sql)
  }

  /** Some faults (disk full, I/O) make SQLite roll back by itself; then there is nothing left to roll back. */
  rollback(): void {
    if (this.#database.isTransaction) this.run('ROLLBACK')
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

/** True for what SQLite itself reports, as opposed to errors of the program around it. */
export function isSqliteError(error: unknown): error is Error & { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
}

/** https://sqlite.org/rescode.html: the low byte is the primary result code. */
export const resultCode = { busy: 5, full: 13, notADatabase: 26, primaryKey: 1555 } as const

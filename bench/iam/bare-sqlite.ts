import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** About what a role and the event of its making take. */
const rowText = 'r'.repeat(2500)

/** The reference of durable writes: rows of one table, each in a transaction that is flushed to the disk. */
export class BareSqlite {
  readonly #database: DatabaseSync
  #rows = 0

  constructor(directory: string) {
    this.#database = new DatabaseSync(join(directory, 'bare.sqlite'))
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    this.#database.exec('CREATE TABLE rows (name TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID')
  }

  transactionsPerSecond(count: number): number {
    const insert = this.#database.prepare('INSERT INTO rows VALUES (?, ?)')
    const started = performance.now()
    for (let index = 0; index < count; index += 1) {
      this.#rows += 1
      insert.run(`row-${this.#rows}`, rowText)
    }
    return count / ((performance.now() - started) / 1000)
  }

  close(): void {
    this.#database.close()
  }
}

import { DatabaseSync } from 'node:sqlite'
import type { Made } from './events.ts'
import { account } from './events.ts'

const columns = ['userName', 'accessKeyId', 'eventId', 'eventName'] as const
export type Column = (typeof columns)[number]

/** The reference of lookups: a plain table with an index of its own for each attribute, and nobody who records. */
export class BareHistory {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = new DatabaseSync(file)
    this.#database.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    this.#database.exec(
      'CREATE TABLE events (account TEXT, time INTEGER, userName TEXT, accessKeyId TEXT, eventId TEXT, eventName TEXT, event TEXT, decision TEXT)',
    )
  }

  add(made: readonly Made[]): void {
    const insert = this.#database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#database.exec('BEGIN')
    for (const { record, userName, accessKeyId } of made) {
      const { time, eventId, eventName, event, decision = null } = record
      insert.run(account, time, userName, accessKeyId, eventId, eventName, event, decision)
    }
    this.#database.exec('COMMIT')
  }

  index(): void {
    this.#database.exec('CREATE INDEX byTime ON events (account, time)')
    for (const column of columns)
      this.#database.exec(`CREATE INDEX by_${column} ON events (account, ${column}, time)`)
  }

  newest(column: Column, value: string): unknown[] {
    return this.#database
      .prepare(`SELECT * FROM events WHERE account = ? AND ${column} = ? ORDER BY time DESC LIMIT 50`)
      .all(account, value)
  }

  since(time: number): unknown[] {
    return this.#database
      .prepare('SELECT * FROM events WHERE account = ? AND time >= ? ORDER BY time DESC LIMIT 50')
      .all(account, time)
  }

  close(): void {
    this.#database.close()
  }
}

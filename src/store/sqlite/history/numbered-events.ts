import type { EventRecord } from '../../contract.ts'
import type { EventEntry } from '../../event-files/line.ts'
import type { Anchor, WritableHistory } from '../../event-files/writer.ts'
import type { Connection } from '../connection.ts'

/** The events by their number, across accounts, as the event files have them. */
export class NumberedEvents implements WritableHistory {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  after(sequence: number, limit: number): EventEntry[] {
    const rows = this.#connection.all<EventRecord & { sequence: number; decision: string | null }>(
      `SELECT sequence, account, "eventId", "requestId", time, "eventName", event, decision
       FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`,
      sequence,
      limit,
    )
    return rows.map(({ sequence: number, decision, ...record }) => ({
      sequence: number,
      record: decision === null ? record : { ...record, decision },
    }))
  }

  bounds(): { readonly first: number; readonly last: number } | undefined {
    const found = this.#connection.first<{ first: number | null; last: number | null }>(
      'SELECT (SELECT min(sequence) FROM events) AS first, (SELECT max(sequence) FROM events) AS last',
    )
    return found && found.first !== null && found.last !== null
      ? { first: found.first, last: found.last }
      : undefined
  }

  anchor(): Anchor | undefined {
    const found = this.#connection.first<Anchor>(
      'SELECT number, "digestHash", sequence, chain FROM "eventFiles"',
    )
    return found && { ...found }
  }

  setAnchor({ number, digestHash, sequence, chain }: Anchor): void {
    this.#connection.run(
      'INSERT OR REPLACE INTO "eventFiles" (one, number, "digestHash", sequence, chain) VALUES (1, ?, ?, ?, ?)',
      number,
      digestHash,
      sequence,
      chain,
    )
  }
}

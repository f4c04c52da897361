import type { AccountId } from '../../../identity/account-id.ts'
import type {
  EventQuery,
  EventRecord,
  LookupPage,
  LookupQuery,
  RecordBatch,
  RecordedPage,
  RecordedQuery,
  Use,
} from '../../contract.ts'
import type { EventAccess } from '../../event-access.ts'
import type { EventEntry } from '../../event-files/line.ts'
import type { Connection, Value } from '../connection.ts'
import { lookUp } from './lookup.ts'
import { marksOf } from './marks.ts'
import { lastRecorded, recordedAfter } from './recorded-order.ts'
import { pastAccesses } from './retention.ts'

type Awaitable<T> = T | Promise<T>

/** Where events and uses are written down: in this thread or in another one. */
export interface Ledger {
  /** Writes down what several callers handed in, all of it or nothing; durable when it is done. */
  append(batches: readonly RecordBatch[]): Awaitable<void>
  events(account: AccountId, query: EventQuery): Awaitable<EventRecord[]>
  /** A slice of a lookup, of so many entries: there may be more than it found before its `next`. */
  lookup(account: AccountId, query: LookupQuery, entries: number): Awaitable<LookupPage>
  recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): Awaitable<RecordedPage>
  lastRecorded(): Awaitable<number>
  pastAccesses(account: AccountId): Awaitable<EventAccess[]>
  lastUse(account: AccountId, subject: string): Awaitable<Use | undefined>
}

/** The ledger on a database, in the thread that has it open. */
export class SqliteLedger implements Ledger {
  readonly #connection: Connection
  readonly #appended: ((entries: readonly EventEntry[]) => void) | undefined

  /** `appended` is told of the events that were written down, with their numbers. */
  constructor(connection: Connection, appended?: (entries: readonly EventEntry[]) => void) {
    this.#connection = connection
    this.#appended = appended
  }

  append(batches: readonly RecordBatch[]): void {
    const entries: EventEntry[] = []
    this.#transact(() => {
      for (const { events, uses } of batches) {
        for (const record of events)
          entries.push({ sequence: this.#connection.insert(insertEvent, ...eventValues(record)), record })
        for (const use of uses) this.#connection.run(putUse, ...useValues(use))
      }
    })
    this.#appended?.(entries)
  }

  events(account: AccountId, query: EventQuery): EventRecord[] {
    if (!(Number.isSafeInteger(query.limit) && query.limit >= 0))
      throw new RangeError(`limit must be a whole number of at least 0, not ${query.limit}`)
    const terms = filtersOf(account, query)
    const rows = this.#connection.all<EventRecord & { decision: string | null }>(
      `SELECT account, "eventId", "requestId", time, "eventName", event, decision
       FROM events INDEXED BY ${query.requestId === undefined ? '"events_byTime"' : '"events_byRequest"'}
       WHERE ${terms.map(([term]) => term).join(' AND ')} ORDER BY time DESC, sequence DESC LIMIT ?`,
      ...terms.map(([, value]) => value),
      query.limit,
    )
    return rows.map(({ decision, ...event }) => (decision === null ? event : { ...event, decision }))
  }

  lookup(account: AccountId, query: LookupQuery, entries: number): LookupPage {
    return lookUp(this.#connection, account, query, entries)
  }

  recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): RecordedPage {
    return recordedAfter(this.#connection, accounts, query)
  }

  lastRecorded(): number {
    return lastRecorded(this.#connection)
  }

  pastAccesses(account: AccountId): EventAccess[] {
    return pastAccesses(this.#connection, account)
  }

  lastUse(account: AccountId, subject: string): Use | undefined {
    const use = this.#connection.first<Use>(
      'SELECT account, subject, time, region, service FROM uses WHERE account = ? AND subject = ?',
      account,
      subject,
    )
    return use && { ...use }
  }

  clear(): void {
    this.#transact(() => {
      this.#connection.run('DELETE FROM events')
      this.#connection.run('DELETE FROM uses')
      this.#connection.run('DELETE FROM accesses')
    })
  }

  #transact(work: () => void): void {
    this.#connection.run('BEGIN IMMEDIATE')
    try {
      work()
      this.#connection.run('COMMIT')
    } catch (error) {
      this.#connection.rollback()
      throw error
    }
  }
}

const insertEvent = `INSERT INTO events (account, time, "requestId", "eventName", "eventId", marks, event, decision)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

const eventValues = (event: EventRecord): Value[] => [
  event.account,
  event.time,
  event.requestId,
  event.eventName,
  event.eventId,
  marksOf(event.eventId, event.event),
  event.event,
  event.decision ?? null,
]

/** The latest use stays, in whatever order they come. */
const putUse = `INSERT INTO uses (account, subject, time, region, service) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account, subject) DO UPDATE
  SET time = excluded.time, region = excluded.region, service = excluded.service
  WHERE excluded.time >= uses.time`

const useValues = (use: Use): Value[] => [use.account, use.subject, use.time, use.region, use.service]

/** What is asked for; an event's name stands in the index by time, so that others are passed over without a look. */
function filtersOf(account: AccountId, query: EventQuery): (readonly [term: string, value: Value])[] {
  const filters: readonly (readonly [term: string, value: Value | undefined])[] = [
    ['account = ?', account],
    ['"requestId" = ?', query.requestId],
    ['"eventName" = ?', query.eventName],
    ['time >= ?', query.from],
    ['time <= ?', query.to],
  ]
  return filters.filter((filter): filter is readonly [string, Value] => filter[1] !== undefined)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AccountId } from '../../identity/account-id.ts'
import type { EventQuery, EventRecord, RecordBatch, Use } from '../contract.ts'
import type { Connection, Value } from './connection.ts'
import type { GroupFlush } from './group-flush.ts'
import type { Turns } from './turns.ts'
import { UseNotes } from './use-notes.ts'

interface Waiting extends RecordBatch {
  resolve(): void
  reject(cause: unknown): void
}

/** One transaction takes at most so many callers: it holds up the event loop while it runs. */
const maxBatch = 256

/**
 * The event history. Every API call waits for its event, so the calls of one moment share one transaction
 * and one flush.
 */
export class EventHistory {
  readonly #writer: Connection
  readonly #writes: Turns
  readonly #log: GroupFlush
  #notes = new UseNotes()
  #waiting: Waiting[] = []
  #draining: Promise<void> | undefined
  readonly #flushing = new Set<Promise<void>>()

  constructor(writer: Connection, writes: Turns, log: GroupFlush) {
    this.#writer = writer
    this.#writes = writes
    this.#log = log
  }

  record(batch: RecordBatch): Promise<void> {
    const uses = this.#notes.unknown(batch.uses)
    if (batch.events.length === 0 && uses.length === 0) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ events: batch.events, uses, resolve, reject })
    this.#draining ??= this.#drain()
    return promise
  }

  /** Resolves when all that was handed in before is recorded. */
  async idle(): Promise<void> {
    await this.#draining
    await Promise.all(this.#flushing)
  }

  forget(): void {
    this.#notes = new UseNotes()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn() // callers that were answered together come back together
      await this.#append(this.#waiting.splice(0, maxBatch))
    }
    this.#draining = undefined
  }

  async #append(taken: readonly Waiting[]): Promise<void> {
    const notes = this.#notes // those of now: what is cleared meanwhile must not be noted afterwards
    let commit: number
    try {
      commit = await this.#writes.take(() => this.#insert(taken))
    } catch (cause) {
      // Nobody is to fail for what another one handed in.
      if (taken.length > 1) for (const one of taken) await this.#append([one])
      else taken[0]?.reject(cause)
      return
    }
    // The next batch is inserted while this one is flushed.
    const flushed = this.#acknowledge(taken, commit, notes)
    this.#flushing.add(flushed)
    flushed.finally(() => this.#flushing.delete(flushed))
  }

  /** Answers everybody of a batch; never rejects itself. */
  async #acknowledge(taken: readonly Waiting[], commit: number, notes: UseNotes): Promise<void> {
    try {
      await this.#log.durable(commit)
    } catch (cause) {
      for (const one of taken) one.reject(cause)
      return
    }
    for (const one of taken) {
      notes.noted(one.uses)
      one.resolve()
    }
  }

  #insert(taken: readonly Waiting[]): number {
    this.#log.refuseAfterFault()
    this.#writer.run('BEGIN IMMEDIATE')
    try {
      for (const { events, uses } of taken) {
        for (const event of events) this.#writer.run(insertEvent, ...eventValues(event))
        for (const use of uses) this.#writer.run(putUse, ...useValues(use))
      }
      this.#writer.run('COMMIT')
    } catch (error) {
      this.#writer.rollback()
      throw error
    }
    return this.#log.committed()
  }
}

const insertEvent = `INSERT INTO events (account, time, "requestId", "eventName", "eventId", event, decision)
  VALUES (?, ?, ?, ?, ?, ?, ?)`

const eventValues = (event: EventRecord): Value[] => [
  event.account,
  event.time,
  event.requestId,
  event.eventName,
  event.eventId,
  event.event,
  event.decision ?? null,
]

/** The latest use stays, in whatever order they come. */
const putUse = `INSERT INTO uses (account, subject, time, region, service) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account, subject) DO UPDATE
  SET time = excluded.time, region = excluded.region, service = excluded.service
  WHERE excluded.time >= uses.time`

const useValues = (use: Use): Value[] => [use.account, use.subject, use.time, use.region, use.service]

export function selectEvents(reader: Connection, account: AccountId, query: EventQuery): EventRecord[] {
  if (!(Number.isSafeInteger(query.limit) && query.limit >= 0))
    throw new RangeError(`limit must be a whole number of at least 0, not ${query.limit}`)
  const terms = ['account = ?']
  const values: Value[] = [account]
  const filter = (term: string, value: Value | undefined) => {
    if (value === undefined) return
    terms.push(term)
    values.push(value)
  }
  filter('"requestId" = ?', query.requestId)
  filter('"eventName" = ?', query.eventName)
  filter('time >= ?', query.from)
  filter('time <= ?', query.to)
  const rows = reader.all<EventRecord & { decision: string | null }>(
    `SELECT account, "eventId", "requestId", time, "eventName", event, decision
     FROM events INDEXED BY ${eventIndex(query)}
     WHERE ${terms.join(' AND ')} ORDER BY time DESC, sequence DESC LIMIT ?`,
    ...values,
    query.limit,
  )
  return rows.map(({ decision, ...event }) => (decision === null ? event : { ...event, decision }))
}

function eventIndex(query: EventQuery): string {
  if (query.requestId !== undefined) return 'events_byRequest'
  return query.eventName === undefined ? 'events_byTime' : 'events_byName'
}

export function selectLastUse(reader: Connection, account: AccountId, subject: string): Use | undefined {
  const use = reader.first<Use>(
    'SELECT account, subject, time, region, service FROM uses WHERE account = ? AND subject = ?',
    account,
    subject,
  )
  return use && { ...use }
}

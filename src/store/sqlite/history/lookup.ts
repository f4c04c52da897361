import type { AccountId } from '../../../identity/account-id.ts'
import type { EventPlace, EventRecord, LookupPage, LookupQuery } from '../../contract.ts'
import { attributesOf, valuesOf } from '../../event-attributes.ts'
import type { Connection, Value } from '../connection.ts'
import { dataEventMark, markOf } from './marks.ts'

/** A condition, and the values for its question marks. */
type Term = readonly [term: string, ...values: Value[]]

/**
 * One slice of a lookup, from where the last one ended: it looks through at most so many entries of the index. Records
 * wait meanwhile; 16,000 entries take two or three milliseconds.
 */
export function lookUp(
  connection: Connection,
  account: AccountId,
  query: LookupQuery,
  entries: number,
): LookupPage {
  if (!(Number.isSafeInteger(query.limit) && query.limit > 0))
    throw new RangeError(`limit must be a whole number of at least 1, not ${query.limit}`)
  const moment = query.attribute?.key === 'EventId' ? timeIn(query.attribute.value) : undefined
  if (moment !== undefined && !query.after) {
    const [from, to] = [Math.max(moment, query.from ?? moment), Math.min(moment, query.to ?? moment)]
    const { events } = slice(connection, account, { ...query, from, to }, entries)
    if (events.length > 0) return { events }
  }
  return slice(connection, account, query, entries)
}

function slice(connection: Connection, account: AccountId, query: LookupQuery, entries: number): LookupPage {
  const range = rangeOf(account, query)
  const end = connection.first<EventPlace>(
    `SELECT time, sequence ${inOrder(range)} LIMIT 1 OFFSET ${entries - 1}`,
    ...valuesFor(range),
  )
  // A range of the index is gone through in half the time that it takes to count while going.
  const terms = [...range, ...(end ? [upTo(end)] : []), ...filtersOf(query)]
  const places = connection.all<EventPlace>(
    `SELECT time, sequence ${inOrder(terms)} LIMIT ?`,
    ...valuesFor(terms),
    query.limit,
  )
  const events = places.flatMap(({ sequence }) => eventAt(connection, sequence, query) ?? [])
  const next = places.length === query.limit ? places.at(-1) : end
  return next ? { events, next: { time: next.time, sequence: next.sequence } } : { events }
}

/** Marks may be those of another value too. */
function eventAt(
  connection: Connection,
  sequence: number,
  { attribute }: LookupQuery,
): EventRecord | undefined {
  const row = connection.first<EventRecord & { decision: string | null }>(
    `SELECT account, "eventId", "requestId", time, "eventName", event, decision FROM events WHERE sequence = ?`,
    sequence,
  )
  if (!row) return undefined
  const { decision, ...event } = row
  const attributes = attributesOf(event.event)
  const values = [['EventId', event.eventId], ['EventName', event.eventName], ...valuesOf(attributes)]
  const isMeant =
    attributes.isManagement &&
    (!attribute || values.some(([key, value]) => key === attribute.key && value === attribute.value))
  if (!isMeant) return undefined
  return decision === null ? event : { ...event, decision }
}

const inOrder = (range: readonly Term[]) =>
  `FROM events INDEXED BY "events_byTime" WHERE ${termsOf(range)} ORDER BY time DESC, sequence DESC`

const termsOf = (terms: readonly Term[]) => terms.map(([term]) => term).join(' AND ')
const valuesFor = (terms: readonly Term[]) => terms.flatMap(([, ...values]) => values)

function rangeOf(account: AccountId, { from, to, after }: LookupQuery): Term[] {
  const range: Term[] = [['account = ?', account]]
  if (from !== undefined) range.push(['time >= ?', from])
  if (to !== undefined) range.push(['time <= ?', to])
  if (after) range.push(['(time, sequence) < (?, ?)', after.time, after.sequence])
  return range
}

const upTo = ({ time, sequence }: EventPlace): Term => ['(time, sequence) >= (?, ?)', time, sequence]

/** What most events fail first. */
function filtersOf({ attribute }: LookupQuery): Term[] {
  const isNoDataEvent: Term = ['instr(marks, ?) = 0', dataEventMark]
  if (!attribute) return [isNoDataEvent]
  if (attribute.key === 'EventName') return [['"eventName" = ?', attribute.value], isNoDataEvent]
  return [['instr(marks, ?) > 0', markOf(attribute.key, attribute.value)], isNoDataEvent]
}

/** Most event ids begin with their time (RFC 9562 §5.7), as request ids do: there they are looked for first. */
function timeIn(eventId: string): number | undefined {
  const isTimed = /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(eventId)
  return isTimed ? Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16) : undefined
}

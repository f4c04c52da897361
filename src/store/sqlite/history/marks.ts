import { crc32 } from 'node:zlib'
import type { AttributeKey } from '../../contract.ts'
import { attributesOf, valuesOf } from '../../event-attributes.ts'
import type { Connection, Value } from '../connection.ts'

/**
 * An index for each attribute of LookupEvents would cost an event more than all the rest of writing it down. So an
 * event has four bytes for each of its attributes, its marks, and they stand in the one index by time: who looks
 * for an attribute passes over other events without looking at their rows. Marks of two values may be the same: the
 * row decides. docs/decisions/0004-event-history.md
 */
export function markOf(key: MarkedKey, value: string): Buffer {
  return inBytes([numberOf(key, value)])
}

type MarkedKey = AttributeKey | 'EventCategory'

/** Events that LookupEvents passes over. */
export const dataEventMark = markOf('EventCategory', 'Data')

export function marksOf(eventId: string, event: string): Buffer {
  const attributes = attributesOf(event)
  const marks = [numberOf('EventId', eventId)]
  for (const [key, value] of valuesOf(attributes)) if (value !== undefined) marks.push(numberOf(key, value))
  if (!attributes.isManagement) marks.push(numberOf('EventCategory', 'Data'))
  return inBytes(marks)
}

function numberOf(key: MarkedKey, value: string): number {
  return crc32(`${key}=${value}`)
}

function inBytes(marks: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * marks.length)
  for (const [place, mark] of marks.entries()) bytes.writeUInt32BE(mark, 4 * place)
  return bytes
}

/** For statements that give marks to events from before there were any. */
export function defineMarks(connection: Connection): void {
  connection.define('event_marks', (eventId, event): Value => marksOf(String(eventId), String(event)))
}

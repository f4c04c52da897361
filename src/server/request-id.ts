import { randomUUID } from 'node:crypto'

/**
 * A request id in the form of AWS's, beginning with its time (UUID version 7, RFC 9562 §5.7): events are found by
 * it, and ids that come in order keep the index of a long history compact.
 */
export const newRequestId = timedUuid

/** Events are found by theirs as well, and by all their accounts' history else. */
export const newEventId = timedUuid

function timedUuid(now: number): string {
  const time = Math.max(0, now).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`
}

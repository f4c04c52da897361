import type { Connection } from '../connection.ts'

/** So many events go in one step: a few milliseconds, for which records wait. */
const stepEvents = 200

/**
 * Lets go of one step of events from before `until` (epoch milliseconds), of those up to a number, the oldest first.
 * The newest event always stays, for numbers go on from it. True while there is more to let go of.
 */
export function forgetEvents(connection: Connection, until: number, upTo: number): boolean {
  return (
    connection.run(
      `DELETE FROM events WHERE sequence IN
         (SELECT sequence FROM (SELECT sequence, time FROM events ORDER BY sequence LIMIT ${stepEvents})
          WHERE time < ? AND sequence <= ? AND sequence < (SELECT max(sequence) FROM events))`,
      until,
      upTo,
    ) === stepEvents
  )
}

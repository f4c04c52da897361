import type { AccountId } from '../../../identity/account-id.ts'
import { accessIn, type EventAccess } from '../../event-access.ts'
import type { Connection } from '../connection.ts'

/** So many events go in one step: a few milliseconds, for which records wait. */
const stepEvents = 200

/**
 * Lets go of one step of events from before `until` (epoch milliseconds), of those up to a number, the oldest first;
 * who accessed what stays. The newest event always stays too, for numbers go on from it. True while there is more to
 * let go of.
 */
export function forgetEvents(connection: Connection, until: number, upTo: number): boolean {
  const old = connection.all<{ sequence: number; account: AccountId; time: number; event: string }>(
    `SELECT sequence, account, time, event FROM (SELECT * FROM events ORDER BY sequence LIMIT ${stepEvents})
     WHERE time < ? AND sequence <= ? AND sequence < (SELECT max(sequence) FROM events)`,
    until,
    upTo,
  )
  connection.run('BEGIN IMMEDIATE')
  try {
    for (const { sequence, account, ...event } of old) {
      const access = accessIn(event)
      if (access) noteAccess(connection, account, access)
      connection.run('DELETE FROM events WHERE sequence = ?', sequence)
    }
    connection.run('COMMIT')
  } catch (error) {
    connection.rollback()
    throw error
  }
  return old.length === stepEvents
}

function noteAccess(connection: Connection, account: AccountId, access: EventAccess): void {
  const { entityId, service, action, time, region } = access
  connection.run(
    `INSERT INTO accesses (account, "entityId", service, action, time, region) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, "entityId", service, action) DO UPDATE SET time = excluded.time, region = excluded.region
     WHERE excluded.time >= accesses.time`,
    account,
    entityId,
    service,
    action,
    time,
    region,
  )
}

export function pastAccesses(connection: Connection, account: AccountId): EventAccess[] {
  const rows = connection.all<EventAccess>(
    `SELECT "entityId", service, action, time, region FROM accesses WHERE account = ? ORDER BY time DESC`,
    account,
  )
  return rows.map(row => ({ ...row }))
}

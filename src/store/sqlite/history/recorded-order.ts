import type { AccountId } from '../../../identity/account-id.ts'
import type { RecordedEvent, RecordedPage, RecordedQuery } from '../../contract.ts'
import type { Connection } from '../connection.ts'

/**
 * A call looks through so many events, of whatever account: a few milliseconds, for which records wait. There is no index
 * of an account's events in this order, which every event would have to pay for: who asks reads on from where the last
 * page ended, past what is not theirs.
 */
const pageEntries = 4096

export function recordedAfter(
  connection: Connection,
  accounts: readonly AccountId[],
  { after, limit }: RecordedQuery,
): RecordedPage {
  if (!(Number.isSafeInteger(limit) && limit > 0))
    throw new RangeError(`limit must be a whole number of at least 1, not ${limit}`)
  const last = lastRecorded(connection)
  // What the history has let go of is passed over at once.
  const start = Math.max(after, firstRecorded(connection) - 1)
  const end = Math.min(start + pageEntries, last)
  // By number and by no other index: that of the account is in the order of time.
  const rows = connection.all<RecordedEvent>(
    `SELECT sequence, account, time, event FROM events NOT INDEXED
     WHERE sequence > ? AND sequence <= ? AND account IN (SELECT value FROM json_each(?))
     ORDER BY sequence LIMIT ?`,
    start,
    end,
    JSON.stringify(accounts),
    limit,
  )
  const events = rows.map(row => ({ ...row }))
  const through = events.length === limit ? (events.at(-1)?.sequence ?? end) : Math.max(after, end)
  return { events, through, isEnd: through >= last }
}

export function lastRecorded(connection: Connection): number {
  return connection.first<{ last: number | null }>('SELECT max(sequence) AS last FROM events')?.last ?? 0
}

function firstRecorded(connection: Connection): number {
  return connection.first<{ first: number | null }>('SELECT min(sequence) AS first FROM events')?.first ?? 1
}

import type { AccountId } from '../../../identity/account-id.ts'
import type { EventRecord, Store } from '../../../store/contract.ts'
import { accessIn, type EventAccess } from '../../../store/event-access.ts'

/** What the event history tells of who called which service. */

/** "IAM reports activity for at least the last 400 days." */
export const trackingPeriodMs = 400 * 24 * 60 * 60 * 1000

export type Access = EventAccess

/** Few enough that reading a page of them keeps nobody waiting. */
const pageSize = 200

/** Attempts of the account's own users and roles within the tracking period, the latest first. */
export async function* accessesOf(store: Store, account: AccountId, now: number): AsyncGenerator<Access> {
  for await (const event of eventsSince(store, account, now - trackingPeriodMs)) {
    const access = accessIn(event)
    if (access) yield access
  }
  // The history lets go of events earlier than that; what they say of accesses stays.
  for (const access of await store.pastAccesses(account))
    if (access.time >= now - trackingPeriodMs) yield access
}

/** The history is read page by page; of events of one moment some may stand on both sides of a page's end. */
async function* eventsSince(store: Store, account: AccountId, from: number): AsyncGenerator<EventRecord> {
  let limit = pageSize
  let to: number | undefined
  let seen = new Set<string>()
  for (;;) {
    const page = await store.events(account, { from, ...(to !== undefined && { to }), limit })
    const fresh = page.filter(event => !seen.has(event.eventId))
    yield* fresh
    const last = page.at(-1)
    if (!last || page.length < limit) return
    // A whole page of one moment that was all seen: more of it must be asked for at once.
    limit = last.time === to && page[0]?.time === to ? limit * 2 : pageSize
    to = last.time
    seen = new Set(page.filter(({ time }) => time === to).map(({ eventId }) => eventId))
  }
}

import { eventsOf, foreignAccount } from '../audit/events.ts'
import { usesOf } from '../audit/uses.ts'
import type { Exchange } from '../exchange.ts'
import type { House } from '../house.ts'

/**
 * Every call of somebody known leaves an event, durable before the answer is sent. Who could not prove to be
 * anybody leaves none: it would let outsiders fill the history of an account. Nor does who was vouched for and asked
 * for a role of an account that is not there.
 */
export async function record(exchange: Exchange, { store, vault, accounts }: House): Promise<void> {
  const { caller } = exchange
  if (!caller || (caller.kind === 'bearer' && !(await accounts.exists(caller.account)))) return
  // Anybody may be anonymous as often as they like: only what they were let do is on record.
  if (caller.kind === 'anonymous' && exchange.error) return
  const foreign = foreignAccount(exchange)
  // A request may name an account that is not there, and that nobody will ever read the events of.
  const told = foreign && (await accounts.exists(foreign)) ? foreign : undefined
  await store.record({ events: eventsOf(exchange, vault, told), uses: usesOf(exchange) })
}

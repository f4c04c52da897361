import { eventsOf } from '../audit/events.ts'
import { usesOf } from '../audit/uses.ts'
import type { Exchange } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/**
 * Every call of somebody known leaves an event, durable before the answer is sent. Who could not prove to be
 * anybody leaves none: it would let outsiders fill the history of an account.
 */
export async function record(exchange: Exchange, { store, vault }: House): Promise<void> {
  if (!exchange.caller) return
  await store.record({ events: eventsOf(exchange, vault), uses: usesOf(exchange) })
}

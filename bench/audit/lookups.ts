import { join } from 'node:path'
import type { AttributeKey, LookupQuery, Store } from '../../src/store/contract.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { Figure } from '../main.ts'
import { BareHistory, type Column } from './bare-history.ts'
import { account, type Made, madeEvent } from './events.ts'
import { median } from './median.ts'

const events = 1_000_000
const batch = 500
const repeats = 15

/** The newest 50 events of an attribute among a million, beside a table with an index for it. */
export async function* lookups(directory: string): AsyncGenerator<Figure> {
  const store = await openSqliteStore({ file: join(directory, 'million.sqlite') })
  const bare = new BareHistory(join(directory, 'bare.sqlite'))
  const { oldest, newest } = await fill(store, bare)
  const attribute = (key: AttributeKey, value: string) => ({ attribute: { key, value }, limit: 50 })
  const cases: readonly (readonly [name: string, query: LookupQuery, column: Column, value: string])[] = [
    ['a user of 50', attribute('Username', newest.userName), 'userName', newest.userName],
    ['a name of 2', attribute('EventName', 'GetRole'), 'eventName', 'GetRole'],
    ['an event id', attribute('EventId', oldest.record.eventId), 'eventId', oldest.record.eventId],
    [
      'a key used once, newest',
      attribute('AccessKeyId', newest.accessKeyId),
      'accessKeyId',
      newest.accessKeyId,
    ],
    [
      'a key used once, oldest',
      attribute('AccessKeyId', oldest.accessKeyId),
      'accessKeyId',
      oldest.accessKeyId,
    ],
    ['a user that is not there', attribute('Username', 'nobody'), 'userName', 'nobody'],
  ]
  for (const [name, query, column, value] of cases)
    yield await compared(
      `audit/lookup, ${name}`,
      () => store.lookup(account, query),
      () => bare.newest(column, value),
    )
  const from = newest.record.time - 5000
  yield await compared(
    'audit/lookup, the last five seconds',
    () => store.lookup(account, { from, limit: 50 }),
    () => bare.since(from),
  )
  yield await recordsMeanwhile(store)
  bare.close()
  await store.close()
}

async function fill(store: Store, bare: BareHistory): Promise<{ oldest: Made; newest: Made }> {
  const from = Date.now() - events * 10
  let oldest: Made | undefined
  let newest: Made | undefined
  for (let index = 0; index < events; index += batch) {
    const made = Array.from({ length: batch }, (_, each) =>
      madeEvent(index + each, from + (index + each) * 10),
    )
    await store.record({ events: made.map(({ record }) => record), uses: [] })
    bare.add(made)
    oldest ??= made[0]
    newest = made.at(-1)
  }
  bare.index()
  if (!oldest || !newest) throw new Error('there are events')
  return { oldest, newest }
}

async function compared(name: string, ours: () => Promise<unknown>, bare: () => unknown): Promise<Figure> {
  const [value, reference] = [await milliseconds(ours), await milliseconds(async () => bare())]
  const note = 'of a million events; the reference is SQLite with an index for it'
  return { name, value, unit: 'ms', reference, ratio: reference / value, note }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  await work()
  const taken: number[] = []
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const started = performance.now()
    await work()
    taken.push(performance.now() - started)
  }
  return median(taken)
}

/** How long a call waits for its event while somebody looks through everything, again and again. */
async function recordsMeanwhile(store: Store): Promise<Figure> {
  const latencies = async () => {
    const taken: number[] = []
    for (let call = 0; call < 300; call += 1) {
      const { record } = madeEvent(call, Date.now())
      const started = performance.now()
      await store.record({ events: [record], uses: [] })
      taken.push(performance.now() - started)
    }
    return median(taken)
  }
  const reference = await latencies()
  let isLooking = true
  const looking = (async () => {
    while (isLooking)
      await store.lookup(account, { attribute: { key: 'Username', value: 'nobody' }, limit: 50 })
  })()
  const value = await latencies()
  isLooking = false
  await looking
  const note = 'one caller, while lookups go through everything; the reference is without them'
  return {
    name: 'audit/record, looked through meanwhile',
    value,
    unit: 'ms',
    reference,
    ratio: reference / value,
    note,
  }
}

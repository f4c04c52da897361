import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RecordBatch } from '../../src/store/contract.ts'
import { EventHistory, type Keeper } from '../../src/store/sqlite/history/event-history.ts'
import { alpha, event, use } from '../../src/store/suite/samples.ts'

/** A keeper that is done with a batch when the test says so. */
function controlledKeeper() {
  const begun: { ids: string; end(): void; fail(cause: Error): void }[] = []
  const keeper: Keeper = {
    fault: undefined,
    append: (batches: readonly RecordBatch[]) =>
      new Promise<void>((end, fail) => {
        const ids = batches.flatMap(({ events }) => events.map(({ eventId }) => eventId)).join(' ')
        begun.push({ ids, end, fail })
      }),
    events: () => [],
    lookup: () => ({ events: [] }),
    recordedAfter: () => ({ events: [], through: 0, isEnd: true }),
    lastRecorded: () => 0,
    pastAccesses: () => [],
    lastUse: () => undefined,
    close: () => {},
  }
  return { begun, history: new EventHistory(keeper) }
}

const turns = async (count = 5) => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

const record = (history: EventHistory, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    history.record({ events: [event(`${from + index}`, 1)], uses: [] }),
  )

it('takes the callers of one turn together, and answers them when they are kept', async () => {
  const { begun, history } = controlledKeeper()
  const answered: number[] = []
  const calls = record(history, 1, 3).map((call, index) => call.then(() => answered.push(index + 1)))
  await turns()
  expect(begun.map(({ ids }) => ids)).toEqual(['1 2 3'])
  expect(answered).toEqual([])
  begun[0]?.end()
  await Promise.all(calls)
  expect(answered).toEqual([1, 2, 3])
})

it('has two batches under way at most, and gathers what comes meanwhile', async () => {
  const { begun, history } = controlledKeeper()
  const calls: Promise<void>[] = []
  for (const first of [1, 3, 5, 7]) {
    calls.push(...record(history, first, first + 1))
    await turns()
  }
  expect(begun.map(({ ids }) => ids)).toEqual(['1 2', '3 4'])
  begun[1]?.end()
  await turns()
  expect(begun[2]?.ids).toBe('5 6 7 8')
  begun[0]?.end()
  begun[2]?.end()
  await Promise.all(calls)
})

it('begins before the turn is over where there are many callers', async () => {
  const { begun, history } = controlledKeeper()
  const calls = record(history, 1, 100)
  expect(begun).toHaveLength(2)
  for (let batch = 0; batch < 3; batch += 1) {
    begun[batch]?.end()
    await turns()
  }
  await Promise.all(calls)
  expect(begun).toHaveLength(3)
})

it('tries each caller alone where a batch fails, and tells only those that fail again', async () => {
  const { begun, history } = controlledKeeper()
  const calls = Promise.allSettled(record(history, 1, 3))
  await turns()
  begun.shift()?.fail(new Error('one of them'))
  for (const outcome of ['kept', 'refused', 'kept']) {
    await turns()
    const alone = begun.shift()
    if (outcome === 'kept') alone?.end()
    else alone?.fail(new Error(`not ${alone.ids}`))
  }
  const outcomes = await calls
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: { message: 'not 2' } })
})

it('waits for a use that is not kept yet, and not again for the same', async () => {
  const { begun, history } = controlledKeeper()
  const uses = [use('AKIA', 1)]
  const first = history.record({ events: [], uses })
  const second = history.record({ events: [], uses })
  await turns()
  expect(begun).toHaveLength(1)
  begun[0]?.end()
  await Promise.all([first, second])
  await history.record({ events: [], uses })
  expect(begun).toHaveLength(1)
})

it('closes when all is kept that was handed in', async () => {
  const { begun, history } = controlledKeeper()
  const calls = [...record(history, 1, 1), ...record(history, 2, 2)]
  await turns()
  calls.push(...record(history, 3, 3))
  await turns()
  calls.push(...record(history, 4, 4))
  let closed = false
  const closing = history.close().then(() => {
    closed = true
  })
  for (const count of [1, 2, 3]) {
    await turns()
    expect(closed).toBe(false)
    expect(begun.length).toBeGreaterThanOrEqual(count)
    begun[count - 1]?.end()
  }
  await Promise.all([...calls, closing])
  expect(await history.events(alpha, { limit: 1 })).toEqual([])
})

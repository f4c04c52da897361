import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Connection } from '../../src/store/sqlite/connection.ts'
import { GroupFlush } from '../../src/store/sqlite/group-flush.ts'
import { EventHistory } from '../../src/store/sqlite/history/event-history.ts'
import { prepareHistory } from '../../src/store/sqlite/history/file.ts'
import { startHistoryThread } from '../../src/store/sqlite/history/thread.ts'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { SqliteStore } from '../../src/store/sqlite/store.ts'
import { alpha, event, group, use } from '../../src/store/suite/samples.ts'
import { groups } from '../../src/store/tables.ts'
import { startProcess } from './crash-writer-process.ts'
import { temporaryData } from './temporary-data.ts'

/** A store whose event history runs a script of the test's. */
async function openWith(script: string, directory: string) {
  const file = `${directory}/history`
  prepareHistory(file)
  const writer = new Connection(':memory:')
  migrate(writer, ':memory:')
  const url = new URL(`./threads/${script}`, import.meta.url)
  const history = new EventHistory(await startHistoryThread({ file }, url))
  const log = new GroupFlush(async () => {})
  const store = new SqliteStore({ writer, log, history, release: () => writer.close() })
  return { store, file }
}

const record = (store: SqliteStore, id: string) => store.record({ events: [event(id, 1)], uses: [] })

describe.each([
  ['dies', 'leaves-at-the-third.ts', 'ended with code 3'],
  ['cannot flush', 'cannot-flush-the-third.ts', 'EIO'],
] as const)('when the thread %s', (_, script, why) => {
  it('who waits is told the cause, and the store refuses from then on', async () => {
    using data = temporaryData()
    const { store, file } = await openWith(script, data.directory)
    await record(store, '1')
    await record(store, '2')
    const waiting: Promise<unknown>[] = [record(store, '3'), record(store, '4')]
    await nextTurn()
    waiting.push(store.events(alpha, { limit: 1 }), record(store, '5'))
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('open it again'), cause: { message: expect.anything() } },
      })
      expect(String((outcome as PromiseRejectedResult).reason.cause)).toContain(why)
    }
    await expect(record(store, '6')).rejects.toThrow('open it again')
    await expect(store.events(alpha, { limit: 1 })).rejects.toThrow('open it again')
    await expect(store.lastUse(alpha, 'AKIA')).rejects.toThrow('open it again')
    // What cannot be recorded is not done; what is there can be read.
    await expect(store.write(alpha, rows => rows.insert(groups, group('a')))).rejects.toThrow('open it again')
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(0)
    await store.close()

    const thread = await startHistoryThread({ file })
    const kept = (await thread.events(alpha, { limit: 9 })).map(({ eventId }) => eventId)
    expect(kept).toEqual(expect.arrayContaining(['1', '2']))
    await thread.close()
  })
})

it('a thread that cannot begin says why', async () => {
  using data = temporaryData()
  await expect(startHistoryThread({ file: `${data.directory}/not/there` })).rejects.toThrow('unable to open')
})

it('refusals come back as what they were', async () => {
  using data = temporaryData()
  const store = await openSqliteStore({ ...data, maxFileBytes: 800_000 })
  const large = event('1', 1, { event: JSON.stringify('x'.repeat(1_000_000)) })
  await expect(store.record({ events: [large], uses: [] })).rejects.toMatchObject({
    errcode: 13,
    message: expect.stringContaining('full'),
  })
  await expect(store.events(alpha, { limit: 0.5 })).rejects.toThrow(RangeError)
  const unsendable = event('2', 1, { event: (() => {}) as never })
  await expect(store.record({ events: [unsendable], uses: [] })).rejects.toThrow('could not be cloned')
  await store.record({ events: [event('3', 1)], uses: [use('AKIA', 1)] })
  expect(await store.events(alpha, { limit: 9 })).toEqual([event('3', 1)])
  await store.close()
})

describe('the process', () => {
  it.each(['closes', 'leaves it open'])('ends by itself when it %s', async how => {
    using data = temporaryData()
    const child = startProcess('leaving-process.ts', data.file, how)
    expect(await child.ended).toBe(0)
    expect(child.lines()).toEqual(['recorded', 'read 1'])
    const store = await openSqliteStore(data)
    expect(await store.events(alpha, { limit: 2 })).toEqual([event('1', 1)])
    await store.close()
  })
})

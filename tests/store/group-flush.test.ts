import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Connection } from '../../src/store/sqlite/connection.ts'
import { GroupFlush } from '../../src/store/sqlite/group-flush.ts'
import { EventHistory } from '../../src/store/sqlite/history/event-history.ts'
import { MemoryHistory } from '../../src/store/sqlite/history/memory.ts'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import { SqliteStore } from '../../src/store/sqlite/store.ts'
import { alpha, beta, event, group } from '../../src/store/suite/samples.ts'
import { groups } from '../../src/store/tables.ts'

/** A flush that ends when the test says so. */
function controlledFlush() {
  const running: { end(): void; fail(cause: Error): void }[] = []
  const flush = () =>
    new Promise<void>((resolve, reject) => {
      running.push({ end: resolve, fail: reject })
    })
  return { running, flush }
}

const turns = async (count = 5) => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

describe('group flush', () => {
  it('takes the commits of one turn together', async () => {
    const { running, flush } = controlledFlush()
    const log = new GroupFlush(flush)
    const waiting = [1, 2, 3].map(() => log.durable(log.committed()))
    await turns()
    running[0]?.end()
    await Promise.all(waiting)
    expect(running).toHaveLength(1)
  })

  it('acknowledges a commit only with a flush that began after it', async () => {
    const { running, flush } = controlledFlush()
    const log = new GroupFlush(flush)
    const first = log.durable(log.committed())
    await turns()
    let acknowledged = 0
    const later = [1, 2].map(() => log.durable(log.committed()).then(() => (acknowledged += 1)))
    running[0]?.end()
    await first
    await turns()
    expect(acknowledged).toBe(0)
    expect(running).toHaveLength(2)
    running[1]?.end()
    await Promise.all(later)
    expect(acknowledged).toBe(2)
  })

  it('does not flush for what is durable already', async () => {
    const { running, flush } = controlledFlush()
    const log = new GroupFlush(flush)
    await log.durable(log.latest)
    await turns()
    expect(running).toHaveLength(0)
  })

  it('stays failed after one failure', async () => {
    const { running, flush } = controlledFlush()
    const log = new GroupFlush(flush)
    const failing = log.durable(log.committed())
    await turns()
    running[0]?.fail(new Error('EIO'))
    await expect(failing).rejects.toMatchObject({ cause: { message: 'EIO' } })
    await expect(log.durable(log.committed())).rejects.toThrow('open it again')
    expect(running).toHaveLength(1)
  })
})

describe('the store and its flush', () => {
  function openWith(flush: () => Promise<void>) {
    const writer = new Connection(':memory:')
    migrate(writer, ':memory:')
    const history = new EventHistory(new MemoryHistory())
    return new SqliteStore({ writer, log: new GroupFlush(flush), history, release: () => writer.close() })
  }

  it('acknowledges nothing, and shows nothing of it, before it is durable', async () => {
    const { running, flush } = controlledFlush()
    const store = openWith(flush)
    const done: string[] = []
    const note = (name: string) => () => done.push(name)
    const calls = [
      store.write(alpha, rows => rows.insert(groups, group('a'))).then(note('write')),
      store.write(alpha, rows => rows.put(groups, group('a'))).then(note('write that changed nothing')),
      store.read(alpha, rows => rows.get(groups, 'a')).then(note('read')),
    ]
    await store.read(beta, rows => rows.list(groups)).then(note('read of another partition'))
    await turns()
    expect(done).toEqual(['read of another partition'])
    while (done.length < 4) {
      running.shift()?.end()
      await turns()
    }
    await Promise.all(calls)
  })

  it('takes no more writes after a failed flush, and does not show what may be lost', async () => {
    let cause: Error | undefined
    const store = openWith(async () => {
      if (cause) throw cause
    })
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    cause = new Error('EIO')
    await expect(store.write(beta, rows => rows.insert(groups, group('b')))).rejects.toMatchObject({ cause })
    cause = undefined
    await expect(store.write(alpha, async () => {})).rejects.toThrow('open it again')
    await expect(store.read(beta, rows => rows.list(groups))).rejects.toThrow('open it again')
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(1)
    // The history has a file of its own: what was refused can still be told.
    await store.record({ events: [event('1', 1)], uses: [] })
    expect(await store.events(alpha, { limit: 1 })).toHaveLength(1)
  })
})

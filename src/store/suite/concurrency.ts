import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Partition, Store } from '../contract.ts'
import { groups } from '../tables.ts'
import type { Opened } from './opened.ts'
import { alpha, beta, group } from './samples.ts'

export function concurrencyCases(opened: Opened): void {
  it('never lets two writes of a partition interleave', async () => {
    const { store } = opened()
    const log: string[] = []
    const write = (name: string) =>
      store.write(alpha, async rows => {
        log.push(`${name} begins`)
        await rows.put(groups, group(name))
        await nextTurn()
        log.push(`${name} ends`)
      })
    await Promise.all([write('a'), write('b'), write('c')])
    for (let at = 0; at < log.length; at += 2) expect(log[at]?.[0]).toBe(log[at + 1]?.[0])
    expect(log).toHaveLength(6)
  })

  it('loses no increment, however reads, writes and failures interleave', async () => {
    const step = fc.record({
      partition: fc.constantFrom(alpha, beta),
      turns: fc.nat(3),
      outcome: fc.constantFrom('commits', 'commits', 'throws', 'reads'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async steps => {
        const { store } = opened()
        const before = { [alpha]: await counterOf(store, alpha), [beta]: await counterOf(store, beta) }
        const revisions = { [alpha]: await store.revision(alpha), [beta]: await store.revision(beta) }
        await Promise.all(steps.map(one => run(store, one)))
        for (const partition of [alpha, beta]) {
          const committed = steps.filter(
            one => one.partition === partition && one.outcome === 'commits',
          ).length
          expect(await counterOf(store, partition)).toBe((before[partition] ?? 0) + committed)
          expect(await store.revision(partition)).toBe((revisions[partition] ?? 0) + committed)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('reads one state from the first look to the last', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.put(groups, group('counter')))
    let writing: Promise<void> | undefined
    const outside = () =>
      store.write(alpha, async rows => {
        await rows.put(groups, group('counter', { createdAt: 1 }))
        await rows.put(groups, group('other'))
      })
    const looks = await Promise.all([
      store.read(alpha, async rows => {
        const first = await rows.get(groups, 'counter')
        for (let turn = 0; turn < 20; turn += 1) await nextTurn()
        return [first, await rows.get(groups, 'counter'), await rows.get(groups, 'other')]
      }),
      nextTurn().then(() => {
        writing = outside()
      }),
    ])
    await writing
    expect(looks[0]).toEqual([group('counter'), group('counter'), undefined])
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(2)
  })

  it('shows a write to every read that begins after it was acknowledged', async () => {
    const { store } = opened()
    for (let number = 1; number <= 20; number += 1) {
      await store.write(alpha, rows => rows.put(groups, group('counter', { createdAt: number })))
      expect(await counterOf(store, alpha)).toBe(number)
    }
  })
}

interface Step {
  readonly partition: Partition
  readonly turns: number
  readonly outcome: string
}

async function run(store: Store, { partition, turns, outcome }: Step): Promise<void> {
  if (outcome === 'reads') {
    await counterOf(store, partition)
    return
  }
  const writing = store.write(partition, async rows => {
    const counter = (await rows.get(groups, 'counter')) ?? group('counter')
    for (let turn = 0; turn < turns; turn += 1) await nextTurn()
    await rows.put(groups, { ...counter, createdAt: counter.createdAt + 1 })
    if (outcome === 'throws') throw new Error('on purpose')
  })
  if (outcome === 'throws') await expect(writing).rejects.toThrow('on purpose')
  else await writing
}

async function counterOf(store: Store, partition: Partition): Promise<number> {
  return (await store.read(partition, rows => rows.get(groups, 'counter')))?.createdAt ?? 0
}

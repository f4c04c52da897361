import { join } from 'node:path'
import type { Store } from '../../src/store/contract.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { Figure } from '../main.ts'
import { type Made, madeEvent } from './events.ts'
import { median } from './median.ts'

const rounds = 7
const eventsEach = 20_000

/** Events a second, durable, with the event files and without, in turn; the median of the rounds. */
export async function* recording(directory: string): AsyncGenerator<Figure> {
  const eventFiles = { directory: join(directory, 'audit'), key: new Uint8Array(32) }
  const chained = await openSqliteStore({ file: join(directory, 'chained.sqlite'), eventFiles })
  const plain = await openSqliteStore({ file: join(directory, 'plain.sqlite') })
  for (const callers of [1, 16]) {
    const count = callers === 1 ? eventsEach / 10 : eventsEach
    const made = Array.from({ length: count }, (_, index) => madeEvent(index, Date.now()))
    const [withFiles, without]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      withFiles.push(await eventsPerSecond(chained, made, callers))
      without.push(await eventsPerSecond(plain, made, callers))
    }
    const [value, reference] = [median(withFiles), median(without)]
    const name = `audit/record, ${callers} ${callers === 1 ? 'caller' : 'callers'}`
    const note = 'with the event files; the reference is without'
    yield { name, value, unit: 'events/s', reference, ratio: value / reference, note }
  }
  await chained.close()
  await plain.close()
}

async function eventsPerSecond(store: Store, made: readonly Made[], callers: number): Promise<number> {
  const started = performance.now()
  let next = 0
  const call = async () => {
    for (let one = made[next++]; one; one = made[next++])
      await store.record({ events: [one.record], uses: [] })
  }
  await Promise.all(Array.from({ length: callers }, call))
  return made.length / ((performance.now() - started) / 1000)
}

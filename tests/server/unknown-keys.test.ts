import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { Credentials } from '../../src/server/credentials.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

/** Access key ids that are nobody's: anybody may send them, as many as they like and as long as a header may be. */
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const requests = 3000
const longest = 28_000

async function heapAfter(idOf: (place: number) => string): Promise<number> {
  const { store, vault } = await testFoundation()
  const credentials = new Credentials(store, vault)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  for (let place = 0; place < requests; place++) {
    expect(await credentials.find(idOf(place), undefined)).toBeUndefined()
  }
  collectGarbage()
  const left = process.memoryUsage().heapUsed - before
  await store.close()
  return left
}

const numbered = (place: number) => `AKIA${String(place).padStart(16, '0')}`

it('take no memory for their length', async () => {
  const isKept = requests * longest
  expect(await heapAfter(numbered)).toBeLessThan(isKept / 4)
  expect(await heapAfter(place => numbered(place).padEnd(longest, 'x'))).toBeLessThan(isKept / 4)
}, 20_000)

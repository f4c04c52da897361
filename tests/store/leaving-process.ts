import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { alpha, event } from '../../src/store/suite/samples.ts'

// Uses a store and comes to its end: waiting for an answer keeps the process alive, an open store does not.

const [file, how] = process.argv.slice(2) as [string, string]
const store = await openSqliteStore({ file })
await store.record({ events: [event('1', 1)], uses: [] })
console.log('recorded')
console.log(`read ${(await store.events(alpha, { limit: 2 })).length}`)
if (how === 'closes') await store.close()

import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { storeSuite } from '../../src/store/suite.ts'
import { temporaryData } from './temporary-data.ts'

storeSuite('sqlite file', async () => {
  const data = temporaryData()
  let store = await openSqliteStore(data)
  return {
    store,
    async reopen() {
      await store.close()
      store = await openSqliteStore(data)
      return store
    },
    async close() {
      await store.close()
      data[Symbol.dispose]()
    },
  }
})

storeSuite('sqlite memory', async () => {
  const store = await openSqliteStore({ file: ':memory:' })
  return { store, close: () => store.close() }
})

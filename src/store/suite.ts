import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from './contract.ts'
import { concurrencyCases } from './suite/concurrency.ts'
import { historyCases } from './suite/history.ts'
import { lifetimeCases } from './suite/lifetime.ts'
import { listCases } from './suite/lists.ts'
import { revisionCases } from './suite/revisions.ts'
import { rowCases } from './suite/rows.ts'
import { transactionCases } from './suite/transactions.ts'

/** An empty store for one test. */
export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens the same data again; absent when closing forgets it. */
  reopen?(): Promise<Store>
  /** Closes what is open and removes the data. */
  close(): Promise<void>
}

/** What a group of cases sees of the store that was opened for the running test. */
export type Opened = () => OpenedStore

/** The contract made executable: registers a test for each of its sentences. One line per backend. */
export function storeSuite(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store contract: ${name}`, () => {
    let current: OpenedStore
    beforeEach(async () => {
      current = await open()
    })
    afterEach(() => current.close())

    const opened: Opened = () => current
    describe('rows', () => rowCases(opened))
    describe('lists', () => listCases(opened))
    describe('transactions', () => transactionCases(opened))
    describe('revisions', () => revisionCases(opened))
    describe('concurrency', () => concurrencyCases(opened))
    describe('event history and uses', () => historyCases(opened))
    describe('lifetime', () => lifetimeCases(opened))
  })
}

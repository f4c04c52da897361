import { afterEach, beforeEach, describe } from 'vitest'
import { concurrencyCases } from './suite/concurrency.ts'
import { historyCases } from './suite/history.ts'
import { lifetimeCases } from './suite/lifetime.ts'
import { listCases } from './suite/lists.ts'
import type { Opened, OpenedStore } from './suite/opened.ts'
import { revisionCases } from './suite/revisions.ts'
import { rowCases } from './suite/rows.ts'
import { transactionCases } from './suite/transactions.ts'

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

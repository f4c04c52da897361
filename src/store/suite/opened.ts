import type { Store } from '../contract.ts'

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

import type { AccountId } from '../identity/account-id.ts'
import { directory, type Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import { accounts } from '../store/tables.ts'

const maxCached = 10_000

/** Which accounts there are: an ARN may name any twelve digits. */
export class Accounts {
  readonly #cache: RevisionCache<boolean>

  constructor(store: Store) {
    this.#cache = new RevisionCache(store, maxCached)
  }

  exists(account: AccountId): Promise<boolean> {
    return this.#cache.get(
      directory,
      account,
      async rows => (await rows.get(accounts, account)) !== undefined,
    )
  }
}

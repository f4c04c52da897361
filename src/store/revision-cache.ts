import type { Partition, Reader, Store } from './contract.ts'

/**
 * What was read from a partition, kept until the partition changes. A write anywhere in an account raises the
 * account's revision, so nothing that was revoked is ever served from here.
 */
export class RevisionCache<Value> {
  readonly #store: Store
  readonly #maxEntries: number
  readonly #partitions = new Map<Partition, { revision: number; values: Map<string, Promise<Value>> }>()
  #entries = 0

  constructor(store: Store, maxEntries: number) {
    this.#store = store
    this.#maxEntries = maxEntries
  }

  async get(partition: Partition, key: string, load: (rows: Reader) => Promise<Value>): Promise<Value> {
    const revision = await this.#store.revision(partition)
    const values = this.#valuesAt(partition, revision)
    const known = values.get(key)
    if (known) return known
    const loading = this.#store.read(partition, load)
    values.set(key, loading)
    this.#entries += 1
    // A load that failed says nothing of the next one.
    loading.catch(() => values.delete(key))
    return loading
  }

  #valuesAt(partition: Partition, revision: number): Map<string, Promise<Value>> {
    if (this.#entries >= this.#maxEntries) this.#clear()
    const present = this.#partitions.get(partition)
    if (present?.revision === revision) return present.values
    this.#entries -= present?.values.size ?? 0
    const values = new Map<string, Promise<Value>>()
    this.#partitions.set(partition, { revision, values })
    return values
  }

  /** Forgets all: cheaper than to know what was used last, and rare. */
  #clear(): void {
    this.#partitions.clear()
    this.#entries = 0
  }
}

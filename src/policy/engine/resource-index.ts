import type { RequestedResource } from './resource-pattern.ts'

/** Fewer entries are asked one by one sooner than they are looked up. */
const worthAnIndex = 16

/** Which entries may cover a resource: found by how the resource begins, not by asking every entry. */
export class ResourceIndex<Entry> {
  /** Entries of which it is not known how their resources begin. */
  readonly #open: readonly Entry[]
  readonly #byPrefix = new Map<string, Entry[]>()
  /** The lengths that prefixes have, in no order. */
  readonly #lengths: readonly number[]

  constructor(entries: readonly Entry[], prefixesOf: (entry: Entry) => readonly string[] | undefined) {
    const open: Entry[] = []
    for (const entry of entries) {
      const prefixes = entries.length < worthAnIndex ? undefined : prefixesOf(entry)
      if (prefixes === undefined) open.push(entry)
      else for (const prefix of new Set(prefixes)) this.#enter(prefix, entry)
    }
    this.#open = open
    this.#lengths = [...new Set([...this.#byPrefix.keys()].map(prefix => prefix.length))]
  }

  /** True when `test` is true of one that may cover the resource. */
  some(resource: RequestedResource, test: (entry: Entry) => boolean): boolean {
    for (const entry of this.#open) if (test(entry)) return true
    if (this.#lengths.length === 0) return false
    const key = resource.indexKey
    for (const length of this.#lengths) {
      if (length > key.length) continue
      const entries = this.#byPrefix.get(key.slice(0, length))
      if (entries !== undefined) for (const entry of entries) if (test(entry)) return true
    }
    return false
  }

  #enter(prefix: string, entry: Entry): void {
    const entries = this.#byPrefix.get(prefix)
    if (entries === undefined) this.#byPrefix.set(prefix, [entry])
    else entries.push(entry)
  }
}

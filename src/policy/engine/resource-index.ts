import type { RequestedResource } from './resource-pattern.ts'

/** Fewer entries are asked one by one sooner than they are looked up. */
const worthAnIndex = 16

/** Each length that prefixes have costs a look-up; when there are more, longer prefixes are cut to these. */
const maxLengths = 8
const cutLengths = [16, 24, 32, 48, 64, 96, 128, 192] as const

/** Which entries may cover a resource: found by how the resource begins, not by asking every entry. */
export class ResourceIndex<Entry> {
  /** Entries of which it is not known how their resources begin: they may cover any. */
  readonly #open: readonly (readonly Entry[])[]
  readonly #byPrefix = new Map<string, Entry[]>()
  readonly #lengths: readonly number[]

  constructor(entries: readonly Entry[], prefixesOf: (entry: Entry) => readonly string[] | undefined) {
    const known = entries.map(entry => (entries.length < worthAnIndex ? undefined : prefixesOf(entry)))
    const cut = cutter(known.flatMap(prefixes => prefixes ?? []))
    const open: Entry[] = []
    for (const [position, entry] of entries.entries()) {
      const prefixes = known[position]?.map(cut)
      if (prefixes === undefined || prefixes.includes('')) open.push(entry)
      else for (const prefix of new Set(prefixes)) this.#enter(prefix, entry)
    }
    this.#open = open.length > 0 ? [open] : []
    this.#lengths = [...new Set([...this.#byPrefix.keys()].map(prefix => prefix.length))]
  }

  /** In groups, without order. */
  mayCover(resource: RequestedResource): readonly (readonly Entry[])[] {
    if (this.#lengths.length === 0) return this.#open
    const groups = [...this.#open]
    const key = resource.indexKey
    for (const length of this.#lengths) {
      const group = length <= key.length ? this.#byPrefix.get(key.slice(0, length)) : undefined
      if (group !== undefined) groups.push(group)
    }
    return groups
  }

  #enter(prefix: string, entry: Entry): void {
    const entries = this.#byPrefix.get(prefix)
    if (entries === undefined) this.#byPrefix.set(prefix, [entry])
    else entries.push(entry)
  }
}

function cutter(prefixes: readonly string[]): (prefix: string) => string {
  const lengths = new Set(prefixes.map(prefix => prefix.length))
  if (lengths.size <= maxLengths) return prefix => prefix
  return prefix => prefix.slice(0, cutLengths.findLast(length => length <= prefix.length) ?? 0)
}

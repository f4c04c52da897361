import type { RequestedResource } from './resource-pattern.ts'

/** Entries whose resources begin alike: with what stands on the way to this group from the outermost one. */
export interface ResourceGroup<Entry> {
  readonly entries: readonly Entry[]
  /** Those whose resources begin with less. */
  readonly outer: ResourceGroup<Entry> | undefined
}

/** Fewer entries are asked one by one sooner than they are looked up. */
const worthAnIndex = 8

/** Which entries may cover a resource: found by how the resource begins, not by asking every entry. */
export class ResourceIndex<Entry> {
  /** In it are the entries of which it is not known how their resources begin: they may cover any. */
  readonly #root = new Branch<Entry>('', undefined)

  constructor(entries: readonly Entry[], prefixesOf: (entry: Entry) => readonly string[] | undefined) {
    const few = entries.length < worthAnIndex
    for (const entry of entries)
      for (const prefix of new Set((few ? undefined : prefixesOf(entry)) ?? [''])) this.#enter(prefix, entry)
  }

  /** The entries that may cover it are those of this group and of all around it. */
  innermost(resource: RequestedResource): ResourceGroup<Entry> {
    if (this.#root.isLeaf) return this.#root
    const key = resource.indexKey
    let branch = this.#root
    let at = 0
    for (;;) {
      const next = branch.towards(key, at)
      if (next === undefined || !key.startsWith(next.label, at)) return branch
      branch = next
      at += next.label.length
    }
  }

  #enter(prefix: string, entry: Entry): void {
    let branch = this.#root
    let at = 0
    while (at < prefix.length) {
      const next = branch.towards(prefix, at) ?? branch.grow(prefix.slice(at))
      const shared = lengthShared(next.label, prefix, at)
      branch = shared < next.label.length ? branch.split(next, shared) : next
      at += shared
    }
    branch.entries.push(entry)
  }
}

/** A tree of prefixes: from each branch on, the first character tells where to go. */
class Branch<Entry> {
  readonly entries: Entry[] = []
  label: string
  outer: Branch<Entry> | undefined
  readonly #inner = new Map<number, Branch<Entry>>()

  constructor(label: string, outer: Branch<Entry> | undefined) {
    this.label = label
    this.outer = outer
  }

  get isLeaf(): boolean {
    return this.#inner.size === 0
  }

  towards(text: string, at: number): Branch<Entry> | undefined {
    return this.#inner.get(text.charCodeAt(at))
  }

  grow(label: string): Branch<Entry> {
    const branch = new Branch(label, this)
    this.#inner.set(label.charCodeAt(0), branch)
    return branch
  }

  /** Puts a branch in the middle of the way to another one. */
  split(inner: Branch<Entry>, length: number): Branch<Entry> {
    const middle = this.grow(inner.label.slice(0, length))
    inner.label = inner.label.slice(length)
    inner.outer = middle
    middle.#inner.set(inner.label.charCodeAt(0), inner)
    return middle
  }
}

function lengthShared(label: string, text: string, at: number): number {
  let length = 0
  while (length < label.length && label.charCodeAt(length) === text.charCodeAt(at + length)) length += 1
  return length
}

import type { ContentId } from './contract.ts'

/** What is being read, and what of it is to go when the last reader is done. */
export class Holds {
  readonly #readers = new Map<ContentId, number>()
  readonly #condemned = new Set<ContentId>()

  /** To be released once; that tells what is to be deleted now. */
  hold(ids: readonly ContentId[]): () => readonly ContentId[] {
    for (const id of ids) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1)
    return () => ids.filter(id => this.#release(id))
  }

  /** False when nobody reads it. */
  deleteLater(id: ContentId): boolean {
    if (!this.#readers.has(id)) return false
    this.#condemned.add(id)
    return true
  }

  #release(id: ContentId): boolean {
    const left = (this.#readers.get(id) ?? 1) - 1
    if (left > 0) {
      this.#readers.set(id, left)
      return false
    }
    this.#readers.delete(id)
    return this.#condemned.delete(id)
  }
}

import type { ContentId, Piece } from './contract.ts'

/** What is being read, and what of it is to go when the last reader is done. */
export class Holds {
  readonly #readers = new Map<ContentId, number>()
  readonly #condemned = new Set<ContentId>()
  readonly #remove: (ids: readonly ContentId[]) => Promise<unknown>

  /** What nobody reads any more is removed. When it cannot be now, the sweep of the next start does it. */
  constructor(remove: (ids: readonly ContentId[]) => Promise<unknown>) {
    this.#remove = remove
  }

  /** Until it is released, which is to be done once, what is deleted of them stays. */
  hold(pieces: readonly Pick<Piece, 'id'>[]): () => void {
    const ids = pieces.map(({ id }) => id)
    for (const id of ids) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1)
    return () => {
      this.#remove(ids.filter(id => this.#release(id))).catch(() => {})
    }
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

/** A body on its way, which can be let go of. */
export interface ArrivingBody {
  destroy(): unknown
}

/**
 * The memory for bodies that are on their way, all together: anybody may begin as many as they have connections for, and
 * leave each a byte short of its end. Where there is no more room those go that have been coming for longest; honest ones
 * are here in a moment.
 */
export class BodyRoom {
  readonly #maxBytes: number
  /** The oldest first. */
  readonly #bodies = new Map<ArrivingBody, number>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** So many bytes more of a body have come. */
  grow(body: ArrivingBody, bytes: number): void {
    this.#bodies.set(body, (this.#bodies.get(body) ?? 0) + bytes)
    this.#bytes += bytes
    for (const oldest of this.#bodies.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      this.leave(oldest)
      oldest.destroy()
    }
  }

  /** It is whole, or comes no more. */
  leave(body: ArrivingBody): void {
    this.#bytes -= this.#bodies.get(body) ?? 0
    this.#bodies.delete(body)
  }
}

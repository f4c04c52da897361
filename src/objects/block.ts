/** Bytes put together in one place; its memory grows with them, up to what it may hold. */
export class Block {
  readonly #maxBytes: number
  #memory: Uint8Array = new Uint8Array()
  #length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isFull(): boolean {
    return this.#length === this.#maxBytes
  }

  /** Good until the block is emptied. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length)
  }

  /** Copies as many bytes as there is room for, and gives back the rest. */
  take(bytes: Uint8Array): Uint8Array {
    const taken = bytes.subarray(0, this.#maxBytes - this.#length)
    this.#makeRoom(this.#length + taken.length)
    this.#memory.set(taken, this.#length)
    this.#length += taken.length
    return bytes.subarray(taken.length)
  }

  empty(): void {
    this.#length = 0
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#memory.length) return
    const memory = Buffer.allocUnsafe(Math.min(Math.max(bytes, 2 * this.#memory.length), this.#maxBytes))
    memory.set(this.bytes)
    this.#memory = memory
  }
}

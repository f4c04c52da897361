import { randomFillSync } from 'node:crypto'

const poolBytes = 4096

/** Random bytes, drawn from the system many at a time: asking it costs more than what is asked for. */
export class RandomPool {
  readonly #pool = Buffer.alloc(poolBytes)
  #used = poolBytes

  /** At most as many as the pool holds. No byte is ever given twice. */
  take(length: number): Buffer {
    if (this.#used + length > poolBytes) {
      randomFillSync(this.#pool)
      this.#used = 0
    }
    const bytes = Buffer.from(this.#pool.subarray(this.#used, this.#used + length))
    this.#pool.fill(0, this.#used, this.#used + length)
    this.#used += length
    return bytes
  }
}

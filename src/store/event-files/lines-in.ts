import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const chunkBytes = 1024 * 1024

/** The whole lines of a file one after the other, in memory that does not grow with it. */
export class LinesIn {
  readonly #descriptor: number
  readonly #hash: Hash = createHash('sha256')
  #rest = Buffer.alloc(0)
  #bytes = 0

  constructor(file: string) {
    this.#descriptor = openSync(file, 'r')
  }

  /** To be called again when the file has grown: then those that came meanwhile. */
  *next(): Iterable<string> {
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes)
      const read = readSync(this.#descriptor, chunk, 0, chunkBytes, this.#bytes)
      if (read === 0) return
      this.#bytes += read
      this.#hash.update(chunk.subarray(0, read))
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, read)])
      yield* this.#lines()
    }
  }

  /** Bytes behind the last whole line. */
  get left(): number {
    return this.#rest.length
  }

  get bytes(): number {
    return this.#bytes
  }

  get hashValue(): string {
    return this.#hash.copy().digest('hex')
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  *#lines(): Iterable<string> {
    let start = 0
    for (let end = this.#rest.indexOf('\n'); end >= 0; end = this.#rest.indexOf('\n', start)) {
      yield this.#rest.toString('utf8', start, end)
      start = end + 1
    }
    this.#rest = Buffer.from(this.#rest.subarray(start))
  }
}

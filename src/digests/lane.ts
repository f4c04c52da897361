import type { MessagePort } from 'node:worker_threads'
import type { Answered, Told } from './messages.ts'

const blockBytes = 256 * 1024
/** One that is being filled, one that is being read, one on its way. */
const blockCount = 3

/** A body's way to the thread: blocks of memory that go there full and come back to be filled again. */
export class Lane {
  readonly #port: MessagePort
  readonly #free = Array.from({ length: blockCount }, () => new Uint8Array(blockBytes))
  readonly #values = Promise.withResolvers<readonly Buffer[]>()
  /** Settled when memory has come back, or none will come any more. */
  #returned = Promise.withResolvers<void>()
  #filled = 0
  #isClosed = false

  constructor(port: MessagePort) {
    this.#port = port
    this.#values.promise.catch(() => {}) // of a body that broke off nobody asks
    port.on('message', (answered: Answered) => this.#take(answered))
    port.once('close', () => this.#close())
  }

  /** The digests; rejects when the thread ended before it had them. */
  get values(): Promise<readonly Buffer[]> {
    return this.#values.promise
  }

  /** Copies the bytes; waits where the thread is behind. */
  async send(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const block = this.#free[0] ?? (await this.#nextFree())
      const taken = rest.subarray(0, block.length - this.#filled)
      block.set(taken, this.#filled)
      this.#filled += taken.length
      rest = rest.subarray(taken.length)
      if (this.#filled === block.length) this.#post(block)
    }
  }

  end(): void {
    const [block] = this.#free
    if (block && this.#filled > 0) this.#post(block)
    this.#port.postMessage('end' satisfies Told)
  }

  /** The body broke off: the thread forgets what it had of it. */
  abandon(): void {
    this.#port.close()
  }

  #post(block: Uint8Array<ArrayBuffer>): void {
    this.#free.shift()
    this.#port.postMessage(block.subarray(0, this.#filled) satisfies Told, [block.buffer])
    this.#filled = 0
  }

  async #nextFree(): Promise<Uint8Array<ArrayBuffer>> {
    for (;;) {
      if (this.#isClosed) throw ended()
      const [block] = this.#free
      if (block) return block
      await this.#returned.promise
    }
  }

  #take(answered: Answered): void {
    if (answered instanceof ArrayBuffer) {
      this.#free.push(new Uint8Array(answered))
      this.#wake()
    } else this.#values.resolve(answered.map(value => Buffer.from(value)))
  }

  #close(): void {
    this.#isClosed = true
    this.#values.reject(ended())
    this.#wake()
  }

  #wake(): void {
    this.#returned.resolve()
    this.#returned = Promise.withResolvers()
  }
}

const ended = () => new Error('the thread of digests ended before it had them')

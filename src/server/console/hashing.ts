/** Each takes a core for a while, and 32 MB. */
const atOnce = 2
/** So long a queue is worked off within a few seconds. */
const maxWaiting = 32

/** Keeps the comparing of passwords, which anybody may ask for, from taking the whole machine. */
export class HashingGate {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** Undefined when too many wait already. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= maxWaiting) return undefined
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    } else {
      this.#running += 1
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}

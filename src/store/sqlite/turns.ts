/** Lets one piece of work in at a time, first come first served. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }

  /** Resolves when all that was let in before has ended. */
  async idle(): Promise<void> {
    await this.#last
  }
}

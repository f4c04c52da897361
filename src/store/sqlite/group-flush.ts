import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Makes commits durable, many with one flush. A flush acknowledges only the commits that were there when it
 * *started*: the operating system says nothing about writes that arrive while it is flushing.
 *
 * After a failed flush nothing is known of what reached the disk, and a second try may report a success that
 * is none (the kernel marks the pages clean), so the log stays failed until the store is opened again.
 * docs/decisions/0002-durability.md
 */
export class GroupFlush {
  readonly #flush: () => Promise<void>
  #committed = 0
  #durable = 0
  #running: Promise<void> | undefined
  #fault: Error | undefined

  constructor(flush: () => Promise<void>) {
    this.#flush = flush
  }

  /** To be called with each commit, in the same turn; the number of the commit. */
  committed(): number {
    this.#committed += 1
    return this.#committed
  }

  get latest(): number {
    return this.#committed
  }

  async durable(commit: number): Promise<void> {
    while (this.#durable < commit) {
      this.refuseAfterFault()
      this.#running ??= this.#run()
      await this.#running
    }
  }

  refuseAfterFault(): void {
    if (this.#fault) throw this.#fault
  }

  async #run(): Promise<void> {
    await nextTurn() // whoever else commits in this turn comes along
    const covered = this.#committed
    try {
      await this.#flush()
      this.#durable = covered
    } catch (cause) {
      this.#fault = new Error('the store could not flush its log to disk and stopped; open it again', {
        cause,
      })
      throw this.#fault
    } finally {
      this.#running = undefined
    }
  }
}

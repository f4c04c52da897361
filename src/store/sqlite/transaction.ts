import { isSqliteError } from './connection.ts'

/** What is known of one transaction while its work runs. */
export class Transaction {
  /** True as soon as one row was really changed. */
  changed = false
  #over = false
  #fault: unknown

  get isOpen(): boolean {
    return !this.#over
  }

  /**
   * Every statement of the work goes through here. After a fault of the database SQLite may have rolled back
   * on its own, and a further statement would run outside of any transaction: so the first fault is final,
   * even if the work catches it.
   */
  perform<Result>(statement: () => Result): Result {
    if (this.#over) throw new TypeError('these rows belong to a transaction that is over')
    this.refuseAfterFault()
    try {
      return statement()
    } catch (error) {
      if (isSqliteError(error)) this.#fault = error
      throw error
    }
  }

  refuseAfterFault(): void {
    if (this.#fault) throw this.#fault
  }

  end(): void {
    this.#over = true
  }
}

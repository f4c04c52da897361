import type { WrittenValue } from './written.ts'

/** Finds what is there a second time, and says where the first one stands. */
export class Unique {
  readonly #first = new Map<string, string>()

  check(written: WrittenValue | undefined, value: string | undefined): void {
    if (!written || !value) return
    const first = this.#first.get(value)
    if (first === undefined) this.#first.set(value, written.path)
    else written.fault(`is the same as ${first}`)
  }
}

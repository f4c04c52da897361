import type { Finding } from './finding.ts'
import { bodyOf, type EventEntry, type Line } from './line.ts'
import type { History } from './writer.ts'

const pageEvents = 500

/** The events of the files beside those of the history, which may have let go of the oldest ones. */
export class Comparison {
  readonly #history: History
  #page: EventEntry[] = []
  #place = 0
  #latest = 0

  constructor(history: History) {
    this.#history = history
  }

  check(line: Line): Finding | undefined {
    const entry = this.#entryAt(line.sequence)
    const sequences = [line.sequence, line.sequence] as const
    if (!entry) {
      // Let go of, or taken out: the history only ever lets go of its oldest events.
      const isOlder = line.sequence < (this.#history.bounds()?.first ?? 0)
      if (isOlder) return undefined
      const message = 'the event is in the files and not in the history'
      return { problem: 'missing', file: 'history', sequences, message }
    }
    if (bodyOf(entry) === line.body) return undefined
    const message = 'the event in the history is not the one in the files'
    return { problem: 'altered', file: 'history', sequences, message }
  }

  #entryAt(sequence: number): EventEntry | undefined {
    const entry = this.#isBefore(sequence) ? this.#history.after(sequence - 1, 1)[0] : this.#nextAt(sequence)
    return entry?.sequence === sequence ? entry : undefined
  }

  /** Of a line that stands behind later ones. */
  #isBefore(sequence: number): boolean {
    const isBefore = sequence < this.#latest
    this.#latest = Math.max(sequence, this.#latest)
    return isBefore
  }

  #nextAt(sequence: number): EventEntry | undefined {
    let entry = this.#page[this.#place]
    while (entry && entry.sequence < sequence) entry = this.#page[++this.#place]
    if (entry) return entry
    this.#page = this.#history.after(sequence - 1, pageEvents)
    this.#place = 0
    return this.#page[0]
  }
}

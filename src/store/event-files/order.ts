import type { KeyObject } from 'node:crypto'
import type { Finding } from './finding.ts'
import { follows, type Line } from './line.ts'

/** So many lines back the chain of an event is remembered: lines that were moved are told from altered ones. */
const remembered = 10_000

/**
 * Whether each event follows the one before: its number, and its chain, which is held against the chain that the
 * line before it tells of itself. So one altered line is one finding, and those behind it stand for themselves.
 */
export class Order {
  readonly #key: KeyObject
  readonly #chains = new Map<number, string>()
  readonly #missing = new Map<number, Finding>()
  /** The number of the next event; undefined before the first one of all. */
  #expected: number | undefined

  constructor(key: KeyObject) {
    this.#key = key
  }

  get last(): number | undefined {
    return this.#expected === undefined ? undefined : this.#expected - 1
  }

  /** What is known, by a digest, of an event that comes before the next line. */
  startsAfter(sequence: number, chain: string | undefined): void {
    this.#expected = sequence + 1
    if (chain !== undefined) this.#remember(sequence, chain)
  }

  chainOf(sequence: number): string | undefined {
    return this.#chains.get(sequence)
  }

  check(line: Line, file: string, place: number): Finding | undefined {
    const expected = this.#expected ?? line.sequence
    const where = { file, line: place, sequences: [line.sequence, line.sequence] as const }
    this.#remember(line.sequence, line.chain)
    if (line.sequence < expected) {
      const found = this.#missing.delete(line.sequence)
      const message = found ? 'the event stands behind later ones' : 'the event is there more than once'
      return { problem: 'reordered', ...where, message }
    }
    for (let sequence = expected; sequence < Math.min(line.sequence, expected + remembered); sequence += 1)
      this.#missing.set(sequence, missing(file, place, sequence, line.sequence - 1))
    this.#expected = line.sequence + 1
    const previous = this.#chains.get(line.sequence - 1)
    if (previous === undefined || follows(this.#key, previous, line)) return undefined
    return { problem: 'altered', ...where, message: 'the event is not as it was written' }
  }

  /** A line that cannot be read stands for the next event. */
  unreadable(file: string, place: number): Finding {
    const expected = this.#expected ?? 0
    if (this.#expected !== undefined) this.#expected += 1
    const message = 'the line is not as it was written'
    return { problem: 'altered', file, line: place, sequences: [expected, expected], message }
  }

  /** What was missing and came nowhere else in the file either: a finding for each gap. */
  *gaps(): Iterable<Finding> {
    let gap: Finding | undefined
    for (const [sequence, finding] of this.#missing) {
      if (gap?.sequences && gap.line === finding.line && gap.sequences[1] >= sequence) continue
      gap = finding
      yield finding
    }
    this.#missing.clear()
  }

  #remember(sequence: number, chain: string): void {
    this.#chains.set(sequence, chain)
    const [oldest] = this.#chains.keys()
    if (this.#chains.size > remembered && oldest !== undefined) this.#chains.delete(oldest)
  }
}

function missing(file: string, line: number, first: number, last: number): Finding {
  const message =
    first === last ? 'an event is missing before this line' : 'events are missing before this line'
  return { problem: 'missing', file, line, sequences: [first, last], message }
}

import type { Use } from '../../contract.ts'

const minuteMilliseconds = 60_000

/** Beyond this many subjects the notes start anew; that costs each of them one write. */
const maxSubjects = 100_000

/**
 * Which uses are on disk already. "Last used" is told to the minute, so a key that is used a thousand times
 * in a minute with the same service and region is written once.
 */
export class UseNotes {
  readonly #notes = new Map<string, string>()

  /** The uses that are not on disk yet, the latest one of each subject. */
  unknown(uses: readonly Use[]): Use[] {
    const latest = new Map<string, Use>()
    for (const use of uses) {
      const other = latest.get(subjectOf(use))
      if (!other || other.time <= use.time) latest.set(subjectOf(use), use)
    }
    return [...latest.values()].filter(use => this.#notes.get(subjectOf(use)) !== noteOf(use))
  }

  /** To be called when the uses are durable, not before: a repeated use is acknowledged at once. */
  noted(uses: readonly Use[]): void {
    if (this.#notes.size > maxSubjects) this.#notes.clear()
    for (const use of uses) this.#notes.set(subjectOf(use), noteOf(use))
  }
}

const subjectOf = (use: Use) => `${use.account} ${use.subject}`
const noteOf = (use: Use) => `${Math.floor(use.time / minuteMilliseconds)} ${use.service} ${use.region}`

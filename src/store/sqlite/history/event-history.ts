import type { AccountId } from '../../../identity/account-id.ts'
import type {
  EventQuery,
  EventRecord,
  LookupPage,
  LookupQuery,
  RecordBatch,
  RecordedPage,
  RecordedQuery,
  Use,
} from '../../contract.ts'
import type { EventAccess } from '../../event-access.ts'
import type { Ledger } from './ledger.ts'
import { UseNotes } from './use-notes.ts'

/** A ledger and how it is left. */
export interface Keeper extends Ledger {
  /** Why nothing is written down any more until the store is opened again. */
  readonly fault: Error | undefined
  /** Only where it lives in memory. */
  clear?(): void
  close(): Promise<void> | void
}

interface Waiting extends RecordBatch {
  resolve(): void
  reject(cause: unknown): void
}

/** One transaction takes at most so many callers. */
const maxBatch = 256

/** So many callers are worth a message of their own: the keeper begins while this thread still serves others. */
const fullBatch = 8

/** One batch is written down while the next one is on its way; what comes meanwhile is gathered for the one after. */
const maxUnderWay = 2

/**
 * A lookup goes through the history in slices, between which the keeper records: small ones first, for most find at
 * once what they look for. What it found after a million events is a page, and the next one goes on from there.
 */
const firstSliceEntries = 256
const maxSliceEntries = 16_384
const maxLookupEntries = 1_000_000

/**
 * The event history. Every API call waits for its event, so the calls of one moment share one message to the
 * keeper, one transaction and one flush. Each caller waits for its own, so no more is kept here than there are
 * calls in progress.
 */
export class EventHistory {
  readonly #keeper: Keeper
  #notes = new UseNotes()
  #waiting: Waiting[] = []
  #soon: NodeJS.Immediate | undefined
  readonly #underWay = new Set<Promise<void>>()

  constructor(keeper: Keeper) {
    this.#keeper = keeper
  }

  record(batch: RecordBatch): Promise<void> {
    const uses = this.#notes.unknown(batch.uses)
    if (batch.events.length === 0 && uses.length === 0) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ events: batch.events, uses, resolve, reject })
    if (this.#waiting.length >= fullBatch) this.#send()
    else this.#sendSoon()
    return promise
  }

  async events(account: AccountId, query: EventQuery): Promise<EventRecord[]> {
    return this.#keeper.events(account, query)
  }

  async lookup(account: AccountId, query: LookupQuery): Promise<LookupPage> {
    const events: EventRecord[] = []
    let after = query.after
    let entries = firstSliceEntries
    for (let seen = 0; seen < maxLookupEntries; seen += entries) {
      const limit = query.limit - events.length
      const found = await this.#keeper.lookup(account, { ...query, ...(after && { after }), limit }, entries)
      events.push(...found.events)
      after = found.next
      if (!after || events.length >= query.limit) break
      entries = Math.min(entries * 8, maxSliceEntries)
    }
    return after ? { events, next: after } : { events }
  }

  async recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): Promise<RecordedPage> {
    return this.#keeper.recordedAfter(accounts, query)
  }

  async lastRecorded(): Promise<number> {
    return this.#keeper.lastRecorded()
  }

  async pastAccesses(account: AccountId): Promise<EventAccess[]> {
    return this.#keeper.pastAccesses(account)
  }

  async lastUse(account: AccountId, subject: string): Promise<Use | undefined> {
    return this.#keeper.lastUse(account, subject)
  }

  /** What cannot be recorded is not to be done. */
  refuseAfterFault(): void {
    if (this.#keeper.fault) throw this.#keeper.fault
  }

  clear(): void {
    this.#keeper.clear?.()
    this.#notes = new UseNotes()
  }

  /** Ends when all that was handed in before is recorded. */
  async close(): Promise<void> {
    this.#send()
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
    await this.#keeper.close()
  }

  /** Not before the turn is over: callers that were answered together come back together. */
  #sendSoon(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined
      this.#send()
    })
  }

  #send(): void {
    if (this.#waiting.length === 0 || this.#underWay.size >= maxUnderWay) return
    const appended = this.#append(this.#waiting.splice(0, maxBatch))
    this.#underWay.add(appended)
    appended.finally(() => {
      this.#underWay.delete(appended)
      this.#send()
    })
  }

  /** Answers everybody of a batch; never rejects itself. */
  async #append(taken: readonly Waiting[]): Promise<void> {
    const notes = this.#notes // those of now: what is cleared meanwhile must not be noted afterwards
    try {
      await this.#keeper.append(taken.map(({ events, uses }) => ({ events, uses })))
    } catch (cause) {
      // Nobody is to fail for what another one handed in.
      if (taken.length > 1) for (const one of taken) await this.#append([one])
      else taken[0]?.reject(cause)
      return
    }
    for (const one of taken) {
      notes.noted(one.uses)
      one.resolve()
    }
  }
}

import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
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
import type { Keeper } from './event-history.ts'
import {
  type Answered,
  type Asked,
  type HistoryOptions,
  leave,
  type Question,
  ready,
  revived,
} from './questions.ts'

/** A checkout runs TypeScript, the published package JavaScript: the worker is a file of the same kind as this one. */
const ownScript = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Starts the thread; it is ready to write when the promise resolves. */
export async function startHistoryThread(options: HistoryOptions, script: URL = ownScript): Promise<Keeper> {
  const worker = new Worker(script, { workerData: options, name: 'event history' })
  const [first] = await once(worker, 'message') // rejects with what keeps it from starting
  if (first !== ready) throw new TypeError(`the event history began with ${String(first)}`)
  return new HistoryThread(worker)
}

interface Waiting {
  resolve(result: unknown): void
  reject(cause: unknown): void
}

/** The ledger in a thread of its own, where neither inserting nor flushing keeps a request waiting for its turn. */
class HistoryThread implements Keeper {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #fault: Error | undefined
  readonly #ended: Promise<unknown>

  constructor(worker: Worker) {
    this.#worker = worker
    this.#ended = new Promise(resolve => {
      worker.once('exit', resolve)
    })
    worker.on('message', (answers: readonly Answered[]) => {
      for (const answered of answers) this.#take(answered)
    })
    worker.on('error', cause => this.#stopped(cause))
    worker.on('exit', code => this.#stopped(new Error(`its thread ended with code ${code}`)))
    worker.unref()
  }

  get fault(): Error | undefined {
    return this.#fault
  }

  async append(batches: readonly RecordBatch[]): Promise<void> {
    await this.#ask(['append', batches])
  }

  async events(account: AccountId, query: EventQuery): Promise<EventRecord[]> {
    return (await this.#ask(['events', account, query])) as EventRecord[]
  }

  async lookup(account: AccountId, query: LookupQuery, entries: number): Promise<LookupPage> {
    return (await this.#ask(['lookup', account, query, entries])) as LookupPage
  }

  async recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): Promise<RecordedPage> {
    return (await this.#ask(['recordedAfter', accounts, query])) as RecordedPage
  }

  async lastRecorded(): Promise<number> {
    return (await this.#ask(['lastRecorded'])) as number
  }

  async pastAccesses(account: AccountId): Promise<EventAccess[]> {
    return (await this.#ask(['pastAccesses', account])) as EventAccess[]
  }

  async lastUse(account: AccountId, subject: string): Promise<Use | undefined> {
    return (await this.#ask(['lastUse', account, subject])) as Use | undefined
  }

  async close(): Promise<void> {
    this.#worker.postMessage(leave)
    this.#worker.ref()
    await this.#ended
  }

  #ask(question: Question): Promise<unknown> {
    if (this.#fault) return Promise.reject(this.#fault)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const number = this.#asked++
    this.#worker.postMessage([number, question] satisfies Asked)
    // The thread keeps the process alive while somebody waits for it, and not otherwise.
    if (this.#waiting.size === 0) this.#worker.ref()
    this.#waiting.set(number, { resolve, reject })
    return promise
  }

  #take(answered: Answered): void {
    const waiting = this.#waiting.get(answered.number)
    this.#waiting.delete(answered.number)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('refusal' in answered) waiting?.reject(revived(answered.refusal))
    else waiting?.resolve(answered.result)
  }

  /** Whatever ended it: who waits is told, and from now on everybody. */
  #stopped(cause: unknown): void {
    this.#fault ??= new Error('the event history stopped, and the store with it; open it again', { cause })
    for (const { reject } of this.#waiting.values()) reject(this.#fault)
    this.#waiting.clear()
  }
}

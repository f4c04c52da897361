import { AsyncLocalStorage } from 'node:async_hooks'
import type { AccountId } from '../../identity/account-id.ts'
import type {
  EventQuery,
  EventRecord,
  LookupPage,
  LookupQuery,
  Partition,
  Reader,
  RecordBatch,
  RecordedPage,
  RecordedQuery,
  Store,
  Use,
  Writer,
} from '../contract.ts'
import type { EventAccess } from '../event-access.ts'
import type { Connection } from './connection.ts'
import type { GroupFlush } from './group-flush.ts'
import type { EventHistory } from './history/event-history.ts'
import { Revisions } from './revisions.ts'
import { RowReader, RowWriter } from './rows.ts'
import { Transaction } from './transaction.ts'
import { Turns } from './turns.ts'

export interface Backing {
  readonly writer: Connection
  /** A connection of its own lets reads go on beside a write; without one they take turns. */
  readonly reader?: Connection
  readonly log: GroupFlush
  readonly history: EventHistory
  release(): void
}

export class SqliteStore implements Store {
  readonly #backing: Backing
  readonly #writer: Connection
  readonly #reader: Connection
  readonly #log: GroupFlush
  readonly #writes = new Turns()
  readonly #reads: Turns
  readonly #revisions: Revisions
  readonly #history: EventHistory
  readonly #current = new AsyncLocalStorage<Transaction>()
  #closed: Promise<void> | undefined

  constructor(backing: Backing) {
    this.#backing = backing
    this.#writer = backing.writer
    this.#reader = backing.reader ?? backing.writer
    this.#log = backing.log
    this.#reads = backing.reader ? new Turns() : this.#writes
    this.#revisions = new Revisions(backing.writer)
    this.#history = backing.history
  }

  async read<Result>(partition: Partition, work: (rows: Reader) => Promise<Result>): Promise<Result> {
    this.#enter('read')
    const { result, seen } = await this.#reads.take(() => this.#snapshot(partition, work))
    // What a crash of the machine could still take back is shown to nobody.
    await this.#log.durable(seen)
    return result
  }

  async write<Result>(partition: Partition, work: (rows: Writer) => Promise<Result>): Promise<Result> {
    this.#enter('write')
    const { result, commit } = await this.#writes.take(() => this.#transact(partition, work))
    await this.#log.durable(commit)
    return result
  }

  async revision(partition: Partition): Promise<number> {
    this.#enter('revision')
    return this.#revisions.get(partition)
  }

  async record(batch: RecordBatch): Promise<void> {
    this.#enter('record')
    await this.#history.record(batch)
  }

  async events(account: AccountId, query: EventQuery): Promise<readonly EventRecord[]> {
    this.#enter('events')
    return this.#history.events(account, query)
  }

  async lookup(account: AccountId, query: LookupQuery): Promise<LookupPage> {
    this.#enter('lookup')
    return this.#history.lookup(account, query)
  }

  async recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): Promise<RecordedPage> {
    this.#enter('recordedAfter')
    return this.#history.recordedAfter(accounts, query)
  }

  async lastRecorded(): Promise<number> {
    this.#enter('lastRecorded')
    return this.#history.lastRecorded()
  }

  async pastAccesses(account: AccountId): Promise<readonly EventAccess[]> {
    this.#enter('pastAccesses')
    return this.#history.pastAccesses(account)
  }

  async lastUse(account: AccountId, subject: string): Promise<Use | undefined> {
    this.#enter('lastUse')
    return this.#history.lastUse(account, subject)
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#enter('close')
      this.#closed = this.#shutDown()
    }
    await this.#closed
  }

  /** For stores in memory: all rows go, revisions rise. */
  protected async clearAll(tables: readonly string[]): Promise<void> {
    this.#enter('clear')
    await this.#writes.take(() => {
      this.#writer.run('BEGIN IMMEDIATE')
      try {
        for (const name of tables) this.#writer.run(`DELETE FROM "${name}"`)
        this.#revisions.raiseAll()
        this.#writer.run('COMMIT')
      } catch (error) {
        this.#writer.rollback()
        throw error
      }
      this.#history.clear()
    })
  }

  /**
   * Transactions take turns, so one inside another would wait for itself; and a revision asked for inside a
   * snapshot may be newer than the snapshot. Both are mistakes of the program.
   */
  #enter(call: string): void {
    if (this.#closed) throw new Error('the store is closed')
    if (this.#current.getStore()?.isOpen)
      throw new TypeError(`store.${call}() was called inside a transaction; transactions do not nest`)
  }

  async #snapshot<Result>(partition: Partition, work: (rows: Reader) => Promise<Result>) {
    const transaction = new Transaction()
    const rows = new RowReader(this.#reader, partition, transaction)
    const ownConnection = this.#reader !== this.#writer
    if (ownConnection) this.#reader.run('BEGIN')
    try {
      const result = await this.#current.run(transaction, () => work(rows))
      transaction.refuseAfterFault()
      return { result, seen: this.#revisions.latestCommit(partition) }
    } finally {
      transaction.end()
      if (ownConnection) this.#reader.rollback()
    }
  }

  async #transact<Result>(partition: Partition, work: (rows: Writer) => Promise<Result>) {
    this.#log.refuseAfterFault()
    this.#history.refuseAfterFault()
    const transaction = new Transaction()
    const rows = new RowWriter(this.#writer, partition, transaction)
    this.#writer.run('BEGIN IMMEDIATE')
    try {
      const result = await this.#current.run(transaction, () => work(rows))
      transaction.refuseAfterFault()
      transaction.end()
      if (transaction.changed) this.#commit(partition)
      return { result, commit: this.#revisions.latestCommit(partition) }
    } finally {
      transaction.end()
      this.#writer.rollback()
    }
  }

  #commit(partition: Partition): void {
    const revision = this.#revisions.write(partition)
    this.#writer.run('COMMIT')
    this.#revisions.committed(partition, revision, this.#log.committed())
  }

  async #shutDown(): Promise<void> {
    await Promise.all([this.#writes.idle(), this.#reads.idle()])
    try {
      await this.#history.close()
      await this.#log.durable(this.#log.latest)
    } finally {
      this.#backing.release()
    }
  }
}

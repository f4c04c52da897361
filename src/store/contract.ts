import type { AccountId } from '../identity/account-id.ts'
import type { OrganizationId } from '../identity/organization-ids.ts'
import type { EventAccess } from './event-access.ts'
import type { ColumnOf, ColumnValue, Table } from './table.ts'

/**
 * What every backend promises. `suite.ts` is this text made executable; a backend is done when it passes.
 *
 * - A partition is an account, an organization, a bucket, or the directory (the few rows that belong to none).
 * - A transaction touches one partition. Inside it all reads see one state.
 * - A write is all or nothing, and durable when its promise resolves: the process may be killed, the machine
 *   may lose power.
 * - Two writes of one partition never interleave.
 * - A write that changed a row raises the partition's revision by one, in the same transaction. One that
 *   changed nothing does not.
 * - Transactions do not nest: the work of a transaction calls nothing else of the store, and awaits nothing
 *   but its rows. Whatever takes time (hashing, sealing, the network) is done before or after. Its rows serve
 *   nobody once it is over.
 * - What a read shows is durable too: no answer rests on a write that a crash could still take back.
 * - A fault of the database (disk full, I/O) rejects the promise with the cause and leaves nothing half done.
 * - A store that can no longer record anything refuses to write, until it is opened again: what cannot be
 *   recorded is not done.
 * - Key and index columns hold well-formed text without U+0000, or safe integers; writing another value is a
 *   `TypeError`, and looking for one finds nothing.
 */
export interface Store {
  /** Runs `work` on one consistent state of the partition. */
  read<Result>(partition: Partition, work: (rows: Reader) => Promise<Result>): Promise<Result>

  /** Runs `work` in a transaction; if it throws, nothing was changed and the error goes on to the caller. */
  write<Result>(partition: Partition, work: (rows: Writer) => Promise<Result>): Promise<Result>

  /**
   * 0 for a partition that was never written. To cache by it, ask for it before reading the rows: they may
   * then be newer than the revision says, never older.
   */
  revision(partition: Partition): Promise<number>

  /** Appends calls to the event history and notes uses; durable when the promise resolves. Raises no revision. */
  record(batch: RecordBatch): Promise<void>

  /** Events of one account, newest first. */
  events(account: AccountId, query: EventQuery): Promise<readonly EventRecord[]>

  /**
   * Management events of one account, newest first, page by page. How much of the history a call looks through is
   * bounded: a page may have fewer than `limit` events, or none, and there is more as long as it has a `next`.
   */
  lookup(account: AccountId, query: LookupQuery): Promise<LookupPage>

  /**
   * What was recorded for these accounts after a place in the order of recording, the oldest first: for who hands it on.
   * How much a call looks through is bounded: it may find fewer than `limit`, or none, before its end.
   */
  recordedAfter(accounts: readonly AccountId[], query: RecordedQuery): Promise<RecordedPage>

  /** The place of what was recorded last, for whatever account; 0 where nothing was. */
  lastRecorded(): Promise<number>

  /**
   * Of the events that the history has let go of: the latest access of each entity to each action, the latest first.
   */
  pastAccesses(account: AccountId): Promise<readonly EventAccess[]>

  /**
   * When a key or role was last used; undefined when never. The time is exact to the minute: a use in the same
   * minute with the same service and region need not be written again.
   */
  lastUse(account: AccountId, subject: string): Promise<Use | undefined>

  /** Removes everything; revisions rise nevertheless. Only stores that live in memory offer it. */
  readonly clear?: () => Promise<void>

  /** Finishes what was begun; every later call is refused. */
  close(): Promise<void>
}

export const directory = 'directory'
export type BucketPartition = `bucket:${string}`
export type Partition = AccountId | OrganizationId | BucketPartition | typeof directory

/** A bucket with all that is in it. */
export function bucketPartition(bucket: string): BucketPartition {
  return `bucket:${bucket}`
}

type KeyOf<Row> = Partial<Record<ColumnOf<Row>, ColumnValue>>

export interface ListQuery<Row> {
  /** Name of a declared index; the primary key when absent. */
  readonly index?: string
  /** Leading columns of the index (or key) that must have these values. */
  readonly where?: KeyOf<Row>
  /** The next column after those of `where`, a text, must start with this. */
  readonly startsWith?: string
  /** Only rows that come after this position, as `positionOf` gave it. */
  readonly after?: Position
  /** At most so many rows. */
  readonly limit?: number
}

/** Where a row stands in an order: the values of the index columns and then of the key columns. */
export type Position = readonly ColumnValue[]

export interface Reader {
  /** The row with this key, or undefined. */
  get<Row extends object>(table: Table<Row>, ...key: ColumnValue[]): Promise<Row | undefined>
  /** Rows in the order of the index (text by code point), ties by key. */
  list<Row extends object>(table: Table<Row>, query?: ListQuery<Row>): Promise<Row[]>
  count<Row extends object>(
    table: Table<Row>,
    query?: Pick<ListQuery<Row>, 'index' | 'where'>,
  ): Promise<number>
}

export interface Writer extends Reader {
  /** Adds a row; throws `DuplicateKey` when one with its key is there. */
  insert<Row extends object>(table: Table<Row>, row: Row): Promise<void>
  /** Adds the row or puts it in the place of the one with its key. */
  put<Row extends object>(table: Table<Row>, row: Row): Promise<void>
  /** True when there was such a row. */
  delete<Row extends object>(table: Table<Row>, ...key: ColumnValue[]): Promise<boolean>
}

export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey'
}

export interface RecordBatch {
  readonly events: readonly EventRecord[]
  readonly uses: readonly Use[]
}

export interface EventRecord {
  readonly account: AccountId
  readonly eventId: string
  readonly requestId: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly eventName: string
  /** The event as CloudTrail would log it, JSON. */
  readonly event: string
  /** The decisions behind it as this account may see them, JSON; absent when nothing had to be decided. */
  readonly decision?: string
}

export interface EventQuery {
  readonly requestId?: string
  readonly eventName?: string
  /** Epoch milliseconds, both ends included. */
  readonly from?: number
  readonly to?: number
  readonly limit: number
}

export interface LookupQuery {
  readonly attribute?: { readonly key: AttributeKey; readonly value: string }
  /** Epoch milliseconds, both ends included. */
  readonly from?: number
  readonly to?: number
  /** Only what comes after this place: the `next` of the page before. */
  readonly after?: EventPlace
  /** At least 1. */
  readonly limit: number
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
export type AttributeKey =
  | 'EventId'
  | 'EventName'
  | 'ReadOnly'
  | 'Username'
  | 'ResourceType'
  | 'ResourceName'
  | 'EventSource'
  | 'AccessKeyId'

/** Where an event stands in the history: events of one moment are in the order they were recorded in. */
export interface EventPlace {
  readonly time: number
  readonly sequence: number
}

export interface LookupPage {
  readonly events: readonly EventRecord[]
  /** Absent at the end of what was asked for. */
  readonly next?: EventPlace
}

export interface RecordedQuery {
  /** A place as pages give it, or 0 for the beginning. */
  readonly after: number
  /** At least 1. */
  readonly limit: number
}

export interface RecordedPage {
  readonly events: readonly RecordedEvent[]
  /** All that was recorded up to this place was looked through. */
  readonly through: number
  /** Nothing was recorded after it yet. */
  readonly isEnd: boolean
}

export interface RecordedEvent {
  readonly account: AccountId
  /** Its place in the order of recording, over all accounts. What is recorded later has a greater one. */
  readonly sequence: number
  /** Epoch milliseconds. */
  readonly time: number
  readonly event: string
}

export interface Use {
  readonly account: AccountId
  /** An access key id or the unique id of a role. */
  readonly subject: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly region: string
  /** Signing name of the service that was called. */
  readonly service: string
}

/** The position of a row in an order, for `after`. */
export function positionOf<Row extends object>(table: Table<Row>, row: Row, index?: string): Position {
  const columns = [...(index ? columnsOf(table, index) : []), ...table.key]
  return columns.map(column => row[column] as ColumnValue)
}

export function columnsOf<Row extends object>(table: Table<Row>, index: string): readonly ColumnOf<Row>[] {
  const columns = table.indexes[index]
  if (!columns) throw new TypeError(`table ${table.name} has no index ${index}`)
  return columns
}

import { table } from './table.ts'
import type { Tags } from './tables.ts'

/** A trail: what of an account's events goes into which bucket, and how far that has come. */
export interface TrailRow {
  readonly homeRegion: string
  readonly trailName: string
  readonly createdAt: number
  readonly bucket: string
  /** What stands before `AWSLogs` in keys. */
  readonly keyPrefix?: string
  readonly includesGlobalServices: boolean
  /** Events of all regions, in place of those of its own. */
  readonly isMultiRegion: boolean
  /** The organization whose accounts it logs; absent: it logs its own account alone. */
  readonly organizationId?: string
  /** At most one of the two, as it was sent; absent: all management events. */
  readonly eventSelectors?: readonly EventSelectorRow[]
  readonly advancedEventSelectors?: readonly AdvancedEventSelectorRow[]
  readonly tags: Tags
  readonly isLogging: boolean
  /** The latest. */
  readonly startedAt?: number
  readonly stoppedAt?: number
  /** A place in the order of recording: all before it that was for this trail has been delivered. */
  readonly position: number
  /** When it was logging, as far as that may not have been delivered; the last one is open while it is. */
  readonly spans: readonly TrailSpan[]
  /** The last time that there was something to deliver. */
  readonly delivery?: TrailDelivery
}

/** Epoch milliseconds, both ends included. */
export interface TrailSpan {
  readonly from: number
  readonly to?: number
}

export interface TrailDelivery {
  readonly attemptedAt: number
  /** The last time that it was taken. */
  readonly deliveredAt?: number
  /** Why it was not, in S3's code; absent where it was. */
  readonly error?: string
}

export interface EventSelectorRow {
  readonly ReadWriteType: 'All' | 'ReadOnly' | 'WriteOnly'
  readonly IncludeManagementEvents: boolean
  readonly ExcludeManagementEventSources: readonly string[]
}

export interface AdvancedEventSelectorRow {
  readonly Name?: string
  readonly FieldSelectors: readonly FieldSelectorRow[]
}

export interface FieldSelectorRow {
  readonly Field: string
  readonly Equals?: readonly string[]
  readonly NotEquals?: readonly string[]
}

export const trails = table<TrailRow>('trails', { key: ['homeRegion', 'trailName'] })

export const trailTables = [trails] as const

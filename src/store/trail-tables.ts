import type { AccountId } from '../identity/account-id.ts'
import type { Tags } from './common-columns.ts'
import { table } from './table.ts'

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
  /** Whole seconds: when digests of its log files begin; absent: there are none. */
  readonly validatedSince?: number
  /** At most one of the two, as it was sent; absent: all management events, and no others. */
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
  /** The same of digests. */
  readonly digestDelivery?: TrailDelivery
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
  /** Absent: none. */
  readonly DataResources?: readonly DataResourceRow[]
}

/** Data events of what is named so, or begins so. */
export interface DataResourceRow {
  readonly Type: string
  readonly Values: readonly string[]
}

export interface AdvancedEventSelectorRow {
  readonly Name?: string
  readonly FieldSelectors: readonly FieldSelectorRow[]
}

export interface FieldSelectorRow extends FieldOperators {
  readonly Field: string
}

export interface FieldOperators {
  readonly Equals?: readonly string[]
  readonly StartsWith?: readonly string[]
  readonly EndsWith?: readonly string[]
  readonly NotEquals?: readonly string[]
  readonly NotStartsWith?: readonly string[]
  readonly NotEndsWith?: readonly string[]
}

export const trails = table<TrailRow>('trails', { key: ['homeRegion', 'trailName'] })

/** What digests are made of: they are a chain for each region of each account that the trail logs. */
interface OfChain {
  readonly homeRegion: string
  readonly trailName: string
  /** Whose events they tell of. */
  readonly account: AccountId
  readonly region: string
}

export interface TrailDigestRow extends OfChain {
  /** The trail's `validatedSince`, when the chain began. */
  readonly since: number
  /** Where the next digest begins. */
  readonly from: number
  readonly previous?: PreviousDigest
}

export interface PreviousDigest {
  readonly bucket: string
  readonly key: string
  /** SHA-256 of its content, and its signature; hexadecimal. */
  readonly hash: string
  readonly signature: string
}
export const trailDigests = table<TrailDigestRow>('trail_digests', {
  key: ['homeRegion', 'trailName', 'account', 'region'],
})

/** A log file that is in no digest yet. */
export interface TrailLogFileRow extends OfChain {
  readonly key: string
  readonly bucket: string
  /** SHA-256 of its content before it was compressed, hexadecimal. */
  readonly hash: string
  readonly oldestAt: number
  readonly newestAt: number
  readonly deliveredAt: number
}
export const trailLogFiles = table<TrailLogFileRow>('trail_log_files', {
  key: ['homeRegion', 'trailName', 'account', 'region', 'key'],
})

/** With what digests are signed; in the directory, for all accounts. */
export interface LogSigningKeyRow {
  readonly fingerprint: string
  readonly createdAt: number
  /** DER in the form of PKCS#1, base64. */
  readonly publicKey: string
  /** PEM, sealed with the master key. */
  readonly sealedPrivateKey: string
}
export const logSigningKeys = table<LogSigningKeyRow>('log_signing_keys', { key: ['fingerprint'] })

export const trailTables = [trails, trailDigests, trailLogFiles, logSigningKeys] as const

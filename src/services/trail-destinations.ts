import type { AccountId } from '../identity/account-id.ts'

/** A trail and where it is to deliver. */
export interface TrailDestination {
  readonly trailArn: string
  /** Whose trail it is. */
  readonly account: AccountId
  readonly homeRegion: string
  /** Whoever's it is. */
  readonly bucket: string
  readonly keyPrefix?: string
  /** Of the organization whose accounts it logs. */
  readonly organizationId?: string
}

export type DestinationRefusal = 'no such bucket' | 'refused'

/**
 * Whether a bucket takes what a trail is to deliver: asked of the bucket itself, as the service that will deliver. Only
 * the server can speak as a service.
 */
export interface TrailDestinations {
  /** Undefined: it does. */
  readonly refusal: (destination: TrailDestination) => Promise<DestinationRefusal | undefined>
}

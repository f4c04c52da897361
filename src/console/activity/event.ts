import type { Event } from '@aws-sdk/client-cloudtrail'

/** What a page shows of an event, from its CloudTrail record. */
export interface EventFacts {
  readonly eventName: string
  readonly eventSource: string
  readonly eventTime: string
  readonly sourceIPAddress?: string
  readonly userAgent?: string
  readonly awsRegion?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestID?: string
  readonly sharedEventID?: string
  readonly readOnly?: boolean
  readonly userIdentity?: UserIdentity
}

interface UserIdentity {
  readonly type?: string
  readonly arn?: string
  readonly principalId?: string
  /** The service that called by itself. */
  readonly invokedBy?: string
}

export function factsOf({ CloudTrailEvent = '{}' }: Event): EventFacts {
  return JSON.parse(CloudTrailEvent)
}

export type Outcome = 'allowed' | 'denied' | 'failed'

/** Codes that mean: decided, and refused. */
const denials: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
])

export function outcomeOf({ errorCode }: Pick<EventFacts, 'errorCode'>): Outcome {
  if (errorCode === undefined) return 'allowed'
  return denials.has(errorCode) ? 'denied' : 'failed'
}

/** Whom an event is about, as the list says it. */
export function actorOf({ Username }: Event, { userIdentity }: EventFacts): string | undefined {
  return Username || userIdentity?.arn?.replace(/^.*?[:/](?=[^/]*$)/, '') || idOf(userIdentity)
}

/** Who it was by id; a service by its name. */
export function idOf(identity: EventFacts['userIdentity']): string | undefined {
  return identity?.principalId || identity?.invokedBy
}

import type { EventRecord } from './contract.ts'

/** That somebody of an account called an operation of a service. */
export interface EventAccess {
  /** Unique id of the user or role; `root`. */
  readonly entityId: string
  /** The service's prefix, e.g. `iam`. */
  readonly service: string
  readonly action: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly region: string
}

/** The members of an event that matter here: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
interface Event {
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly userIdentity: UserIdentity
}

interface UserIdentity {
  readonly type: string
  readonly principalId: string
  readonly sessionContext?: {
    readonly sessionIssuer?: { readonly type: string; readonly principalId: string }
  }
}

/** Undefined where nobody of the account is behind the event. */
export function accessIn({ event, time }: Pick<EventRecord, 'event' | 'time'>): EventAccess | undefined {
  const { eventSource, eventName, awsRegion, userIdentity } = JSON.parse(event) as Partial<Event>
  const entityId = userIdentity && entityBehind(userIdentity)
  if (!(entityId && eventSource && eventName && awsRegion)) return undefined
  const service = eventSource.replace(/\.amazonaws\.com$/, '')
  return { entityId, service, action: eventName, time, region: awsRegion }
}

/** Callers of other accounts and bearers of tokens are none of the account's entities. */
const entityKinds: Readonly<Record<string, (identity: UserIdentity) => string | undefined>> = {
  Root: () => 'root',
  IAMUser: identity => identity.principalId,
  AssumedRole: identity => identity.sessionContext?.sessionIssuer?.principalId,
  FederatedUser: ({ sessionContext }) => {
    const issuer = sessionContext?.sessionIssuer
    return issuer?.type === 'Root' ? 'root' : issuer?.principalId
  },
}

function entityBehind(identity: UserIdentity): string | undefined {
  return Object.hasOwn(entityKinds, identity.type) ? entityKinds[identity.type]?.(identity) : undefined
}

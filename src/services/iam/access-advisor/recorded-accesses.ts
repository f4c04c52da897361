import type { AccountId } from '../../../identity/account-id.ts'
import type { EventRecord, Store } from '../../../store/contract.ts'

/** What the event history tells of who called which service. */

/** "IAM reports activity for at least the last 400 days." */
export const trackingPeriodMs = 400 * 24 * 60 * 60 * 1000

export interface Access {
  /** Unique id of the user or role; `root`. */
  readonly entityId: string
  /** The service's prefix, e.g. `iam`. */
  readonly service: string
  readonly action: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly region: string
}

/** Few enough that reading a page of them keeps nobody waiting. */
const pageSize = 200

/** Attempts of the account's own users and roles within the tracking period, the latest first. */
export async function* accessesOf(store: Store, account: AccountId, now: number): AsyncGenerator<Access> {
  for await (const event of eventsSince(store, account, now - trackingPeriodMs)) {
    const access = accessIn(event)
    if (access) yield access
  }
}

/** The history is read page by page; of events of one moment some may stand on both sides of a page's end. */
async function* eventsSince(store: Store, account: AccountId, from: number): AsyncGenerator<EventRecord> {
  let limit = pageSize
  let to: number | undefined
  let seen = new Set<string>()
  for (;;) {
    const page = await store.events(account, { from, ...(to !== undefined && { to }), limit })
    const fresh = page.filter(event => !seen.has(event.eventId))
    yield* fresh
    const last = page.at(-1)
    if (!last || page.length < limit) return
    // A whole page of one moment that was all seen: more of it must be asked for at once.
    limit = last.time === to && page[0]?.time === to ? limit * 2 : pageSize
    to = last.time
    seen = new Set(page.filter(({ time }) => time === to).map(({ eventId }) => eventId))
  }
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

function accessIn({ event, time }: EventRecord): Access | undefined {
  const { eventSource, eventName, awsRegion, userIdentity } = JSON.parse(event) as Event
  const entityId = entityBehind(userIdentity)
  if (entityId === undefined) return undefined
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

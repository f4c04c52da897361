import type { AccountId } from '../identity/account-id.ts'
import type { Vault } from '../identity/vault.ts'
import type { EventRecord } from '../store/contract.ts'

/**
 * What a service does by itself, after it was asked.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
interface ServiceEvent {
  readonly account: AccountId
  /** e.g. `organizations.amazonaws.com` */
  readonly eventSource: string
  readonly eventName: string
  /** What is said to have done it, e.g. `AWS Internal`. */
  readonly by: string
  readonly details: object
}

export function serviceEvent(
  { account, eventSource, eventName, by, details }: ServiceEvent,
  { vault, now }: { readonly vault: Vault; readonly now: number },
): EventRecord {
  const eventId = vault.newUuid()
  const event = {
    eventVersion: '1.11',
    userIdentity: { accountId: account, invokedBy: by },
    eventTime: `${new Date(now).toISOString().slice(0, 19)}Z`,
    eventSource,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: by,
    userAgent: by,
    requestParameters: null,
    responseElements: null,
    eventID: eventId,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    serviceEventDetails: details,
    eventCategory: 'Management',
  }
  // No request made it: its own id stands where that of a request would.
  return { account, eventId, requestId: eventId, time: now, eventName, event: JSON.stringify(event) }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `Nov 30, 2024, 8:43:17 PM`: so recorded events write the times of requests, answers and details, and no others. */
export function momentOf(time: Date): string {
  const hour = time.getUTCHours()
  const day = `${months[time.getUTCMonth()]} ${time.getUTCDate()}, ${time.getUTCFullYear()}`
  const clock = `${hour % 12 || 12}:${time.toISOString().slice(14, 19)}`
  return `${day}, ${clock} ${hour < 12 ? 'AM' : 'PM'}`
}

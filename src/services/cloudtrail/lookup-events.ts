import type { Event } from '@aws-sdk/client-cloudtrail'
import type { EventRecord, LookupQuery } from '../../store/contract.ts'
import { attributesOf } from '../../store/event-attributes.ts'
import type { InputOf } from '../operation.ts'
import { type Asked, placeIn, tokenFor } from './lookup-token.ts'
import { cloudtrail, cloudtrailError, everything } from './operation.ts'

type Input = InputOf<typeof import('@aws-sdk/client-cloudtrail'), 'LookupEvents'>

/** "You can look up events that occurred in a Region within the last 90 days." */
const reachMs = 90 * 24 * 60 * 60 * 1000

const defaultMaxResults = 50

/** Events by which Insights events can be looked up. */
const insightAttributes: readonly string[] = ['EventId', 'EventName', 'EventSource']

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 *
 * The management events of the caller's account, the newest first. Why each was decided as it was tells
 * sts:DecodeAuthorizationMessage, by the event's `requestID`: docs/decisions/0003-explaining-decisions.md
 */
export const LookupEvents = cloudtrail('LookupEvents', {
  check: ({ input }) => {
    checkAttributes(input)
    const { StartTime, EndTime } = input
    if (StartTime && EndTime && StartTime > EndTime) {
      throw cloudtrailError('InvalidTimeRangeException', 'The start time occurs after the end time.')
    }
  },
  resource: () => everything,
  handle: async ({ input, caller, store, now, vault }) => {
    const asked: Asked = { account: caller.account, input, now, vault }
    const after = input.NextToken === undefined ? undefined : placeIn(input.NextToken, asked)
    // Nothing here makes Insights events, for they are made for trails.
    if (input.EventCategory === 'insight') return { Events: [] }
    const { events, next } = await store.lookup(caller.account, {
      ...queryOf(input, now),
      ...(after && { after }),
    })
    return { Events: events.map(shown), ...(next && { NextToken: tokenFor(next, asked) }) }
  },
})

function checkAttributes({ LookupAttributes = [], EventCategory }: Input): void {
  const [attribute, ...others] = LookupAttributes
  if (others.length > 0)
    throw cloudtrailError('InvalidLookupAttributesException', 'Only one lookup attribute can be specified.')
  if (!attribute) return
  const { AttributeKey, AttributeValue } = attribute
  if (EventCategory === 'insight' && !insightAttributes.includes(AttributeKey)) {
    const message = `The lookup attribute ${AttributeKey} is not supported for Insights events.`
    throw cloudtrailError('InvalidLookupAttributesException', message)
  }
  if (AttributeKey === 'ReadOnly' && AttributeValue !== 'true' && AttributeValue !== 'false') {
    const message = 'The value of the lookup attribute ReadOnly must be true or false.'
    throw cloudtrailError('InvalidLookupAttributesException', message)
  }
}

/** Events tell their time to the second, so that is what a time range is compared with. */
function queryOf({ LookupAttributes, StartTime, EndTime, MaxResults }: Input, now: number): LookupQuery {
  const attribute = LookupAttributes?.[0]
  const start = Math.max(StartTime?.getTime() ?? 0, now - reachMs)
  return {
    ...(attribute && { attribute: { key: attribute.AttributeKey, value: attribute.AttributeValue } }),
    from: Math.ceil(start / 1000) * 1000,
    ...(EndTime && { to: Math.floor(EndTime.getTime() / 1000) * 1000 + 999 }),
    limit: MaxResults ?? defaultMaxResults,
  }
}

function shown({ eventId, eventName, time, event }: EventRecord): Event {
  const { readOnly, accessKeyId, eventSource, userName, resources } = attributesOf(event)
  return {
    EventId: eventId,
    EventName: eventName,
    ReadOnly: readOnly === undefined ? undefined : String(readOnly),
    AccessKeyId: accessKeyId,
    EventTime: new Date(Math.floor(time / 1000) * 1000),
    EventSource: eventSource,
    Username: userName,
    Resources: resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: event,
  }
}

import { type LookupAttributeKey, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { type EventRange, activity as words } from '../words/activity.ts'

/** What is looked for: kept in the address, so that a search can be linked to. */
export interface EventFilter {
  readonly attribute?: LookupAttributeKey
  readonly value: string
  readonly range: EventRange
  /** With the calls that read the history: this page makes one every few seconds. */
  readonly ownReads: boolean
}

const minute = 60_000
const rangesMs: Readonly<Record<EventRange, number>> = {
  '15m': 15 * minute,
  '1h': 60 * minute,
  '1d': 24 * 60 * minute,
  '7d': 7 * 24 * 60 * minute,
  '90d': 90 * 24 * 60 * minute,
}

export function useEventFilter() {
  const [parameters, setParameters] = useSearchParams()
  const text = parameters.toString()
  const filter = useMemo(() => filterIn(new URLSearchParams(text)), [text])
  const change = (changes: Partial<Record<'by' | 'value' | 'range' | 'reads', string>>) =>
    setParameters(
      before => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') after.delete(name)
          else after.set(name, value)
        }
        return after
      },
      { replace: true },
    )
  return [filter, change] as const
}

/** Says that nothing is to be left out. */
export const everything = 'none'

const isAttribute = (name: string): name is LookupAttributeKey =>
  name !== everything && Object.hasOwn(words.attributes, name)
const isRange = (name: string): name is EventRange => Object.hasOwn(rangesMs, name)

/** What AWS's history shows of itself: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html#filtering-cloudtrail-events */
const unlessChosen = { by: 'ReadOnly', value: 'false' }

function filterIn(parameters: URLSearchParams): EventFilter {
  const chosen = { by: parameters.get('by') ?? '', value: parameters.get('value') ?? '' }
  const { by, value } = chosen.by === '' ? unlessChosen : chosen
  const range = parameters.get('range') ?? ''
  return {
    ...(isAttribute(by) && { attribute: by }),
    value,
    range: isRange(range) ? range : '1d',
    ownReads: parameters.get('reads') === 'true',
  }
}

/** LookupEvents answers at most fifty at a time. */
const maxResults = 50

/** Events tell their time to the second: one of the same second is not to be missed. */
const wholeSeconds = (time: number) => Math.floor(time / 1000) * 1000

/** The call that finds what the filter is about, from `now` or a later event on. */
export function lookup(
  { attribute, value, range }: EventFilter,
  asked: { readonly now: number; readonly from?: number; readonly token?: string | undefined },
): LookupEventsCommand {
  return new LookupEventsCommand({
    StartTime: new Date(wholeSeconds(asked.from ?? asked.now - rangesMs[range])),
    MaxResults: maxResults,
    NextToken: asked.token,
    ...(attribute &&
      value !== '' && { LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }] }),
  })
}

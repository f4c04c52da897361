import type { Event } from '@aws-sdk/client-cloudtrail'
import { useEffect, useMemo, useState } from 'react'
import type { Clients } from '../api/clients.ts'
import { type Pages, usePages } from '../api/pages.ts'
import { useRead } from '../api/read.ts'
import { type EventFilter, lookup } from './filter.ts'

const pollMs = 4_000

/** More than this at a time is looked at by a filter, not as it comes. */
const maxNewPages = 10

/** The events of a filter, the newest first; while `live`, what happens is added as it happens. */
export function useEvents(
  { cloudtrail }: Pick<Clients, 'cloudtrail'>,
  filter: EventFilter,
  live: boolean,
): Pages<Event> {
  // A time range ends now: whenever the filter changes, it is another now.
  const key = JSON.stringify(filter)
  const opened = useMemo(() => ({ key, now: Date.now() }), [key])
  const listed = usePages(['events', key, opened.now], async ({ marker }) => {
    const { Events = [], NextToken } = await cloudtrail.send(
      lookup(filter, { now: opened.now, token: marker }),
    )
    return { items: Events, marker: NextToken }
  })
  const newest = listed.items[0]?.EventTime?.getTime()
  const since = { opened: opened.now, newest }
  const isRead = !listed.isPending && !listed.error
  const come = useNewEvents({ cloudtrail }, filter, since, live && isRead)
  const items = useMemo(() => {
    const known = new Set(come.map(({ EventId }) => EventId))
    return [...come, ...listed.items.filter(({ EventId }) => !known.has(EventId))].filter(isShown(filter))
  }, [come, listed.items, filter])
  return { ...listed, items }
}

function isShown({ ownReads, attribute }: EventFilter) {
  const all = ownReads || attribute === 'EventName' || attribute === 'EventId'
  return ({ EventName, EventSource }: Event) =>
    all || EventSource !== 'cloudtrail.amazonaws.com' || EventName !== 'LookupEvents'
}

function useNewEvents(
  { cloudtrail }: Pick<Clients, 'cloudtrail'>,
  filter: EventFilter,
  { opened, newest }: { readonly opened: number; readonly newest: number | undefined },
  isOn: boolean,
): readonly Event[] {
  const [come, setCome] = useState<{ readonly opened: number; readonly events: readonly Event[] }>({
    opened,
    events: [],
  })
  const known = come.opened === opened ? come.events : []
  // From the newest that is known on: by the server's clock, which this browser's need not agree with.
  const from = known[0]?.EventTime?.getTime() ?? newest
  const news = useRead(
    ['events', JSON.stringify(filter), opened, 'new'],
    async () => {
      const events: Event[] = []
      let token: string | undefined
      for (let page = 0; page < maxNewPages; page += 1) {
        const answer = await cloudtrail.send(
          lookup(filter, { now: opened, token, ...(from !== undefined && { from }) }),
        )
        events.push(...(answer.Events ?? []))
        token = answer.NextToken
        if (token === undefined) break
      }
      return events
    },
    { enabled: isOn, ...(isOn && { refetchInterval: pollMs }) },
  )
  const { data } = news
  useEffect(() => {
    if (!data) return
    setCome(before => {
      const earlier = before.opened === opened ? before.events : []
      const ids = new Set(earlier.map(({ EventId }) => EventId))
      const added = data.filter(({ EventId }) => !ids.has(EventId))
      if (added.length === 0 && before.opened === opened) return before
      return { opened, events: [...added, ...earlier] }
    })
  }, [data, opened])
  return known
}

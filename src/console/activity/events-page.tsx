import type { Event } from '@aws-sdk/client-cloudtrail'
import Toggle from '@cloudscape-design/components/toggle'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { PageLink } from '../shell/link.tsx'
import { useFrame } from '../shell/page.tsx'
import type { Column } from '../table/column.ts'
import { once } from '../table/once.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { activity as words } from '../words/activity.ts'
import { actorOf, factsOf } from './event.ts'
import { EventFilters } from './event-filters.tsx'
import { useEvents } from './events.ts'
import { useEventFilter } from './filter.ts'
import { EventOutcome, outcomeText } from './outcome.tsx'

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

const known = once(factsOf)

const resourceOf = ({ Resources }: Event) => Resources?.[0]?.ResourceName

const columns: readonly Column<Event>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ EventName = '', EventId = '' }) => (
      <PageLink to={`/console/activity/events/details/${encodeURIComponent(EventId)}`}>{EventName}</PageLink>
    ),
    value: ({ EventName }) => EventName,
    minWidth: 230,
  },
  {
    id: 'decision',
    header: words.decision,
    cell: event => <EventOutcome facts={known(event)} />,
    value: event => outcomeText(known(event)),
    minWidth: 200,
  },
  {
    id: 'time',
    header: words.time,
    cell: ({ EventTime }) => exact.format(EventTime),
    value: ({ EventTime }) => EventTime?.getTime(),
    minWidth: 225,
  },
  {
    id: 'user',
    header: words.user,
    cell: event => actorOf(event, known(event)),
    value: event => actorOf(event, known(event)),
    minWidth: 130,
  },
  {
    id: 'source',
    header: words.source,
    cell: ({ EventSource }) => EventSource,
    value: ({ EventSource }) => EventSource,
    minWidth: 200,
  },
  { id: 'resource', header: words.resource, cell: resourceOf, value: resourceOf, minWidth: 240 },
  {
    id: 'address',
    header: words.address,
    cell: event => known(event).sourceIPAddress,
    value: event => known(event).sourceIPAddress,
    isHidden: true,
  },
  {
    id: 'key',
    header: words.accessKey,
    cell: ({ AccessKeyId }) => AccessKeyId,
    value: ({ AccessKeyId }) => AccessKeyId,
    isHidden: true,
  },
  {
    id: 'request',
    header: words.requestId,
    cell: event => known(event).requestID,
    value: event => known(event).requestID,
    isHidden: true,
  },
]

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html */
export default function EventsPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const [filter, changeFilter] = useEventFilter()
  const [live, setLive] = useState(true)
  const events = useEvents(useClients(), filter, live)
  return (
    <ResourceTable
      id="events"
      variant="full-page"
      pages={events}
      columns={columns}
      rowKey={({ EventId = '' }) => EventId}
      words={words}
      filters={<EventFilters filter={filter} onChange={changeFilter} />}
      actions={() => (
        <Toggle checked={live} onChange={({ detail }) => setLive(detail.checked)}>
          {words.live}
        </Toggle>
      )}
    />
  )
}

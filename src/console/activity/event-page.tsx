import { type Event, LookupEventsCommand, type Resource } from '@aws-sdk/client-cloudtrail'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Copyable } from '../copy/copyable.tsx'
import { RequestDecisions } from '../decision/request-decisions.tsx'
import { Readable } from '../notice/readable.tsx'
import { DocumentText } from '../policies-picker/document-text.tsx'
import { Page } from '../shell/page.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { allOf } from '../table/rows.ts'
import { activity as words } from '../words/activity.ts'
import { common } from '../words/common.ts'
import { type EventFacts, factsOf, idOf } from './event.ts'
import { EventOutcome } from './outcome.tsx'

/** One event: what happened, how it was decided, and the record as it is kept. */
export default function EventPage() {
  const { id = '' } = useParams()
  const { cloudtrail } = useClients()
  const event = useRead(['event', id], async () => {
    const { Events = [] } = await cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: id }] }),
    )
    return Events[0] ?? null
  })
  return (
    <Page
      title={event.data?.EventName ?? words.facts}
      breadcrumbs={[{ text: words.title, href: '/console/activity/events' }]}
    >
      <Readable read={event}>
        {found => (found ? <EventDetails event={found} facts={factsOf(found)} /> : <NoSuchEvent />)}
      </Readable>
    </Page>
  )
}

function NoSuchEvent() {
  return (
    <Box textAlign="center" padding="l">
      <Box variant="h2">{words.notFoundTitle}</Box>
      <Box color="text-body-secondary">{words.notFound}</Box>
    </Box>
  )
}

function EventDetails({ event, facts }: { readonly event: Event; readonly facts: EventFacts }) {
  const { requestID } = facts
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.facts}</Header>}>
        <KeyValuePairs columns={3} items={pairsOf(event, facts)} />
      </Container>
      <Container header={<Header variant="h2">{words.why}</Header>}>
        {requestID === undefined ? (
          <Box color="text-body-secondary">{words.noDecision}</Box>
        ) : (
          <RequestDecisions requestId={requestID} unknown={words.noDecision} />
        )}
      </Container>
      <ResourceTable
        id="event-resources"
        pages={allOf(event.Resources ?? [])}
        columns={resourceColumns}
        rowKey={({ ResourceType, ResourceName }) => `${ResourceType} ${ResourceName}`}
        words={{
          title: words.resources,
          plural: 'resources',
          emptyTitle: words.noResources,
          empty: words.noResourcesText,
        }}
      />
      <Container header={<Header variant="h2">{words.record}</Header>}>
        <DocumentText label={words.copyRecord} text={event.CloudTrailEvent ?? ''} />
      </Container>
    </SpaceBetween>
  )
}

const resourceColumns: readonly Column<Resource>[] = [
  {
    id: 'name',
    header: words.resource,
    cell: ({ ResourceName }) => ResourceName,
    value: ({ ResourceName }) => ResourceName,
  },
  {
    id: 'type',
    header: words.resourceType,
    cell: ({ ResourceType }) => ResourceType,
    value: ({ ResourceType }) => ResourceType,
  },
]

function pairsOf(event: Event, facts: EventFacts): KeyValuePairsProps.Item[] {
  const copied = (label: string, text: string | undefined) => ({
    label,
    value: text === undefined ? common.none : <Copyable what={label} text={text} />,
  })
  const said = (label: string, text: string | undefined) => ({ label, value: text ?? common.none })
  return [
    { label: words.decision, value: <EventOutcome facts={facts} /> },
    said(words.time, facts.eventTime),
    said(words.source, facts.eventSource),
    copied(words.identity, facts.userIdentity?.arn ?? idOf(facts.userIdentity)),
    said(words.address, facts.sourceIPAddress),
    said(words.region, facts.awsRegion),
    copied(words.accessKey, event.AccessKeyId),
    copied(words.eventId, event.EventId),
    copied(words.requestId, facts.requestID),
    said(words.readOnly, event.ReadOnly),
    said(words.agent, facts.userAgent),
    ...(facts.sharedEventID === undefined ? [] : [copied(words.sharedEventId, facts.sharedEventID)]),
    ...(facts.errorMessage === undefined ? [] : [said(words.errorMessage, facts.errorMessage)]),
  ]
}

import {
  AcceptHandshakeCommand,
  CancelHandshakeCommand,
  DeclineHandshakeCommand,
  type Handshake,
  type HandshakeResource,
  ListHandshakesForAccountCommand,
  ListHandshakesForOrganizationCommand,
} from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { common } from '../words/common.ts'
import { instant } from '../words/instant.ts'
import { invitations as words } from '../words/organizations.ts'
import { organizationKey, useOrganization } from './organization-read.ts'

/** Those that this account got, and those that its organization sent. */
export default function InvitationsPage() {
  const organization = useOrganization()
  return (
    <Page title={words.title}>
      <SpaceBetween size="l">
        <Received />
        {organization.data && <Sent />}
      </SpaceBetween>
    </Page>
  )
}

const partyOf = ({ Parties = [] }: Handshake, types: readonly string[]) =>
  Parties.find(({ Type = '' }) => types.includes(Type))?.Id

const isInvitation = { Filter: { ActionType: 'INVITE' as const } }
const isOpen = ({ State }: Handshake) => State === 'OPEN' || State === 'REQUESTED'

/** Who and what stands in a handshake, some of it inside of the rest. */
function resource({ Resources = [] }: Handshake, type: string): string | undefined {
  const flat = (resources: readonly HandshakeResource[]): readonly HandshakeResource[] =>
    resources.flatMap(one => [one, ...flat(one.Resources ?? [])])
  return flat(Resources).find(({ Type }) => Type === type)?.Value
}

function columns(party: {
  readonly header: string
  readonly types: readonly string[]
}): readonly Column<Handshake>[] {
  return [
    {
      id: 'party',
      header: party.header,
      cell: handshake => partyOf(handshake, party.types) ?? common.none,
      value: handshake => partyOf(handshake, party.types),
    },
    { id: 'state', header: words.state, cell: ({ State }) => State, value: ({ State }) => State },
    {
      id: 'notes',
      header: words.notes,
      cell: handshake => resource(handshake, 'NOTES') ?? common.none,
      value: handshake => resource(handshake, 'NOTES'),
    },
    {
      id: 'requested',
      header: words.requested,
      cell: ({ RequestedTimestamp }) => instant(RequestedTimestamp),
      value: ({ RequestedTimestamp }) => RequestedTimestamp?.getTime(),
      minWidth: 190,
    },
    {
      id: 'expires',
      header: words.expires,
      cell: ({ ExpirationTimestamp }) => instant(ExpirationTimestamp),
      value: ({ ExpirationTimestamp }) => ExpirationTimestamp?.getTime(),
      minWidth: 190,
    },
    { id: 'id', header: words.id, cell: ({ Id }) => Id, value: ({ Id }) => Id, isHidden: true },
  ]
}

const receivedColumns = columns({ header: words.from, types: ['ORGANIZATION'] })
const sentColumns = columns({ header: words.to, types: ['ACCOUNT', 'EMAIL'] })

function Received() {
  const { organizations } = useClients()
  const handshakes = usePages([organizationKey, 'received'], async ({ marker }) => {
    const page = await organizations.send(
      new ListHandshakesForAccountCommand({ ...isInvitation, NextToken: marker }),
    )
    return { items: page.Handshakes ?? [], marker: page.NextToken }
  })
  const [answering, setAnswering] = useState<{ with: 'accept' | 'decline'; handshake: Handshake }>()
  return (
    <>
      <ResourceTable
        id="received-invitations"
        pages={handshakes}
        columns={receivedColumns}
        rowKey={({ Id = '' }) => Id}
        selection="single"
        words={{
          title: words.received,
          plural: words.receivedPlural,
          emptyTitle: words.noReceived,
          empty: words.noReceivedHint,
        }}
        actions={([selected]) =>
          (['decline', 'accept'] as const).map(answer => (
            <Button
              key={answer}
              disabled={!selected || !isOpen(selected)}
              onClick={() => selected && setAnswering({ with: answer, handshake: selected })}
            >
              {words[answer]}
            </Button>
          ))
        }
      />
      {answering && <AnswerDialog {...answering} onDismiss={() => setAnswering(undefined)} />}
    </>
  )
}

const answers = {
  accept: { title: words.acceptTitle, done: words.accepted, command: AcceptHandshakeCommand },
  decline: { title: words.declineTitle, done: words.declined, command: DeclineHandshakeCommand },
  cancel: { title: words.cancelTitle, done: words.cancelled, command: CancelHandshakeCommand },
} as const

function AnswerDialog(props: {
  readonly with: keyof typeof answers
  readonly handshake: Handshake
  readonly onDismiss: () => void
}) {
  const { with: answer, handshake, onDismiss } = props
  const { title, done, command: Command } = answers[answer]
  const { organizations } = useClients()
  const flash = useFlash()
  const write = useWrite(
    () => organizations.send(new Command({ HandshakeId: handshake.Id })),
    [[organizationKey]],
  )
  const from = resource(handshake, 'MASTER_NAME') ?? partyOf(handshake, ['ORGANIZATION']) ?? ''
  return (
    <ConfirmDialog
      title={title}
      confirm={words[answer]}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: done })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{answer === 'accept' ? words.acceptHint(from) : words.declineHint}</Box>
    </ConfirmDialog>
  )
}

function Sent() {
  const { organizations } = useClients()
  const handshakes = usePages([organizationKey, 'sent'], async ({ marker }) => {
    const page = await organizations.send(
      new ListHandshakesForOrganizationCommand({ ...isInvitation, NextToken: marker }),
    )
    return { items: page.Handshakes ?? [], marker: page.NextToken }
  })
  const [cancelling, setCancelling] = useState<Handshake>()
  return (
    <>
      <ResourceTable
        id="sent-invitations"
        pages={handshakes}
        columns={sentColumns}
        rowKey={({ Id = '' }) => Id}
        selection="single"
        words={{
          title: words.sent,
          plural: words.sentPlural,
          emptyTitle: words.noSent,
          empty: words.noSentHint,
        }}
        actions={([selected]) => (
          <Button disabled={!selected || !isOpen(selected)} onClick={() => setCancelling(selected)}>
            {words.cancel}
          </Button>
        )}
      />
      {cancelling && (
        <AnswerDialog with="cancel" handshake={cancelling} onDismiss={() => setCancelling(undefined)} />
      )}
    </>
  )
}

import {
  CreateOrganizationCommand,
  DeleteOrganizationCommand,
  LeaveOrganizationCommand,
  type Organization,
} from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { Copyable } from '../copy/copyable.tsx'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { Readable } from '../notice/readable.tsx'
import { useSession } from '../session/session.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink } from '../shell/link.tsx'
import { Page } from '../shell/page.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { CreateAccountDialog } from './create-account-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { organizationKey, useOrganization, useRoot } from './organization-read.ts'
import { invitationsPath } from './organizations-paths.ts'
import { Tree } from './tree.tsx'

export default function TreePage() {
  const organization = useOrganization()
  return (
    <Page title={words.title} description={words.description} actions={organization.data && <AddAccount />}>
      <Readable read={organization}>
        {read => (read === null ? <NotInUse /> : <Structure organization={read} />)}
      </Readable>
    </Page>
  )
}

function NotInUse() {
  const { organizations } = useClients()
  const flash = useFlash()
  const create = useWrite(
    () => organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' })),
    [[organizationKey]],
  )
  return (
    <Container>
      <SpaceBetween size="m">
        <Box textAlign="center">
          <Box variant="h2">{words.notInUse}</Box>
          <Box variant="p" color="text-body-secondary">
            {words.notInUseHint}
          </Box>
          <SpaceBetween direction="horizontal" size="m" alignItems="center">
            <Button
              variant="primary"
              loading={create.isPending}
              onClick={() =>
                create.mutate(undefined, {
                  onSuccess: () => flash({ type: 'success', topic: 'organization', content: words.created }),
                })
              }
            >
              {words.create}
            </Button>
            <PageLink to={invitationsPath}>{words.invitationsLink}</PageLink>
          </SpaceBetween>
        </Box>
        <FaultNotice error={create.error} />
      </SpaceBetween>
    </Container>
  )
}

function AddAccount() {
  const [dialog, setDialog] = useState<string>()
  const close = () => setDialog(undefined)
  return (
    <>
      <ButtonDropdown
        variant="primary"
        items={[
          { id: 'create', text: words.createAccount },
          { id: 'invite', text: words.inviteAccount },
        ]}
        onItemClick={({ detail }) => setDialog(detail.id)}
      >
        {words.addAccount}
      </ButtonDropdown>
      {dialog === 'create' && <CreateAccountDialog onDismiss={close} />}
      {dialog === 'invite' && <InviteDialog onDismiss={close} />}
    </>
  )
}

function Structure({ organization }: { readonly organization: Organization }) {
  const root = useRoot()
  const { MasterAccountId: management = '' } = organization
  return (
    <SpaceBetween size="l">
      <Summary organization={organization} />
      <Container header={<Header variant="h2">{words.tree}</Header>}>
        <Readable read={root}>
          {({ Id = '', Name = '' }) => (
            <Tree root={{ kind: 'root', id: Id, name: Name }} management={management} />
          )}
        </Readable>
      </Container>
    </SpaceBetween>
  )
}

function Summary({ organization }: { readonly organization: Organization }) {
  const { Id = '', FeatureSet, MasterAccountId = '' } = organization
  const { account } = useSession().inForce
  const [isEnding, setEnding] = useState(false)
  const way = account === MasterAccountId ? 'delete' : 'leave'
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Button onClick={() => setEnding(true)}>{words.endings[way].button}</Button>}
        >
          {words.summary}
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[
          { label: words.organizationId, value: <Copyable what={words.organizationId} text={Id} /> },
          { label: words.management, value: <Copyable what={words.management} text={MasterAccountId} /> },
          { label: words.features, value: FeatureSet },
        ]}
      />
      {isEnding && <EndMembership way={way} id={Id} onDismiss={() => setEnding(false)} />}
    </Container>
  )
}

const endings = { delete: DeleteOrganizationCommand, leave: LeaveOrganizationCommand } as const

/** The management account deletes the organization, a member leaves it. */
function EndMembership(props: {
  readonly way: keyof typeof endings
  readonly id: string
  readonly onDismiss: () => void
}) {
  const { way, id, onDismiss } = props
  const { organizations } = useClients()
  const { scope } = useSession()
  const queries = useQueryClient()
  const flash = useFlash()
  const { button, title, done } = words.endings[way]
  const Command = endings[way]
  return (
    <DeleteDialog
      kind={words.organizationKind}
      name={id}
      title={title(id)}
      button={button}
      attached={async () => []}
      remove={() => organizations.send(new Command({}))}
      onDeleted={() => {
        flash({ type: 'success', topic: 'organization', content: done })
        onDismiss()
        void queries.resetQueries({ queryKey: [scope, organizationKey] })
      }}
      onDismiss={onDismiss}
    />
  )
}

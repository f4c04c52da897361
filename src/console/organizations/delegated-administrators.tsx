import {
  DeregisterDelegatedAdministratorCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
} from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { type Clients, useClients } from '../api/clients.ts'
import { useRead, useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink } from '../shell/link.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { pagesOf } from '../table/rows.ts'
import { instant } from '../words/instant.ts'
import { delegatedAdministrators as words } from '../words/organization-settings.ts'
import { delegatedKey } from './organization-read.ts'
import { accountPath } from './organizations-paths.ts'
import { RegisterDialog } from './register-dialog.tsx'
import { all } from './structure.ts'

/** An account, and one of the services that it administers for the whole organization. */
interface Delegation {
  readonly accountId: string
  readonly name: string
  readonly service: string
  readonly since: Date | undefined
}

const columns: readonly Column<Delegation>[] = [
  {
    id: 'account',
    header: words.account,
    cell: ({ accountId, name }) => <PageLink to={accountPath(accountId)}>{name}</PageLink>,
    value: ({ name }) => name,
    minWidth: 200,
  },
  {
    id: 'id',
    header: words.id,
    cell: ({ accountId }) => accountId,
    value: ({ accountId }) => accountId,
    width: 160,
  },
  {
    id: 'service',
    header: words.service,
    cell: ({ service }) => service,
    value: ({ service }) => service,
    minWidth: 260,
  },
  {
    id: 'since',
    header: words.since,
    cell: ({ since }) => instant(since),
    value: ({ since }) => since?.getTime(),
  },
]

async function delegationsOf(organizations: Clients['organizations']): Promise<readonly Delegation[]> {
  const accounts = await all(async NextToken => {
    const page = await organizations.send(new ListDelegatedAdministratorsCommand({ NextToken }))
    return { items: page.DelegatedAdministrators, next: page.NextToken }
  })
  const delegations = accounts.map(async ({ Id: AccountId = '', Name = '' }) => {
    const services = await all(async NextToken => {
      const command = new ListDelegatedServicesForAccountCommand({ AccountId, NextToken })
      const page = await organizations.send(command)
      return { items: page.DelegatedServices, next: page.NextToken }
    })
    return services.map(({ ServicePrincipal = '', DelegationEnabledDate }) => ({
      accountId: AccountId,
      name: Name,
      service: ServicePrincipal,
      since: DelegationEnabledDate,
    }))
  })
  return (await Promise.all(delegations)).flat()
}

export function DelegatedAdministrators() {
  const { organizations } = useClients()
  const delegations = useRead(delegatedKey, () => delegationsOf(organizations))
  const [asked, setAsked] = useState<'register' | Delegation>()
  const close = () => setAsked(undefined)
  return (
    <>
      <ResourceTable
        id="delegated-administrators"
        pages={pagesOf(delegations)}
        columns={columns}
        rowKey={({ accountId, service }) => `${accountId} ${service}`}
        rowName={({ name, service }) => `${name}, ${service}`}
        selection="single"
        words={words}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => setAsked(selected)}>
              {words.deregister}
            </Button>
            <Button onClick={() => setAsked('register')}>{words.register}</Button>
          </>
        )}
      />
      {asked === 'register' && <RegisterDialog onDismiss={close} />}
      {typeof asked === 'object' && <DeregisterDialog delegation={asked} onDismiss={close} />}
    </>
  )
}

function DeregisterDialog(props: { readonly delegation: Delegation; readonly onDismiss: () => void }) {
  const { delegation, onDismiss } = props
  const { accountId, name, service } = delegation
  const { organizations } = useClients()
  const flash = useFlash()
  const write = useWrite(
    () =>
      organizations.send(
        new DeregisterDelegatedAdministratorCommand({ AccountId: accountId, ServicePrincipal: service }),
      ),
    [delegatedKey],
  )
  return (
    <ConfirmDialog
      title={words.deregisterTitle(name)}
      confirm={words.deregister}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.deregistered(name, service) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.deregisterHint(name, service)}</Box>
    </ConfirmDialog>
  )
}

import { type Account, DescribeAccountCommand } from '@aws-sdk/client-organizations'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { type Read, useRead } from '../api/read.ts'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import { Page } from '../shell/page.tsx'
import { common } from '../words/common.ts'
import { instant } from '../words/instant.ts'
import { organizationsWords as words } from '../words/organizations.ts'
import { useAccess } from './access.ts'
import { EffectivePolicy } from './effective-policy.tsx'
import { EndAccount } from './end-account.tsx'
import { Lineage } from './lineage-view.tsx'
import { organizationKey, useLineage, useOrganization } from './organization-read.ts'
import { treePath } from './organizations-paths.ts'
import { PlaceDialog } from './place-dialogs.tsx'
import { TargetPolicies } from './target-policies.tsx'

export default function AccountPage() {
  const id = useSearchParams()[0].get('id') ?? ''
  const { organizations } = useClients()
  const account = useRead([organizationKey, 'account', id], async () => {
    const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: id }))
    if (!Account) throw new Error(`DescribeAccount answered without ${id}`)
    return Account
  })
  const name = account.data?.Name ?? id
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: words.title, href: treePath }]}
      actions={account.data && <AccountActions id={id} name={name} />}
    >
      <SpaceBetween size="l">
        <Details id={id} account={account} />
        {account.data && <TargetPolicies id={id} name={name} />}
        {account.data && <EffectivePolicy accountId={id} />}
      </SpaceBetween>
    </Page>
  )
}

function Details({ id, account }: { readonly id: string; readonly account: Read<Account> }) {
  const places = useLineage(id)
  return (
    <Container header={<Header variant="h2">{words.details}</Header>}>
      <Readable read={account}>
        {({ Arn = '', Email, State, Status, JoinedMethod, JoinedTimestamp }) => (
          <KeyValuePairs
            columns={2}
            minColumnWidth={250}
            items={[
              { label: words.accountId, value: <Copyable what={words.accountId} text={id} /> },
              { label: words.arn, value: <Copyable what={words.arn} text={Arn} /> },
              { label: words.email, value: Email ?? common.none },
              { label: words.status, value: State ?? Status ?? common.none },
              {
                label: words.joined,
                value: [instant(JoinedTimestamp), JoinedMethod && words.joinedMethods[JoinedMethod]]
                  .filter(Boolean)
                  .join(' · '),
              },
              {
                label: words.place,
                value: <Readable read={places}>{read => <Lineage places={read} />}</Readable>,
              },
            ]}
          />
        )}
      </Readable>
    </Container>
  )
}

function AccountActions({ id, name }: { readonly id: string; readonly name: string }) {
  const organization = useOrganization()
  const access = useAccess()
  const parent = useLineage(id).data?.at(-2)
  const [dialog, setDialog] = useState<'move' | 'close' | 'remove'>()
  const dismiss = () => setDialog(undefined)
  if (organization.data?.MasterAccountId === id) return null
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {(['close', 'remove', 'move'] as const).map(kind => (
        <Button key={kind} disabled={kind === 'move' && !parent} onClick={() => setDialog(kind)}>
          {words[kind]}
        </Button>
      ))}
      {access.isPossible && (
        <Button variant="primary" loading={access.isBusy} onClick={() => void access.switchTo({ id, name })}>
          {words.switchTo}
        </Button>
      )}
      {dialog === 'move' && parent && (
        <PlaceDialog
          kind="move"
          place={{ kind: 'account', id, name, parentId: parent.id }}
          onDismiss={dismiss}
        />
      )}
      {(dialog === 'close' || dialog === 'remove') && (
        <EndAccount how={dialog} id={id} name={name} onDismiss={dismiss} />
      )}
    </SpaceBetween>
  )
}

import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { useSession } from '../../session/session.tsx'
import { dashboard as words } from '../../words/dashboard.ts'
import { AliasDialog } from './alias-dialog.tsx'

/** What users need to sign in: the account's id, its alias, and the link with one of them in it. */
export function AccountPanel() {
  const { iam } = useClients()
  const { account } = useSession().inForce
  const alias = useRead(['account-alias'], async () => {
    const { AccountAliases = [] } = await iam.send(new ListAccountAliasesCommand({}))
    return AccountAliases[0] ?? null
  })
  const link = `${location.origin}/console/${alias.data ?? account}`
  return (
    <Container header={<Header variant="h2">{words.account}</Header>}>
      <KeyValuePairs
        columns={1}
        items={[
          { label: words.accountId, value: <Copyable what={words.accountId} text={account} /> },
          {
            label: words.alias,
            value: <Readable read={alias}>{now => <Alias now={now} />}</Readable>,
          },
          { label: words.signInLink, value: <Copyable what={words.signInLink} text={link} /> },
        ]}
      />
    </Container>
  )
}

function Alias({ now }: { readonly now: string | null }) {
  const [isEditing, setEditing] = useState(false)
  return (
    <>
      {now === null ? words.noAlias : <Copyable what={words.alias} text={now} />}{' '}
      <Button
        variant="inline-link"
        ariaLabel={`${now === null ? words.createAlias : words.editAlias} ${words.alias}`}
        onClick={() => setEditing(true)}
      >
        {now === null ? words.createAlias : words.editAlias}
      </Button>
      {isEditing && <AliasDialog now={now} onDismiss={() => setEditing(false)} />}
    </>
  )
}

import {
  AddClientIDToOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { providers as words } from '../../words/providers.ts'
import { ProviderDetails, type ProviderProps } from './provider-details.tsx'
import { Thumbprints } from './thumbprints.tsx'

export function OidcProvider(props: ProviderProps) {
  const { arn } = props
  const { iam } = useClients()
  const read = useRead(['oidc-provider', arn], () =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
  )
  return (
    <ProviderDetails {...props} read={read}>
      {({ ClientIDList = [], ThumbprintList = [] }) => (
        <SpaceBetween size="l">
          <Audiences arn={arn} audiences={ClientIDList} />
          <Thumbprints arn={arn} thumbprints={ThumbprintList} />
        </SpaceBetween>
      )}
    </ProviderDetails>
  )
}

const columns: readonly Column<string>[] = [
  { id: 'audience', header: words.audience, cell: audience => audience, value: audience => audience },
]

function Audiences({ arn, audiences }: { readonly arn: string; readonly audiences: readonly string[] }) {
  const { iam } = useClients()
  const flash = useFlash()
  const [isAdding, setAdding] = useState(false)
  const remove = useWrite(
    async (removed: readonly string[]) => {
      for (const ClientID of removed) {
        await iam.send(
          new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
        )
      }
    },
    [['oidc-provider', arn]],
  )
  const removeAll = (selected: readonly string[], clear: () => void) =>
    remove.mutate(selected, {
      onSuccess: () => {
        flash({ type: 'success', content: words.audiencesRemoved(selected.length) })
        clear()
      },
    })
  const addButton = <Button onClick={() => setAdding(true)}>{words.addAudience}</Button>
  return (
    <>
      <FaultNotice error={remove.error} />
      <ResourceTable
        id="audiences"
        pages={allOf(audiences)}
        columns={columns}
        rowKey={name => name}
        selection="multi"
        words={{
          title: words.audiences,
          plural: words.audiencesPlural,
          emptyTitle: words.noAudiences,
          empty: words.noAudiencesHint,
        }}
        actions={(selected, clear) => (
          <>
            <Button
              disabled={selected.length === 0}
              loading={remove.isPending}
              onClick={() => removeAll(selected, clear)}
            >
              {words.removeAudiences}
            </Button>
            {addButton}
          </>
        )}
        emptyAction={addButton}
      />
      {isAdding && <AddAudience arn={arn} onDismiss={() => setAdding(false)} />}
    </>
  )
}

function AddAudience({ arn, onDismiss }: { readonly arn: string; readonly onDismiss: () => void }) {
  const { iam } = useClients()
  const flash = useFlash()
  const [audience, setAudience] = useState('')
  const { mutateAsync } = useWrite(
    () =>
      iam.send(
        new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: audience }),
      ),
    [['oidc-provider', arn]],
  )
  return (
    <ConfirmDialog
      title={words.addAudience}
      confirm={words.addAudience}
      isReady={audience !== ''}
      run={() => mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.audienceAdded(audience) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField label={words.audience} description={words.audienceHint}>
        <Input
          value={audience}
          autoComplete={false}
          onChange={({ detail }) => setAudience(detail.value.trim())}
        />
      </FormField>
    </ConfirmDialog>
  )
}

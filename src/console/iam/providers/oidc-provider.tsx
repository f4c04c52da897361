import {
  AddClientIDToOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  type GetOpenIDConnectProviderResponse,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { TagsTable } from '../../tags/tags-table.tsx'
import { instant } from '../../words/instant.ts'
import { providers as words } from '../../words/providers.ts'
import { ProviderSummary } from './provider-summary.tsx'
import { Thumbprints } from './thumbprints.tsx'

type Details = GetOpenIDConnectProviderResponse

export function OidcProvider(props: { readonly arn: string; readonly onFault: (error: Error) => ReactNode }) {
  const { arn, onFault } = props
  const { iam } = useClients()
  const read = useRead(['oidc-provider', arn], () =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
  )
  return (
    <Readable read={read} onFault={onFault}>
      {provider => (
        <SpaceBetween size="l">
          <ProviderSummary
            arn={arn}
            facts={[{ label: words.created, value: instant(provider.CreateDate) }]}
          />
          <Audiences arn={arn} provider={provider} />
          <Thumbprints arn={arn} thumbprints={provider.ThumbprintList ?? []} />
          <TagsTable tags={allOf((provider.Tags ?? []).map(({ Key, Value }) => ({ Key, Value })))} />
        </SpaceBetween>
      )}
    </Readable>
  )
}

const columns: readonly Column<string>[] = [
  { id: 'audience', header: words.audience, cell: audience => audience, value: audience => audience },
]

function Audiences({ arn, provider }: { readonly arn: string; readonly provider: Details }) {
  const { iam } = useClients()
  const flash = useFlash()
  const [isAdding, setAdding] = useState(false)
  const [audience, setAudience] = useState('')
  const remove = useWrite(
    async (audiences: readonly string[]) => {
      for (const ClientID of audiences) {
        await iam.send(
          new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
        )
      }
    },
    [['oidc-provider', arn]],
  )
  const add = useWrite(
    () =>
      iam.send(
        new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: audience }),
      ),
    [['oidc-provider', arn]],
  )
  const addButton = <Button onClick={() => setAdding(true)}>{words.addAudience}</Button>
  return (
    <>
      <FaultNotice error={remove.error} />
      <ResourceTable
        id="audiences"
        pages={allOf(provider.ClientIDList ?? [])}
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
              onClick={() =>
                remove.mutate(selected, {
                  onSuccess: () => {
                    flash({ type: 'success', content: words.audiencesRemoved(selected.length) })
                    clear()
                  },
                })
              }
            >
              {words.removeAudiences}
            </Button>
            {addButton}
          </>
        )}
        emptyAction={addButton}
      />
      {isAdding && (
        <ConfirmDialog
          title={words.addAudience}
          confirm={words.addAudience}
          isReady={audience !== ''}
          run={() => add.mutateAsync()}
          onDone={() => {
            flash({ type: 'success', content: words.audienceAdded(audience) })
            setAdding(false)
            setAudience('')
          }}
          onDismiss={() => setAdding(false)}
        >
          <FormField label={words.audience} description={words.audienceHint}>
            <Input
              value={audience}
              autoComplete={false}
              onChange={({ detail }) => setAudience(detail.value.trim())}
            />
          </FormField>
        </ConfirmDialog>
      )}
    </>
  )
}

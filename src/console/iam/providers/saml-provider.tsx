import {
  GetSAMLProviderCommand,
  type GetSAMLProviderResponse,
  type SAMLPrivateKey,
  UpdateSAMLProviderCommand,
} from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { DocumentText } from '../../policies-picker/document-text.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { instant } from '../../words/instant.ts'
import { providers as words } from '../../words/providers.ts'
import { MetadataField } from './metadata-field.tsx'
import { ProviderDetails, type ProviderProps } from './provider-details.tsx'

export function SamlProvider(props: ProviderProps) {
  const { arn } = props
  const { iam } = useClients()
  const read = useRead(['saml-provider', arn], () =>
    iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn })),
  )
  return (
    <ProviderDetails
      {...props}
      read={read}
      facts={({ ValidUntil }) => [{ label: words.validUntil, value: instant(ValidUntil) }]}
    >
      {provider => (
        <SpaceBetween size="l">
          <Metadata arn={arn} provider={provider} />
          <ResourceTable
            id="saml-private-keys"
            pages={allOf(provider.PrivateKeyList ?? [])}
            columns={keyColumns}
            rowKey={({ KeyId = '' }) => KeyId}
            words={{
              title: words.privateKeys,
              plural: words.privateKeysPlural,
              emptyTitle: words.noPrivateKeys,
              empty: words.noPrivateKeysHint,
            }}
          />
        </SpaceBetween>
      )}
    </ProviderDetails>
  )
}

const keyColumns: readonly Column<SAMLPrivateKey>[] = [
  { id: 'id', header: words.keyId, cell: ({ KeyId }) => KeyId, value: ({ KeyId }) => KeyId },
  {
    id: 'created',
    header: words.created,
    cell: ({ Timestamp }) => instant(Timestamp),
    value: ({ Timestamp }) => Timestamp?.getTime(),
  },
]

function Metadata({ arn, provider }: { readonly arn: string; readonly provider: GetSAMLProviderResponse }) {
  const [isReplacing, setReplacing] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setReplacing(true)}>{words.replace}</Button>}>
          {words.metadata}
        </Header>
      }
    >
      <DocumentText label={words.document} text={provider.SAMLMetadataDocument ?? ''} />
      {isReplacing && <ReplaceMetadata arn={arn} onDismiss={() => setReplacing(false)} />}
    </Container>
  )
}

function ReplaceMetadata({ arn, onDismiss }: { readonly arn: string; readonly onDismiss: () => void }) {
  const { iam } = useClients()
  const flash = useFlash()
  const [file, setFile] = useState<File>()
  const write = useWrite(
    async () =>
      iam.send(
        new UpdateSAMLProviderCommand({ SAMLProviderArn: arn, SAMLMetadataDocument: await file?.text() }),
      ),
    [['saml-provider', arn], ['providers']],
  )
  return (
    <ConfirmDialog
      title={words.replace}
      confirm={words.replace}
      isReady={file !== undefined}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.replaced })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <MetadataField file={file} onChange={setFile} fault={undefined} />
    </ConfirmDialog>
  )
}

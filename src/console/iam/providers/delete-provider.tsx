import { DeleteOpenIDConnectProviderCommand, DeleteSAMLProviderCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import { useClients } from '../../api/clients.ts'
import { useKeptReads } from '../../api/read.ts'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { providers as words } from '../../words/providers.ts'
import { nameOf, typeOf } from './provider.ts'

export function DeleteProvider(props: {
  readonly arn: string
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}) {
  const { arn, onDeleted, onDismiss } = props
  const { iam } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  const name = nameOf(arn)
  return (
    <DeleteDialog
      kind={words.kind}
      name={name}
      attached={async () => []}
      remove={() =>
        typeOf(arn) === 'saml'
          ? iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: arn }))
          : iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))
      }
      onDeleted={() => {
        void readAgain(['providers'])
        flash({ type: 'success', content: words.deleted(name) })
        onDismiss()
        onDeleted()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.rolesStay}</Box>
    </DeleteDialog>
  )
}

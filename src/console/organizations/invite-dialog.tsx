import { InviteAccountToOrganizationCommand } from '@aws-sdk/client-organizations'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { common } from '../words/common.ts'
import { organizationsWords as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'

export function InviteDialog({ onDismiss }: { readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const flash = useFlash()
  const [whom, setWhom] = useState('')
  const [message, setMessage] = useState('')
  const id = whom.trim()
  const write = useWrite(
    () =>
      organizations.send(
        new InviteAccountToOrganizationCommand({
          Target: { Type: id.includes('@') ? 'EMAIL' : 'ACCOUNT', Id: id },
          ...(message !== '' && { Notes: message }),
        }),
      ),
    [[organizationKey]],
  )
  return (
    <ConfirmDialog
      title={words.inviteAccount}
      confirm={words.invite}
      isReady={/^\d{12}$/.test(id) || id.includes('@')}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.invited(id) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField label={words.invitee}>
        <Input value={whom} autoComplete={false} onChange={({ detail }) => setWhom(detail.value)} />
      </FormField>
      <FormField
        label={
          <>
            {words.message} <i>- {common.optional}</i>
          </>
        }
      >
        <Textarea value={message} onChange={({ detail }) => setMessage(detail.value)} />
      </FormField>
    </ConfirmDialog>
  )
}

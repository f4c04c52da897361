import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import type { CredentialDialogProps } from './credential-kind.ts'
import { type CredentialOwner, ownerKey } from './credential-owner.ts'

export interface UploadWords {
  readonly create: string
  readonly body: string
  readonly bodyHint: string
  readonly bodyMissing: string
  readonly uploaded: string
}

/** Takes what somebody made elsewhere: the public half of a key, a certificate. */
export function UploadDialog(
  props: CredentialDialogProps & {
    readonly words: UploadWords
    readonly upload: (iam: Clients['iam'], owner: CredentialOwner, body: string) => Promise<unknown>
  },
) {
  const { owner, words, upload, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const [body, setBody] = useState('')
  const [isTried, setTried] = useState(false)
  const isMissing = body.trim() === ''
  const write = useWrite(() => upload(iam, owner, body), [ownerKey(owner)])
  const submit = () => {
    setTried(true)
    if (isMissing) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.uploaded })
        onDismiss()
      },
    })
  }
  return (
    <FormDialog
      title={words.create}
      submit={words.create}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
    >
      <FormField
        label={words.body}
        constraintText={words.bodyHint}
        errorText={isTried && isMissing ? words.bodyMissing : ''}
        stretch
      >
        <Textarea value={body} rows={8} spellcheck={false} onChange={({ detail }) => setBody(detail.value)} />
      </FormField>
    </FormDialog>
  )
}

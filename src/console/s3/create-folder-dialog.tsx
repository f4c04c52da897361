import { PutObjectCommand } from '@aws-sdk/client-s3'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { objectWords as words } from '../words/s3.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html */
export function CreateFolderDialog(props: {
  readonly bucket: string
  readonly prefix: string
  readonly onDismiss: () => void
}) {
  const { bucket, prefix, onDismiss } = props
  const { s3 } = useClients()
  const flash = useFlash()
  const [name, setName] = useState('')
  const isName = name !== '' && !name.includes('/')
  const write = useWrite(
    () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${name}/`, Body: new Uint8Array() })),
    [['bucket', bucket]],
  )
  return (
    <ConfirmDialog
      title={words.createFolder}
      confirm={words.createFolder}
      isReady={isName}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.folderMade(name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField
        label={words.folderName}
        description={words.folderHint}
        errorText={name !== '' && !isName ? words.folderFault : ''}
      >
        <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </ConfirmDialog>
  )
}

import { PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { common } from '../words/common.ts'
import { bucketSettingWords as words } from '../words/s3.ts'

export function VersioningDialog(props: {
  readonly bucket: string
  readonly isEnabled: boolean
  readonly onDismiss: () => void
}) {
  const { bucket, isEnabled, onDismiss } = props
  const { s3 } = useClients()
  const flash = useFlash()
  const [status, setStatus] = useState<'Enabled' | 'Suspended'>(isEnabled ? 'Enabled' : 'Suspended')
  const write = useWrite(
    () =>
      s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }),
      ),
    [['bucket', bucket]],
  )
  return (
    <ConfirmDialog
      title={words.versioningTitle}
      confirm={common.save}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.versioningUpdated })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <RadioGroup
        ariaLabel={words.versioning}
        value={status}
        items={[
          { value: 'Enabled', label: words.enable, description: words.versioningHint },
          { value: 'Suspended', label: words.suspend, description: words.suspendHint },
        ]}
        onChange={({ detail }) => setStatus(detail.value === 'Enabled' ? 'Enabled' : 'Suspended')}
      />
    </ConfirmDialog>
  )
}

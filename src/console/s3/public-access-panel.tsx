import {
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import Checkbox from '@cloudscape-design/components/checkbox'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead, useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { Readable } from '../notice/readable.tsx'
import { useFlash } from '../shell/flash.tsx'
import { common } from '../words/common.ts'
import { bucketSettingWords as words } from '../words/s3.ts'
import { SettingPanel } from './setting-panel.tsx'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const parts = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

export function PublicAccessPanel({ bucket }: { readonly bucket: string }) {
  const { s3 } = useClients()
  const [isEditing, setEditing] = useState(false)
  const blocked = useRead(['bucket', bucket, 'public-access'], async () => {
    const asked = s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }))
    const answer = await orAbsent(asked, 'NoSuchPublicAccessBlockConfiguration')
    return answer?.PublicAccessBlockConfiguration ?? {}
  })
  return (
    <SettingPanel
      title={words.publicAccess}
      description={words.publicAccessHint}
      onEdit={blocked.data && (() => setEditing(true))}
    >
      <Readable read={blocked}>
        {read => (
          <KeyValuePairs
            columns={2}
            minColumnWidth={250}
            items={parts.map(part => ({
              label: words.publicAccessParts[part],
              value: (
                <StatusIndicator type={read[part] ? 'success' : 'warning'}>
                  {read[part] ? words.on : words.off}
                </StatusIndicator>
              ),
            }))}
          />
        )}
      </Readable>
      {isEditing && blocked.data && (
        <PublicAccessDialog bucket={bucket} before={blocked.data} onDismiss={() => setEditing(false)} />
      )}
    </SettingPanel>
  )
}

function PublicAccessDialog(props: {
  readonly bucket: string
  readonly before: PublicAccessBlockConfiguration
  readonly onDismiss: () => void
}) {
  const { bucket, before, onDismiss } = props
  const { s3 } = useClients()
  const flash = useFlash()
  const [edited, setEdited] = useState(before)
  const write = useWrite(
    () =>
      s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: edited })),
    [['bucket', bucket]],
  )
  return (
    <ConfirmDialog
      title={words.publicAccessTitle}
      confirm={common.save}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.publicAccessUpdated })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <SpaceBetween size="s">
        {parts.map(part => (
          <Checkbox
            key={part}
            checked={edited[part] ?? false}
            onChange={({ detail }) => setEdited({ ...edited, [part]: detail.checked })}
          >
            {words.publicAccessParts[part]}
          </Checkbox>
        ))}
      </SpaceBetween>
    </ConfirmDialog>
  )
}

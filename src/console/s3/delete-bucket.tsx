import { DeleteBucketCommand } from '@aws-sdk/client-s3'
import Box from '@cloudscape-design/components/box'
import { useClients } from '../api/clients.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { s3Words as words } from '../words/s3.ts'
import { emptyBucket, someVersions } from './emptying.ts'

interface BucketDialogProps {
  readonly name: string
  readonly onDone: () => void
  readonly onDismiss: () => void
}

/** Only an empty bucket goes: what is in it is deleted first, every version of it. */
export function DeleteBucket({ name, onDone, onDismiss }: BucketDialogProps) {
  const { s3 } = useClients()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.kind}
      name={name}
      attached={async () => {
        const { versions, hasMore } = await someVersions(s3, name)
        if (versions.length === 0) return []
        return [{ text: words.contents(versions.length, hasMore), run: () => emptyBucket(s3, name) }]
      }}
      remove={() => s3.send(new DeleteBucketCommand({ Bucket: name }))}
      onDeleted={() => {
        flash({ type: 'success', content: words.deleted(name) })
        onDismiss()
        onDone()
      }}
      onDismiss={onDismiss}
    />
  )
}

export function EmptyBucket({ name, onDone, onDismiss }: BucketDialogProps) {
  const { s3 } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.contentsKind}
      name={name}
      title={words.emptyTitleOf(name)}
      button={words.emptyIt}
      attached={async () => {
        const { versions, hasMore } = await someVersions(s3, name)
        return versions.length === 0
          ? []
          : [{ text: words.contents(versions.length, hasMore), run: () => emptyBucket(s3, name) }]
      }}
      remove={async () => {}}
      onDeleted={() => {
        void readAgain(['bucket', name])
        flash({ type: 'success', content: words.emptied(name) })
        onDismiss()
        onDone()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.emptyText}</Box>
    </DeleteDialog>
  )
}

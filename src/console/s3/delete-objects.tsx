import Box from '@cloudscape-design/components/box'
import { useClients } from '../api/clients.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { objectWords as words } from '../words/s3.ts'
import { deleteObjects, keysBelow } from './emptying.ts'

interface DeletedEntry {
  readonly key: string
  readonly isFolder: boolean
}

/** Objects, and folders with all that is in them. */
export function DeleteObjects(props: {
  readonly bucket: string
  readonly entries: readonly DeletedEntry[]
  readonly onDeleted?: () => void
  readonly onDismiss: () => void
}) {
  const { bucket, entries, onDeleted, onDismiss } = props
  const { s3 } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  const remove = async () => {
    for (const { key, isFolder } of entries) {
      const keys = isFolder ? await keysBelow(s3, bucket, key) : [key]
      await deleteObjects(
        s3,
        bucket,
        keys.map(Key => ({ Key })),
      )
    }
  }
  return (
    <DeleteDialog
      kind={words.kind}
      name={entries.map(({ key }) => key).join(', ')}
      title={words.deleteTitle(entries.length)}
      confirmation={words.deleteWord}
      attached={async () => []}
      remove={remove}
      onDeleted={() => {
        void readAgain(['bucket', bucket])
        const [first, ...others] = entries
        flash({
          type: 'success',
          content: first && others.length === 0 ? words.deletedOne(first.key) : words.deleted,
        })
        onDismiss()
        onDeleted?.()
      }}
      onDismiss={onDismiss}
    >
      <ul>
        {entries.map(({ key }) => (
          <li key={key}>{key}</li>
        ))}
      </ul>
      {entries.some(({ isFolder }) => isFolder) && <Box>{words.foldersGo}</Box>}
      <Box>{words.markersStay}</Box>
    </DeleteDialog>
  )
}

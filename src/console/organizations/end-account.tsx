import { CloseAccountCommand, RemoveAccountFromOrganizationCommand } from '@aws-sdk/client-organizations'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { treePath } from './organizations-paths.ts'

const ways = {
  close: { title: words.closeTitle, done: words.closed, command: CloseAccountCommand },
  remove: { title: words.removeTitle, done: words.removed, command: RemoveAccountFromOrganizationCommand },
} as const

/** Closed an account ends, removed it goes on alone; neither is taken back by a click. */
export function EndAccount(props: {
  readonly how: keyof typeof ways
  readonly id: string
  readonly name: string
  readonly onDismiss: () => void
}) {
  const { how, id, name, onDismiss } = props
  const { title, done, command: Command } = ways[how]
  const { organizations } = useClients()
  const { readAgain } = useKeptReads()
  const navigate = useNavigate()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.closeKind}
      name={name}
      title={title(name)}
      button={words[how]}
      confirmation={id}
      attached={async () => []}
      remove={() => organizations.send(new Command({ AccountId: id }))}
      onDeleted={() => {
        flash({ type: 'success', topic: 'organization', content: done(name) })
        onDismiss()
        void navigate(treePath)
        void readAgain([organizationKey])
      }}
      onDismiss={onDismiss}
    />
  )
}

import { CloseAccountCommand, RemoveAccountFromOrganizationCommand } from '@aws-sdk/client-organizations'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useSession } from '../session/session.tsx'
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
  const { scope } = useSession()
  const queries = useQueryClient()
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
        void queries.invalidateQueries({ queryKey: [scope, organizationKey] })
      }}
      onDismiss={onDismiss}
    />
  )
}

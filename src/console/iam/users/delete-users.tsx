import Box from '@cloudscape-design/components/box'
import { useClients } from '../../api/clients.ts'
import { DeleteSeveral } from '../../deleting/delete-several.tsx'
import { users as words } from '../../words/users.ts'
import type { AfterDeleting } from '../identities/after-deleting.ts'
import { attachedToUser, deleteUser } from './deleting.ts'

/** Deletes one user or several, with what is attached to them. */
export function DeleteUsers(props: AfterDeleting & { readonly names: readonly string[] }) {
  const { names, onDeleted, onDismiss } = props
  const { iam } = useClients()
  return (
    <DeleteSeveral
      names={names}
      words={words}
      attachedTo={name => attachedToUser(iam, name)}
      remove={name => deleteUser(iam, name)}
      changes={[['users'], ['policies'], ['groups'], ['group']]}
      keyOf={name => ['user', name]}
      onDeleted={onDeleted}
      onDismiss={onDismiss}
    >
      <Box>{words.deletingAccess}</Box>
    </DeleteSeveral>
  )
}

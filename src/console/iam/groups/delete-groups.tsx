import { useClients } from '../../api/clients.ts'
import { DeleteSeveral } from '../../deleting/delete-several.tsx'
import { groups as words } from '../../words/groups.ts'
import type { AfterDeleting } from '../identities/after-deleting.ts'
import { attachedToGroup, deleteGroup } from './deleting.ts'

/** Deletes one group or several; the users in them stay. */
export function DeleteGroups(props: AfterDeleting & { readonly names: readonly string[] }) {
  const { names, onDeleted, onDismiss } = props
  const { iam } = useClients()
  return (
    <DeleteSeveral
      names={names}
      words={words}
      attachedTo={name => attachedToGroup(iam, name)}
      remove={name => deleteGroup(iam, name)}
      changes={[['groups'], ['policies'], ['user']]}
      keyOf={name => ['group', name]}
      onDeleted={onDeleted}
      onDismiss={onDismiss}
    />
  )
}

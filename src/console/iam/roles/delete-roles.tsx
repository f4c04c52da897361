import type { Role } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import { useClients } from '../../api/clients.ts'
import { DeleteSeveral } from '../../deleting/delete-several.tsx'
import { roles as words } from '../../words/roles.ts'
import type { AfterDeleting } from '../identities/after-deleting.ts'
import { attachedToRole, deleteRole } from './deleting.ts'
import { isServiceLinked, useRole } from './role-read.ts'

/** Deletes one role or several, with what is attached to them. */
export function DeleteRoles(
  props: AfterDeleting & { readonly roles: readonly Pick<Role, 'RoleName' | 'Path'>[] },
) {
  const { roles, onDeleted, onDismiss } = props
  const { iam } = useClients()
  const names = roles.map(({ RoleName = '' }) => RoleName)
  const named = (name: string) =>
    roles.find(({ RoleName }) => RoleName === name) ?? { RoleName: name, Path: undefined }
  return (
    <DeleteSeveral
      names={names}
      words={words}
      attachedTo={name => attachedToRole(iam, named(name))}
      remove={name => deleteRole(iam, named(name))}
      changes={[['roles'], ['policies']]}
      keyOf={name => ['role', name]}
      onDeleted={onDeleted}
      onDismiss={onDismiss}
    >
      <Box>{words.deletingSessions}</Box>
      {roles.some(isServiceLinked) && <Alert type="info">{words.deletingServiceLinked}</Alert>}
      {names.map(name => (
        <BoundaryThatGoes key={name} name={name} />
      ))}
    </DeleteSeveral>
  )
}

/** A boundary is part of the role, and in nobody's way. */
function BoundaryThatGoes({ name }: { readonly name: string }) {
  const arn = useRole(name).data?.PermissionsBoundary?.PermissionsBoundaryArn
  if (arn === undefined) return null
  return <Box>{words.boundaryGoes(name, arn.slice(arn.lastIndexOf('/') + 1))}</Box>
}

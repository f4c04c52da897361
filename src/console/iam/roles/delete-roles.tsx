import type { Role } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import { useQueryClient } from '@tanstack/react-query'
import { useClients } from '../../api/clients.ts'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import { useSession } from '../../session/session.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { deletingWords } from '../../words/deleting.ts'
import { roles as words } from '../../words/roles.ts'
import { attachedToRole, deleteRole } from './deleting.ts'
import { isServiceLinked, useRole } from './role-read.ts'

type DeletedRole = Pick<Role, 'RoleName' | 'Path'>

/** Deletes one role or several, with what is attached to them. */
export function DeleteRoles(props: {
  readonly roles: readonly DeletedRole[]
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}) {
  const { roles, onDeleted, onDismiss } = props
  const { iam } = useClients()
  const { scope } = useSession()
  const queries = useQueryClient()
  const flash = useFlash()
  const names = roles.map(({ RoleName = '' }) => RoleName)
  const [first = ''] = names
  const isOne = names.length === 1
  return (
    <DeleteDialog
      kind={isOne ? words.kind : words.plural}
      name={names.join(', ')}
      title={
        isOne ? deletingWords.title(words.kind, first) : deletingWords.titleMany(words.plural, names.length)
      }
      confirmation={isOne ? first : words.deleteWord}
      attached={async () => {
        const all = await Promise.all(roles.map(role => attachedToRole(iam, role)))
        return all.flatMap((steps, index) =>
          isOne ? steps : steps.map(step => ({ ...step, text: `${names[index]}: ${step.text}` })),
        )
      }}
      remove={async () => {
        for (const role of roles) await deleteRole(iam, role)
      }}
      onDeleted={() => {
        void queries.invalidateQueries({ queryKey: [scope, 'roles'] })
        void queries.invalidateQueries({ queryKey: [scope, 'policies'] })
        flash({ type: 'success', content: isOne ? words.deleted(first) : words.deletedMany(names.length) })
        onDismiss()
        onDeleted()
        for (const name of names) queries.removeQueries({ queryKey: [scope, 'role', name] })
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.deletingSessions}</Box>
      {!isOne && (
        <ul>
          {names.map(name => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
      {roles.some(isServiceLinked) && <Alert type="info">{words.deletingServiceLinked}</Alert>}
      {names.map(name => (
        <BoundaryThatGoes key={name} name={name} />
      ))}
    </DeleteDialog>
  )
}

/** A boundary is part of the role, and in nobody's way. */
function BoundaryThatGoes({ name }: { readonly name: string }) {
  const arn = useRole(name).data?.PermissionsBoundary?.PermissionsBoundaryArn
  if (arn === undefined) return null
  return <Box>{words.boundaryGoes(name, arn.slice(arn.lastIndexOf('/') + 1))}</Box>
}

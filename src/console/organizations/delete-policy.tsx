import { DeletePolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-organizations'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useSession } from '../session/session.tsx'
import { useFlash } from '../shell/flash.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { policiesOfTypePath } from './organizations-paths.ts'
import type { ControlPolicy } from './policy-read.ts'
import { targetsOf } from './policy-targets.tsx'

/** Only a policy that is attached to nothing goes: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html */
export function DeletePolicy({
  policy,
  onDismiss,
}: {
  readonly policy: ControlPolicy
  readonly onDismiss: () => void
}) {
  const { id, name, type } = policy
  const { organizations } = useClients()
  const { scope } = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.deleteKind}
      name={name}
      attached={async () =>
        (await targetsOf(organizations, id)).map(({ TargetId, Name = '' }) => ({
          text: words.detachedFrom(Name),
          run: () => organizations.send(new DetachPolicyCommand({ PolicyId: id, TargetId })),
        }))
      }
      remove={() => organizations.send(new DeletePolicyCommand({ PolicyId: id }))}
      onDeleted={() => {
        flash({ type: 'success', topic: 'organization', content: words.deleted(name) })
        onDismiss()
        void navigate(policiesOfTypePath(type))
        queries.removeQueries({ queryKey: [scope, organizationKey, 'policy', id] })
        void queries.invalidateQueries({ queryKey: [scope, organizationKey] })
      }}
      onDismiss={onDismiss}
    />
  )
}

import { DeletePolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-organizations'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
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
  const { forget, readAgain } = useKeptReads()
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
        forget([organizationKey, 'policy', id])
        void readAgain([organizationKey])
      }}
      onDismiss={onDismiss}
    />
  )
}

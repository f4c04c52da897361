import Box from '@cloudscape-design/components/box'
import { useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { permissions as words } from '../../words/permissions.ts'
import type { GivenPolicy } from './given-policies.ts'
import { changedKeys, type PolicyHolder } from './policy-holder.ts'

/** Detaches managed policies and deletes inline ones, after saying which is which. */
export function RemovePolicies(props: {
  readonly holder: PolicyHolder
  readonly policies: readonly GivenPolicy[]
  readonly onDismiss: () => void
}) {
  const { holder, policies, onDismiss } = props
  const flash = useFlash()
  const { mutateAsync } = useWrite(async () => {
    for (const policy of policies) {
      await (policy.kind === 'managed' ? holder.detach(policy.arn) : holder.deleteInline(policy.name))
    }
  }, changedKeys(holder))
  const namesOf = (kind: GivenPolicy['kind']) =>
    policies.filter(policy => policy.kind === kind).map(({ name }) => name)
  return (
    <ConfirmDialog
      title={words.removeTitle(policies.length)}
      confirm={words.remove}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.removed(policies.length) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Names text={words.removeManaged} names={namesOf('managed')} />
      <Names text={words.removeInline} names={namesOf('inline')} />
    </ConfirmDialog>
  )
}

function Names({ text, names }: { readonly text: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <div>
      <Box>{text}</Box>
      <ul>
        {names.map(name => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </div>
  )
}

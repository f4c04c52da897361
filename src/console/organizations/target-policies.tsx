import { AttachPolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink } from '../shell/link.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { controlPolicyType } from './control-policy-type.ts'
import { organizationKey } from './organization-read.ts'
import { policyPath } from './organizations-paths.ts'
import { type PolicyInForce, policiesInForce } from './policies-of.ts'
import { PolicySelect } from './policy-select.tsx'

const attachedTo = ({ at, isDirect }: PolicyInForce) => (isDirect ? words.directly(at.name) : at.name)
const typeOf = ({ policy }: PolicyInForce) => words.types[controlPolicyType(policy.Type)]

const columns: readonly Column<PolicyInForce>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ policy: { Id = '', Name } }) => <PageLink to={policyPath(Id)}>{Name}</PageLink>,
    value: ({ policy }) => policy.Name,
    minWidth: 220,
  },
  { id: 'type', header: words.type, cell: typeOf, value: typeOf, minWidth: 220 },
  { id: 'attached-to', header: words.attachedTo, cell: attachedTo, value: attachedTo, minWidth: 200 },
]

/** The control policies over an account or a unit, each level's; those attached here can be detached. */
export function TargetPolicies({ id, name }: { readonly id: string; readonly name: string }) {
  const { organizations } = useClients()
  const inForce = usePages([organizationKey, 'in-force', id], async () => ({
    items: await policiesInForce(organizations, id),
  }))
  const [asked, setAsked] = useState<'attach' | PolicyInForce>()
  const close = () => setAsked(undefined)
  return (
    <>
      <ResourceTable
        id="policies-in-force"
        pages={inForce}
        columns={columns}
        rowKey={({ policy, at }) => `${policy.Id} ${at.id}`}
        rowName={({ policy, at }) => `${policy.Name} (${at.name})`}
        selection="single"
        words={{
          title: words.inForce,
          description: words.inForceHint,
          plural: words.plural,
          emptyTitle: words.noneInForce,
          empty: words.noneInForceHint,
        }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected?.isDirect} onClick={() => setAsked(selected)}>
              {words.detach}
            </Button>
            <Button onClick={() => setAsked('attach')}>{words.attachPolicy}</Button>
          </>
        )}
      />
      {asked === 'attach' && <AttachDialog id={id} name={name} onDismiss={close} />}
      {typeof asked === 'object' && (
        <DetachDialog
          policy={{ id: asked.policy.Id ?? '', name: asked.policy.Name ?? '' }}
          target={{ id, name }}
          onDismiss={close}
        />
      )}
    </>
  )
}

function AttachDialog(props: { readonly id: string; readonly name: string; readonly onDismiss: () => void }) {
  const { id, name, onDismiss } = props
  const { organizations } = useClients()
  const flash = useFlash()
  const [policy, setPolicy] = useState<{ readonly id: string; readonly name: string }>()
  const write = useWrite(
    () => organizations.send(new AttachPolicyCommand({ PolicyId: policy?.id, TargetId: id })),
    [[organizationKey]],
  )
  return (
    <ConfirmDialog
      title={words.attachTitle(name)}
      confirm={words.attachPolicy}
      isReady={policy !== undefined}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.attached(policy?.name ?? '') })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <PolicySelect chosen={policy?.id} onChoose={setPolicy} />
    </ConfirmDialog>
  )
}

interface Named {
  readonly id: string
  readonly name: string
}

export function DetachDialog(props: {
  readonly policy: Named
  readonly target: Named
  readonly onDismiss: () => void
}) {
  const { policy, target, onDismiss } = props
  const { organizations } = useClients()
  const flash = useFlash()
  const write = useWrite(
    () => organizations.send(new DetachPolicyCommand({ PolicyId: policy.id, TargetId: target.id })),
    [[organizationKey]],
  )
  return (
    <ConfirmDialog
      title={words.detachTitle(policy.name)}
      confirm={words.detach}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.detached(policy.name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.detachFrom(target.name)}</Box>
    </ConfirmDialog>
  )
}

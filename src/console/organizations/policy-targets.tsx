import {
  AttachPolicyCommand,
  ListTargetsForPolicyCommand,
  type PolicyTargetSummary,
} from '@aws-sdk/client-organizations'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { type Clients, useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink } from '../shell/link.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { controlPolicies as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { accountPath, unitPath } from './organizations-paths.ts'
import { PlaceSelect } from './place-select.tsx'
import type { ControlPolicy } from './policy-read.ts'
import { all } from './structure.ts'
import { DetachDialog } from './target-policies.tsx'

const typeOf = ({ Type }: PolicyTargetSummary) => (Type ? words.targetTypes[Type] : undefined)

const columns: readonly Column<PolicyTargetSummary>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ TargetId = '', Name, Type }) => (
      <PageLink to={Type === 'ACCOUNT' ? accountPath(TargetId) : unitPath(TargetId)}>{Name}</PageLink>
    ),
    value: ({ Name }) => Name,
    minWidth: 220,
  },
  { id: 'type', header: words.targetType, cell: typeOf, value: typeOf },
  { id: 'id', header: words.targetId, cell: ({ TargetId }) => TargetId, value: ({ TargetId }) => TargetId },
]

export function targetsOf(organizations: Clients['organizations'], PolicyId: string) {
  return all(async NextToken => {
    const page = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }))
    return { items: page.Targets, next: page.NextToken }
  })
}

/** What a policy is attached to. */
export function PolicyTargets({ policy }: { readonly policy: ControlPolicy }) {
  const { organizations } = useClients()
  const targets = usePages([organizationKey, 'targets', policy.id], async () => ({
    items: await targetsOf(organizations, policy.id),
  }))
  const [asked, setAsked] = useState<'attach' | PolicyTargetSummary>()
  const close = () => setAsked(undefined)
  return (
    <>
      <ResourceTable
        id="policy-targets"
        pages={targets}
        columns={columns}
        rowKey={({ TargetId = '' }) => TargetId}
        rowName={({ Name = '' }) => Name}
        selection="single"
        words={{
          title: words.targets,
          plural: words.targetsPlural,
          emptyTitle: words.noTargets,
          empty: words.noTargetsHint,
        }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => setAsked(selected)}>
              {words.detach}
            </Button>
            <Button onClick={() => setAsked('attach')}>{words.attach}</Button>
          </>
        )}
      />
      {asked === 'attach' && <AttachDialog policy={policy} taken={targets.items} onDismiss={close} />}
      {typeof asked === 'object' && (
        <DetachDialog
          policy={policy}
          target={{ id: asked.TargetId ?? '', name: asked.Name ?? '' }}
          onDismiss={close}
        />
      )}
    </>
  )
}

function AttachDialog(props: {
  readonly policy: ControlPolicy
  readonly taken: readonly PolicyTargetSummary[]
  readonly onDismiss: () => void
}) {
  const { policy, taken, onDismiss } = props
  const { organizations } = useClients()
  const flash = useFlash()
  const [target, setTarget] = useState<string>()
  const write = useWrite(
    () => organizations.send(new AttachPolicyCommand({ PolicyId: policy.id, TargetId: target })),
    [[organizationKey]],
  )
  return (
    <ConfirmDialog
      title={words.attachPolicyTitle(policy.name)}
      confirm={words.attach}
      isReady={target !== undefined}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.attached(policy.name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <PlaceSelect
        label={words.attachTo}
        placeholder={words.chooseTarget}
        withAccounts
        chosen={target}
        onChoose={setTarget}
        isOffered={({ id }) => !taken.some(({ TargetId }) => TargetId === id)}
      />
    </ConfirmDialog>
  )
}

import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { PageLink } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { type EntityKind, policies as words } from '../../words/policies.ts'
import { AttachDialog } from './attach-dialog.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { detach, type Entity, entitiesWith } from './entities.ts'
import { type PolicyDetails, policyKey } from './policy.ts'

const pageOf: Readonly<Record<EntityKind, string>> = {
  user: '/console/iam/users/details',
  group: '/console/iam/groups/details',
  role: '/console/iam/roles/details',
}

export const entityKey = ({ kind, name }: Entity) => `${kind} ${name}`

const columns: readonly Column<Entity>[] = [
  {
    id: 'name',
    header: words.entityName,
    cell: ({ kind, name }) => <PageLink to={`${pageOf[kind]}/${encodeURIComponent(name)}`}>{name}</PageLink>,
    value: ({ name }) => name,
    minWidth: 280,
  },
  {
    id: 'kind',
    header: words.entityType,
    cell: ({ kind }) => words.entityKinds[kind],
    value: ({ kind }) => words.entityKinds[kind],
  },
]

/** Who has the policy: as permissions, or as the bounds of them. */
export function EntitiesTab({ policy }: { readonly policy: PolicyDetails }) {
  const { Arn: arn, PolicyName: name } = policy
  const { iam } = useClients()
  const attached = usePages([...policyKey(arn), 'attached'], wanted =>
    entitiesWith(iam, arn, 'PermissionsPolicy', wanted),
  )
  const bounded = usePages([...policyKey(arn), 'bounded'], wanted =>
    entitiesWith(iam, arn, 'PermissionsBoundary', wanted),
  )
  const [isAttaching, setAttaching] = useState(false)
  const [detaching, setDetaching] = useState<readonly Entity[]>([])
  return (
    <SpaceBetween size="l">
      <ResourceTable
        id="policy-entities"
        pages={attached}
        columns={columns}
        rowKey={entityKey}
        rowName={({ name: entity }) => entity}
        selection="multi"
        actions={selected => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDetaching(selected)}>
              {words.detach}
            </Button>
            <Button onClick={() => setAttaching(true)}>{words.attach}</Button>
          </>
        )}
        words={{
          title: words.attachedTitle,
          description: words.attachedDescription,
          plural: words.entitiesPlural,
          emptyTitle: words.attachedEmptyTitle,
          empty: words.attachedEmpty,
        }}
      />
      <ResourceTable
        id="policy-bounded"
        pages={bounded}
        columns={columns}
        rowKey={entityKey}
        rowName={({ name: entity }) => entity}
        words={{
          title: words.boundaryTitle,
          description: words.boundaryDescription,
          plural: words.entitiesPlural,
          emptyTitle: words.boundaryEmptyTitle,
          empty: words.boundaryEmpty,
        }}
      />
      {isAttaching && <AttachDialog arn={arn} name={name} onDismiss={() => setAttaching(false)} />}
      {detaching.length > 0 && (
        <DetachDialog arn={arn} entities={detaching} onDismiss={() => setDetaching([])} />
      )}
    </SpaceBetween>
  )
}

function DetachDialog(props: {
  readonly arn: string
  readonly entities: readonly Entity[]
  readonly onDismiss: () => void
}) {
  const { arn, entities, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const write = useWrite(async () => {
    for (const entity of entities) await detach(iam, arn, entity)
    flash({ type: 'success', content: words.detached(entities.length) })
  }, [policyKey(arn), ['policies']])
  return (
    <ConfirmDialog
      title={words.detachTitle}
      text={words.detachText(entities.map(({ name }) => name))}
      button={words.detach}
      write={write}
      onDismiss={onDismiss}
    />
  )
}

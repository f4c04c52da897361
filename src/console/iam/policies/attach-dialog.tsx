import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { common } from '../../words/common.ts'
import { type EntityKind, policies as words } from '../../words/policies.ts'
import { attach, type Entity, entitiesOf } from './entities.ts'
import { policyKey } from './policy.ts'

const kinds = ['user', 'group', 'role'] as const
const columns: readonly Column<Entity>[] = [
  { id: 'name', header: words.entityName, cell: ({ name }) => name, value: ({ name }) => name },
]

/** Attaches the policy to users, groups and roles, of each kind as many as one likes. */
export function AttachDialog(props: {
  readonly arn: string
  readonly name: string
  readonly onDismiss: () => void
}) {
  const { arn, name, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const [kind, setKind] = useState<EntityKind>('user')
  const [chosen, setChosen] = useState<readonly Entity[]>([])
  const write = useWrite(async () => {
    for (const entity of chosen) await attach(iam, arn, entity)
    flash({ type: 'success', content: words.attachedTo(chosen.length) })
  }, [policyKey(arn), ['policies']])
  return (
    <Modal
      visible
      size="large"
      header={words.attachTitle(name)}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <Box color="text-body-secondary">{words.chosen(chosen.length)}</Box>
            <Button variant="link" onClick={onDismiss}>
              {words.cancel}
            </Button>
            <Button
              variant="primary"
              disabled={chosen.length === 0}
              loading={write.isPending}
              onClick={() => write.mutate(undefined, { onSuccess: onDismiss })}
            >
              {words.attachTo}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FaultNotice error={write.error} />
        <SegmentedControl
          label={words.attachKind}
          selectedId={kind}
          options={kinds.map(id => ({ id, text: words.entityTabs[id] }))}
          onChange={({ detail }) => setKind(kinds.find(id => id === detail.selectedId) ?? 'user')}
        />
        <EntityTable
          key={kind}
          kind={kind}
          chosen={chosen.filter(entity => entity.kind === kind)}
          onChoose={entities => setChosen([...chosen.filter(entity => entity.kind !== kind), ...entities])}
        />
      </SpaceBetween>
    </Modal>
  )
}

function EntityTable(props: {
  readonly kind: EntityKind
  readonly chosen: readonly Entity[]
  readonly onChoose: (entities: readonly Entity[]) => void
}) {
  const { kind, chosen, onChoose } = props
  const { iam } = useClients()
  const pages = usePages(['entities', kind], wanted => entitiesOf(iam, kind, wanted))
  return (
    <ResourceTable
      id={`attach-${kind}`}
      variant="embedded"
      pages={pages}
      columns={columns}
      rowKey={({ name }) => name}
      selection="multi"
      selected={chosen}
      onSelect={onChoose}
      words={{
        title: words.entityTabs[kind],
        plural: words.entitiesOf[kind],
        emptyTitle: words.attachEmptyTitle,
        empty: words.attachEmpty,
      }}
    />
  )
}

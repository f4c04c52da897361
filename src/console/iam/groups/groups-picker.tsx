import { type Group, ListGroupsCommand } from '@aws-sdk/client-iam'
import { useClients } from '../../api/clients.ts'
import { type Pages, usePages } from '../../api/pages.ts'
import type { Column } from '../../table/column.ts'
import { type Taken, useOffered } from '../../table/offered.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'

export function useGroups(): Pages<Group> {
  const { iam } = useClients()
  return usePages(['groups'], async ({ marker, maxItems }) => {
    const { Groups = [], Marker } = await iam.send(
      new ListGroupsCommand({ Marker: marker, MaxItems: maxItems }),
    )
    return { items: Groups, marker: Marker }
  })
}

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ GroupName }) => GroupName,
    value: ({ GroupName }) => GroupName,
    minWidth: 260,
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
  },
]

const nameOf = ({ GroupName = '' }: Group) => GroupName

/** Chooses groups for a user. `without` are names that are not offered. */
export function GroupsPicker(props: {
  readonly selected: readonly Group[]
  readonly onSelect: (selected: readonly Group[]) => void
  readonly without?: Taken
}) {
  const { selected, onSelect, without } = props
  const offered = useOffered(useGroups(), nameOf, without)
  return (
    <ResourceTable
      id="groups-picker"
      pages={offered}
      columns={columns}
      rowKey={nameOf}
      selection="multi"
      selected={selected}
      onSelect={onSelect}
      words={words}
    />
  )
}

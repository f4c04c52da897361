import type { User } from '@aws-sdk/client-iam'
import type { Column } from '../../table/column.ts'
import { type Taken, useOffered } from '../../table/offered.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { instant } from '../../words/instant.ts'
import { users as words } from '../../words/users.ts'
import { useUsers } from './list-users.ts'

const columns: readonly Column<User>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ UserName }) => UserName,
    value: ({ UserName }) => UserName,
    minWidth: 260,
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path },
  {
    id: 'signed-in',
    header: words.passwordLastUsed,
    cell: ({ PasswordLastUsed }) => instant(PasswordLastUsed),
    value: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime(),
  },
]

const nameOf = ({ UserName = '' }: User) => UserName

/** Chooses one user or several. `without` are names that are not offered. */
export function UsersPicker(props: {
  readonly selected: readonly User[]
  readonly onSelect: (selected: readonly User[]) => void
  readonly selection?: 'single' | 'multi'
  readonly without?: Taken
  readonly title?: string
}) {
  const { selected, onSelect, selection = 'multi', without, title = words.title } = props
  const offered = useOffered(useUsers(), nameOf, without)
  return (
    <ResourceTable
      id="users-picker"
      pages={offered}
      columns={columns}
      rowKey={nameOf}
      selection={selection}
      selected={selected}
      onSelect={onSelect}
      words={{ ...words, title }}
    />
  )
}

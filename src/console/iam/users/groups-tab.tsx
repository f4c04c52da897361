import { type Group, RemoveUserFromGroupCommand } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { pagesOf } from '../../table/rows.ts'
import { instant } from '../../words/instant.ts'
import { users as words } from '../../words/users.ts'
import { groupPath } from '../groups/group-paths.ts'
import { useUserGroups } from './user-groups.ts'
import { userPath } from './user-paths.ts'

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    header: words.memberships.name,
    cell: ({ GroupName = '' }) => <PageLink to={groupPath(GroupName)}>{GroupName}</PageLink>,
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

/** The groups that a user is in. */
export function GroupsTab({ name }: { readonly name: string }) {
  const groups = useUserGroups(name)
  const follow = useFollow()
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const add = (
    <Button href={`${userPath(name)}/add-to-groups`} onFollow={follow}>
      {words.memberships.add}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="user-groups"
        pages={pagesOf(groups)}
        columns={columns}
        rowKey={({ GroupName = '' }) => GroupName}
        selection="multi"
        words={words.memberships}
        actions={selected => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setLeaving(selected.map(({ GroupName = '' }) => GroupName))}
            >
              {words.memberships.remove}
            </Button>
            {add}
          </>
        )}
        emptyAction={add}
      />
      {leaving.length > 0 && <LeaveGroups name={name} groups={leaving} onDismiss={() => setLeaving([])} />}
    </>
  )
}

function LeaveGroups(props: {
  readonly name: string
  readonly groups: readonly string[]
  readonly onDismiss: () => void
}) {
  const { name, groups, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const { mutateAsync } = useWrite(async () => {
    for (const GroupName of groups) {
      await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName: name }))
    }
  }, [['user', name], ['group']])
  return (
    <ConfirmDialog
      title={words.memberships.removeTitle(name)}
      confirm={words.memberships.remove}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.memberships.removed(name, groups.length) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <ul>
        {groups.map(group => (
          <li key={group}>{group}</li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}

import { RemoveUserFromGroupCommand, type User } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { groups } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'
import { userPath } from '../users/user-paths.ts'
import { groupPath } from './group-paths.ts'
import { useMembers } from './group-read.ts'

const { members: words } = groups

const columns: readonly Column<User>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ UserName = '' }) => <PageLink to={userPath(UserName)}>{UserName}</PageLink>,
    value: ({ UserName }) => UserName,
    minWidth: 260,
  },
  {
    id: 'signed-in',
    header: words.lastSignIn,
    cell: ({ PasswordLastUsed }) => instant(PasswordLastUsed),
    value: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime(),
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
  },
]

/** Who is in the group. */
export function MembersTab({ name }: { readonly name: string }) {
  const members = useMembers(name)
  const follow = useFollow()
  const [removing, setRemoving] = useState<readonly string[]>([])
  const add = (
    <Button href={`${groupPath(name)}/add-users`} onFollow={follow}>
      {words.add}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="group-users"
        pages={members}
        columns={columns}
        rowKey={({ UserName = '' }) => UserName}
        selection="multi"
        words={words}
        actions={selected => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setRemoving(selected.map(({ UserName = '' }) => UserName))}
            >
              {words.remove}
            </Button>
            {add}
          </>
        )}
        emptyAction={add}
      />
      {removing.length > 0 && (
        <RemoveMembers name={name} users={removing} onDismiss={() => setRemoving([])} />
      )}
    </>
  )
}

function RemoveMembers(props: {
  readonly name: string
  readonly users: readonly string[]
  readonly onDismiss: () => void
}) {
  const { name, users, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const { mutateAsync } = useWrite(async () => {
    for (const UserName of users) {
      await iam.send(new RemoveUserFromGroupCommand({ GroupName: name, UserName }))
    }
  }, [['group', name], ['user']])
  return (
    <ConfirmDialog
      title={words.removeTitle(name)}
      confirm={words.remove}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.removed(users.length) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <ul>
        {users.map(user => (
          <li key={user}>{user}</li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}

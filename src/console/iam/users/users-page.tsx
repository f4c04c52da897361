import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import { ResourceTable } from '../../table/resource-table.tsx'
import { users as words } from '../../words/users.ts'
import { DeleteUsers } from './delete-users.tsx'
import { useUsers } from './list-users.ts'
import { userColumns } from './user-columns.tsx'
import { createUserPath } from './user-paths.ts'

export default function UsersPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const users = useUsers()
  const [deleting, setDeleting] = useState<readonly string[]>([])
  const follow = useFollow()
  const create = (
    <Button variant="primary" href={createUserPath} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="users"
        wraps
        variant="full-page"
        pages={users}
        columns={userColumns}
        rowKey={({ UserName = '' }) => UserName}
        words={words}
        selection="multi"
        actions={selected => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setDeleting(selected.map(({ UserName = '' }) => UserName))}
            >
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {deleting.length > 0 && (
        <DeleteUsers names={deleting} onDeleted={() => {}} onDismiss={() => setDeleting([])} />
      )}
    </>
  )
}

import { users as words } from '../../words/users.ts'
import { IdentitiesPage } from '../identities/identities-page.tsx'
import { DeleteUsers } from './delete-users.tsx'
import { useUsers } from './list-users.ts'
import { nameOf, userColumns } from './user-columns.tsx'
import { createUserPath } from './user-paths.ts'

export default function UsersPage() {
  return (
    <IdentitiesPage
      id="users"
      wraps
      pages={useUsers()}
      columns={userColumns}
      rowKey={nameOf}
      words={words}
      createPath={createUserPath}
      loadDetails={() => import('./user-page.tsx')}
      deleting={(users, after) => <DeleteUsers names={users.map(nameOf)} {...after} />}
    />
  )
}

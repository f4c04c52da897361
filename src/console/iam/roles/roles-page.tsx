import { ListRolesCommand } from '@aws-sdk/client-iam'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { roles as words } from '../../words/roles.ts'
import { IdentitiesPage } from '../identities/identities-page.tsx'
import { DeleteRoles } from './delete-roles.tsx'
import { roleColumns, trustedOf } from './role-columns.tsx'
import { createRolePath } from './role-paths.ts'

export default function RolesPage() {
  const { iam } = useClients()
  const roles = usePages(['roles'], async ({ marker, maxItems }) => {
    const { Roles = [], Marker } = await iam.send(
      new ListRolesCommand({ Marker: marker, MaxItems: maxItems }),
    )
    // A page's policies at a time, while the next one is on its way; not all of them when somebody searches.
    Roles.forEach(trustedOf)
    return { items: Roles, marker: Marker }
  })
  return (
    <IdentitiesPage
      id="roles"
      pages={roles}
      columns={roleColumns}
      rowKey={({ RoleName = '' }) => RoleName}
      words={words}
      createPath={createRolePath}
      loadDetails={() => import('./role-page.tsx')}
      deleting={(chosen, after) => <DeleteRoles roles={chosen} {...after} />}
    />
  )
}

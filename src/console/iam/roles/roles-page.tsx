import { ListRolesCommand, type Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import { ResourceTable } from '../../table/resource-table.tsx'
import { roles as words } from '../../words/roles.ts'
import { DeleteRoles } from './delete-roles.tsx'
import { roleColumns } from './role-columns.tsx'
import { createRolePath } from './role-paths.ts'

export default function RolesPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const { iam } = useClients()
  const roles = usePages(['roles'], async ({ marker, maxItems }) => {
    const { Roles = [], Marker } = await iam.send(
      new ListRolesCommand({ Marker: marker, MaxItems: maxItems }),
    )
    return { items: Roles, marker: Marker }
  })
  const [deleting, setDeleting] = useState<readonly Role[]>([])
  const follow = useFollow()
  const create = (
    <Button variant="primary" href={createRolePath} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="roles"
        variant="full-page"
        pages={roles}
        columns={roleColumns}
        rowKey={({ RoleName = '' }) => RoleName}
        words={words}
        selection="multi"
        actions={selected => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDeleting(selected)}>
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {deleting.length > 0 && (
        <DeleteRoles roles={deleting} onDeleted={() => {}} onDismiss={() => setDeleting([])} />
      )}
    </>
  )
}

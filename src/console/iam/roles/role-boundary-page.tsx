import { useParams } from 'react-router'
import { Readable } from '../../notice/readable.tsx'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { BoundaryForm } from '../permissions/boundary-form.tsx'
import { roleCrumbs } from './role-crumbs.ts'
import { useRoleHolder } from './role-holder.ts'
import { useRole } from './role-read.ts'

export default function RoleBoundaryPage() {
  const { name = '' } = useParams()
  const holder = useRoleHolder(name)
  const role = useRole(name)
  return (
    <Page
      title={words.boundaryTitle(name)}
      description={words.boundaryDescription}
      breadcrumbs={roleCrumbs(name)}
    >
      <Readable read={role}>
        {({ PermissionsBoundary }) => (
          <BoundaryForm holder={holder} current={PermissionsBoundary?.PermissionsBoundaryArn ?? ''} />
        )}
      </Readable>
    </Page>
  )
}

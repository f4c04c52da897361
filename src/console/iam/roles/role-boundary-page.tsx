import { useParams } from 'react-router'
import { BoundaryPage } from '../permissions/boundary-page.tsx'
import { useRoleHolder } from './role-holder.ts'
import { boundaryOf, useRole } from './role-read.ts'

export default function RoleBoundaryPage() {
  const { name = '' } = useParams()
  return <BoundaryPage holder={useRoleHolder(name)} boundary={boundaryOf(useRole(name))} />
}

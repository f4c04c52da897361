import { useParams } from 'react-router'
import { BoundaryPage } from '../permissions/boundary-page.tsx'
import { useUserHolder } from './user-holder.ts'
import { boundaryOf, useUser } from './user-read.ts'

export default function UserBoundaryPage() {
  const { name = '' } = useParams()
  return <BoundaryPage holder={useUserHolder(name)} boundary={boundaryOf(useUser(name))} />
}

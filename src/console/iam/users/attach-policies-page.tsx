import { useParams } from 'react-router'
import { AttachPoliciesPage } from '../permissions/attach-policies-page.tsx'
import { useUserHolder } from './user-holder.ts'

export default function UserAttachPoliciesPage() {
  const { name = '' } = useParams()
  return <AttachPoliciesPage holder={useUserHolder(name)} />
}

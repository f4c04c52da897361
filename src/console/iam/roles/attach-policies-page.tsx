import { useParams } from 'react-router'
import { AttachPoliciesPage } from '../permissions/attach-policies-page.tsx'
import { useRoleHolder } from './role-holder.ts'

export default function RoleAttachPoliciesPage() {
  const { name = '' } = useParams()
  return <AttachPoliciesPage holder={useRoleHolder(name)} />
}

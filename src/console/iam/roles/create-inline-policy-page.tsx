import { useParams } from 'react-router'
import { CreateInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useRoleHolder } from './role-holder.ts'

export default function RoleCreateInlinePolicyPage() {
  const { name = '' } = useParams()
  return <CreateInlinePolicyPage holder={useRoleHolder(name)} />
}

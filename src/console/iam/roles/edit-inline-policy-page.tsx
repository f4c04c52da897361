import { useParams } from 'react-router'
import { EditInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useRoleHolder } from './role-holder.ts'

export default function RoleEditInlinePolicyPage() {
  const { name = '' } = useParams()
  return <EditInlinePolicyPage holder={useRoleHolder(name)} />
}

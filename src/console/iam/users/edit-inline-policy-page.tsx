import { useParams } from 'react-router'
import { EditInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useUserHolder } from './user-holder.ts'

export default function UserEditInlinePolicyPage() {
  const { name = '' } = useParams()
  return <EditInlinePolicyPage holder={useUserHolder(name)} />
}

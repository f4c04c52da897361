import { useParams } from 'react-router'
import { CreateInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useUserHolder } from './user-holder.ts'

export default function UserCreateInlinePolicyPage() {
  const { name = '' } = useParams()
  return <CreateInlinePolicyPage holder={useUserHolder(name)} />
}

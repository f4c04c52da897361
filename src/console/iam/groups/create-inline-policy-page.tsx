import { useParams } from 'react-router'
import { CreateInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useGroupHolder } from './group-holder.ts'

export default function GroupCreateInlinePolicyPage() {
  const { name = '' } = useParams()
  return <CreateInlinePolicyPage holder={useGroupHolder(name)} />
}

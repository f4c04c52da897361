import { useParams } from 'react-router'
import { AttachPoliciesPage } from '../permissions/attach-policies-page.tsx'
import { useGroupHolder } from './group-holder.ts'

export default function GroupAttachPoliciesPage() {
  const { name = '' } = useParams()
  return <AttachPoliciesPage holder={useGroupHolder(name)} />
}

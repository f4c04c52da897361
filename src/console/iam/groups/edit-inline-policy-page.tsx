import { useParams } from 'react-router'
import { EditInlinePolicyPage } from '../permissions/inline-policy-pages.tsx'
import { useGroupHolder } from './group-holder.ts'

export default function GroupEditInlinePolicyPage() {
  const { name = '' } = useParams()
  return <EditInlinePolicyPage holder={useGroupHolder(name)} />
}

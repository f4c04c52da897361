import { useParams } from 'react-router'
import { ManageTagsPage } from '../tags/manage-tags-page.tsx'
import { useTaggedRole } from './tagged-role.ts'

export default function RoleTagsPage() {
  const { name = '' } = useParams()
  return <ManageTagsPage tagged={useTaggedRole(name)} />
}

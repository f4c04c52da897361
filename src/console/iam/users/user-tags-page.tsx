import { useParams } from 'react-router'
import { ManageTagsPage } from '../tags/manage-tags-page.tsx'
import { useTaggedUser } from './tagged-user.ts'

export default function UserTagsPage() {
  const { name = '' } = useParams()
  return <ManageTagsPage tagged={useTaggedUser(name)} />
}

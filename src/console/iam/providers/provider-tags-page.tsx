import { useSearchParams } from 'react-router'
import { ManageTagsPage } from '../tags/manage-tags-page.tsx'
import { useTaggedProvider } from './tagged-provider.ts'

export default function ProviderTagsPage() {
  const arn = useSearchParams()[0].get('arn') ?? ''
  return <ManageTagsPage tagged={useTaggedProvider(arn)} />
}

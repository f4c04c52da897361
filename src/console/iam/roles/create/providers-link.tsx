import { PageLink } from '../../../shell/link.tsx'
import { hasPage } from '../../../shell/navigation.ts'
import { navigation } from '../../../words/navigation.ts'

const providersPath = '/console/iam/providers'

export function ProvidersLink() {
  if (!hasPage(providersPath)) return null
  return <PageLink to={providersPath}>{navigation.providers}</PageLink>
}

import { useParams } from 'react-router'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { InlinePolicyForm } from '../permissions/inline-policy-form.tsx'
import { roleCrumbs } from './role-crumbs.ts'
import { useRoleHolder } from './role-holder.ts'

export default function CreateInlinePolicyPage() {
  const { name = '' } = useParams()
  const holder = useRoleHolder(name)
  return (
    <Page
      title={words.inlineTitle(name)}
      description={words.inlineDescription(holder.kind)}
      breadcrumbs={roleCrumbs(name)}
    >
      <InlinePolicyForm holder={holder} />
    </Page>
  )
}

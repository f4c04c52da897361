import { useParams } from 'react-router'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { AttachPoliciesForm } from '../permissions/attach-policies-form.tsx'
import { roleCrumbs } from './role-crumbs.ts'
import { useRoleHolder } from './role-holder.ts'

export default function AttachPoliciesPage() {
  const { name = '' } = useParams()
  const holder = useRoleHolder(name)
  return (
    <Page
      title={words.attachTitle(name)}
      description={words.attachDescription}
      breadcrumbs={roleCrumbs(name)}
    >
      <AttachPoliciesForm holder={holder} />
    </Page>
  )
}

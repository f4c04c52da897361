import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { AttachPoliciesForm } from './attach-policies-form.tsx'
import type { PolicyHolder } from './policy-holder.ts'

export function AttachPoliciesPage({ holder }: { readonly holder: PolicyHolder }) {
  return (
    <Page
      title={words.attachTitle(holder.name)}
      description={words.attachDescription}
      breadcrumbs={holder.crumbs}
    >
      <AttachPoliciesForm holder={holder} />
    </Page>
  )
}

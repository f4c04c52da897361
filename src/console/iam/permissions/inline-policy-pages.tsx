import { useParams } from 'react-router'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { InlinePolicyForm } from './inline-policy-form.tsx'
import { holderKey, type PolicyHolder } from './policy-holder.ts'

export function CreateInlinePolicyPage({ holder }: { readonly holder: PolicyHolder }) {
  return (
    <Page
      title={words.inlineTitle(holder.name)}
      description={words.inlineDescription(holder.kind)}
      breadcrumbs={holder.crumbs}
    >
      <InlinePolicyForm holder={holder} />
    </Page>
  )
}

/** Of the policy that the path names. */
export function EditInlinePolicyPage({ holder }: { readonly holder: PolicyHolder }) {
  const { policy = '' } = useParams()
  const read = useRead([...holderKey(holder), 'inline', policy], () => holder.inlineDocument(policy))
  return (
    <Page
      title={words.editInlineTitle(policy)}
      description={words.inlineDescription(holder.kind)}
      breadcrumbs={holder.crumbs}
    >
      <Readable read={read}>
        {text => <InlinePolicyForm holder={holder} policy={{ name: policy, text }} />}
      </Readable>
    </Page>
  )
}

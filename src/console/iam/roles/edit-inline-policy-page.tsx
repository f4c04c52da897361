import { useParams } from 'react-router'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { InlinePolicyForm } from '../permissions/inline-policy-form.tsx'
import { holderKey } from '../permissions/policy-holder.ts'
import { roleCrumbs } from './role-crumbs.ts'
import { useRoleHolder } from './role-holder.ts'

export default function EditInlinePolicyPage() {
  const { name = '', policy = '' } = useParams()
  const holder = useRoleHolder(name)
  const read = useRead([...holderKey(holder), 'inline', policy], () => holder.inlineDocument(policy))
  return (
    <Page
      title={words.editInlineTitle(policy)}
      description={words.inlineDescription(holder.kind)}
      breadcrumbs={roleCrumbs(name)}
    >
      <Readable read={read}>
        {text => <InlinePolicyForm holder={holder} policy={{ name: policy, text }} />}
      </Readable>
    </Page>
  )
}

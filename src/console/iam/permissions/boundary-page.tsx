import { Readable } from '../../notice/readable.tsx'
import { Page } from '../../shell/page.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { BoundaryForm } from './boundary-form.tsx'
import type { Boundary } from './boundary-panel.tsx'
import type { PolicyHolder } from './policy-holder.ts'

export function BoundaryPage(props: { readonly holder: PolicyHolder; readonly boundary: Boundary }) {
  const { holder, boundary } = props
  return (
    <Page
      title={words.boundaryTitle(holder.name)}
      description={words.boundaryDescription}
      breadcrumbs={holder.crumbs}
    >
      <Readable read={boundary}>{current => <BoundaryForm holder={holder} current={current} />}</Readable>
    </Page>
  )
}

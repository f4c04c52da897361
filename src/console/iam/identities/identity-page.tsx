import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { codeOf } from '../../api/fault.ts'
import type { Read } from '../../api/read.ts'
import { PageLink } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import type { AfterDeleting } from './after-deleting.ts'

interface IdentityPageProps<Section extends string> {
  readonly name: string
  readonly read: Read<unknown>
  readonly words: {
    /** Of the list. */
    readonly title: string
    readonly all: string
    readonly goneTitle: (name: string) => string
    readonly gone: string
    readonly delete: string
    readonly tabs: string
    readonly sections: Readonly<Record<Section, string>>
  }
  readonly description?: ReactNode
  readonly listPath: string
  /** The address knows which of them is open. */
  readonly sections: readonly Section[]
  readonly firstSection: NoInfer<Section>
  readonly sectionPath: (name: string, section: Section) => string
  readonly contents: Readonly<Record<Section, () => ReactNode>>
  /** The dialog that deletes it. */
  readonly deleting: (after: AfterDeleting) => ReactNode
  /** Buttons beside the one that deletes. */
  readonly actions?: ReactNode
  /** Above the tabs. */
  readonly children: ReactNode
}

/** All about one user, user group or role. */
export function IdentityPage<Section extends string>(props: IdentityPageProps<Section>) {
  const { name, read, words, listPath } = props
  const isGone = read.data === undefined && codeOf(read.error) === 'NoSuchEntity'
  return (
    <Page
      title={name}
      description={props.description}
      breadcrumbs={[{ text: words.title, href: listPath }]}
      actions={
        !isGone && (
          <div className="buttons">
            <DeleteButton {...props} />
            {props.actions}
          </div>
        )
      }
    >
      {isGone ? (
        <Alert type="info" header={words.goneTitle(name)}>
          {words.gone} <PageLink to={listPath}>{words.all}</PageLink>
        </Alert>
      ) : (
        <SpaceBetween size="l">
          {props.children}
          <Sections {...props} />
        </SpaceBetween>
      )}
    </Page>
  )
}

function DeleteButton<Section extends string>({ words, listPath, deleting }: IdentityPageProps<Section>) {
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <>
      <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
      {isDeleting &&
        deleting({ onDeleted: () => void navigate(listPath), onDismiss: () => setDeleting(false) })}
    </>
  )
}

function Sections<Section extends string>(props: IdentityPageProps<Section>) {
  const { name, words, sections, sectionPath, contents } = props
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const wanted = search.get('section')
  const section = sections.find(known => known === wanted) ?? props.firstSection
  return (
    <Tabs
      ariaLabel={words.tabs}
      activeTabId={section}
      onChange={({ detail }) =>
        void navigate(sectionPath(name, detail.activeTabId as Section), { replace: true })
      }
      tabs={sections.map(id => ({
        id,
        label: words.sections[id],
        content: id === section && contents[id](),
      }))}
    />
  )
}

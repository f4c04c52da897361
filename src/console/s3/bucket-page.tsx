import Button from '@cloudscape-design/components/button'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Page } from '../shell/page.tsx'
import { s3Words as words } from '../words/s3.ts'
import { DeleteBucket } from './delete-bucket.tsx'
import { ObjectsTab } from './objects-tab.tsx'
import { PermissionsTab } from './permissions-tab.tsx'
import { PropertiesTab } from './properties-tab.tsx'
import { type BucketSection, bucketPath, bucketSections, bucketsPath } from './s3-paths.ts'

/** Asks nothing of the bucket itself: who may do one thing with it only sees that one, and what is missing of the others. */
export default function BucketPage() {
  const [search] = useSearchParams()
  const name = search.get('name') ?? ''
  const prefix = search.get('prefix') ?? ''
  const section = bucketSections.find(known => known === search.get('section')) ?? 'objects'
  const navigate = useNavigate()
  const contents: Readonly<Record<BucketSection, () => ReactNode>> = {
    objects: () => <ObjectsTab key={prefix} bucket={name} prefix={prefix} />,
    properties: () => <PropertiesTab bucket={name} />,
    permissions: () => <PermissionsTab bucket={name} />,
  }
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: words.title, href: bucketsPath }]}
      actions={<DeleteButton name={name} />}
    >
      <Tabs
        ariaLabel={words.tabs}
        activeTabId={section}
        onChange={({ detail }) =>
          void navigate(bucketPath(name, { section: detail.activeTabId as BucketSection, prefix }), {
            replace: true,
          })
        }
        tabs={bucketSections.map(id => ({
          id,
          label: words.sections[id],
          content: id === section && contents[id](),
        }))}
      />
    </Page>
  )
}

function DeleteButton({ name }: { readonly name: string }) {
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <>
      <Button onClick={() => setDeleting(true)}>{words.deleteBucket}</Button>
      {isDeleting && (
        <DeleteBucket
          name={name}
          onDone={() => void navigate(bucketsPath)}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </>
  )
}

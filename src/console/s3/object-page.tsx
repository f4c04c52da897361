import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { Page } from '../shell/page.tsx'
import { objectWords as words } from '../words/s3.ts'
import { DeleteObjects } from './delete-objects.tsx'
import { useDownload } from './downloading.ts'
import { ObjectProperties } from './object-properties.tsx'
import { objectCrumbs } from './object-read.ts'
import { ObjectTags } from './object-tags.tsx'
import { ObjectVersions } from './object-versions.tsx'
import {
  bucketPath,
  folderOf,
  type ObjectPlace,
  type ObjectSection,
  objectPath,
  objectPlaceIn,
  objectSections,
} from './s3-paths.ts'

export default function ObjectPage() {
  const [search] = useSearchParams()
  const place = objectPlaceIn(search)
  const section = objectSections.find(known => known === search.get('section')) ?? 'properties'
  const navigate = useNavigate()
  const download = useDownload()
  const contents: Readonly<Record<ObjectSection, () => ReactNode>> = {
    properties: () => <ObjectProperties place={place} />,
    tags: () => <ObjectTags place={place} />,
    versions: () => <ObjectVersions bucket={place.bucket} objectKey={place.key} />,
  }
  return (
    <Page
      title={place.key.slice(folderOf(place.key).length) || place.key}
      breadcrumbs={objectCrumbs(place)}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button loading={download.isPending} onClick={() => download.mutate(place)}>
            {words.download}
          </Button>
          {place.versionId === undefined && <DeleteButton place={place} />}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <FaultNotice error={download.error} />
        <Tabs
          ariaLabel={words.sectionTabs}
          activeTabId={section}
          onChange={({ detail }) =>
            void navigate(objectPath(place, detail.activeTabId as ObjectSection), { replace: true })
          }
          tabs={objectSections.map(id => ({
            id,
            label: words.sections[id],
            content: id === section && contents[id](),
          }))}
        />
      </SpaceBetween>
    </Page>
  )
}

function DeleteButton({ place: { bucket, key } }: { readonly place: ObjectPlace }) {
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <>
      <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
      {isDeleting && (
        <DeleteObjects
          bucket={bucket}
          entries={[{ key, isFolder: false }]}
          onDeleted={() => void navigate(bucketPath(bucket, { prefix: folderOf(key) }))}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </>
  )
}

import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { allOf } from '../table/rows.ts'
import { common } from '../words/common.ts'
import { instant } from '../words/instant.ts'
import { bytesText, objectWords as words } from '../words/s3.ts'
import { useObject } from './object-read.ts'
import type { ObjectPlace } from './s3-paths.ts'

export function ObjectProperties({ place }: { readonly place: ObjectPlace }) {
  const object = useObject(place)
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.properties}</Header>}>
        <Readable read={object}>{head => <Facts place={place} head={head} />}</Readable>
      </Container>
      {object.data && <Metadata metadata={object.data.Metadata ?? {}} />}
    </SpaceBetween>
  )
}

function Facts(props: { readonly place: ObjectPlace; readonly head: Omit<HeadObjectCommandOutput, 'Body'> }) {
  const { bucket, key } = props.place
  const { head } = props
  const items = [
    { label: words.key, value: <Copyable what={words.key} text={key} /> },
    { label: words.size, value: bytesText(head.ContentLength) },
    { label: words.modified, value: instant(head.LastModified) },
    { label: words.contentType, value: head.ContentType ?? common.none },
    { label: words.etag, value: head.ETag ?? common.none },
    { label: words.storageClass, value: head.StorageClass ?? 'STANDARD' },
    { label: words.uri, value: <Copyable what={words.uri} text={`s3://${bucket}/${key}`} /> },
    { label: words.arn, value: <Copyable what={words.arn} text={`arn:aws:s3:::${bucket}/${key}`} /> },
    ...(head.VersionId === undefined ? [] : [{ label: words.versionId, value: head.VersionId }]),
    ...(head.ContentEncoding ? [{ label: words.encoding, value: head.ContentEncoding }] : []),
    ...(head.CacheControl ? [{ label: words.cacheControl, value: head.CacheControl }] : []),
  ]
  return <KeyValuePairs columns={2} minColumnWidth={250} items={items} />
}

type Entry = readonly [name: string, value: string]

const columns: readonly Column<Entry>[] = [
  { id: 'name', header: words.name, cell: ([name]) => name, value: ([name]) => name },
  { id: 'value', header: words.value, cell: ([, value]) => value, value: ([, value]) => value },
]

/** What the uploader said of the object: headers `x-amz-meta-…`. */
function Metadata({ metadata }: { readonly metadata: Readonly<Record<string, string>> }) {
  return (
    <ResourceTable
      id="object-metadata"
      pages={allOf<Entry>(Object.entries(metadata))}
      columns={columns}
      rowKey={([name]) => name}
      words={{
        title: words.metadata,
        plural: words.metadataPlural,
        emptyTitle: words.noMetadata,
        empty: words.noMetadataHint,
      }}
    />
  )
}

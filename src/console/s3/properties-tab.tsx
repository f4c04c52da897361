import {
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import Button from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useRead } from '../api/read.ts'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import { useFollow } from '../shell/link.tsx'
import { TagsTable } from '../tags/tags-table.tsx'
import { s3Words, bucketSettingWords as words } from '../words/s3.ts'
import { tagsWords } from '../words/tags.ts'
import { bucketTagsPath } from './s3-paths.ts'
import { SettingPanel } from './setting-panel.tsx'
import { VersioningDialog } from './versioning-dialog.tsx'

/** Each panel asks for itself: it is not there for who may not see it, and the others are. */
export function PropertiesTab({ bucket }: { readonly bucket: string }) {
  return (
    <SpaceBetween size="l">
      <OverviewPanel bucket={bucket} />
      <VersioningPanel bucket={bucket} />
      <OwnershipPanel bucket={bucket} />
      <BucketTags bucket={bucket} />
    </SpaceBetween>
  )
}

interface OfBucket {
  readonly bucket: string
}

function OverviewPanel({ bucket }: OfBucket) {
  const { s3 } = useClients()
  const region = useRead(['bucket', bucket, 'region'], async () => {
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }))
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: of this region nothing is said.
    return LocationConstraint || 'us-east-1'
  })
  const arn = `arn:aws:s3:::${bucket}`
  return (
    <SettingPanel title={words.overview}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={250}
        items={[
          { label: s3Words.region, value: <Readable read={region}>{name => name}</Readable> },
          { label: s3Words.arn, value: <Copyable what={s3Words.arn} text={arn} /> },
        ]}
      />
    </SettingPanel>
  )
}

function VersioningPanel({ bucket }: OfBucket) {
  const { s3 } = useClients()
  const [isEditing, setEditing] = useState(false)
  const versioning = useRead(['bucket', bucket, 'versioning'], async () => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))
    return Status ?? 'Disabled'
  })
  const texts = { Enabled: words.enabled, Suspended: words.suspended, Disabled: words.never } as const
  return (
    <SettingPanel
      title={words.versioning}
      description={words.versioningHint}
      onEdit={versioning.data !== undefined && (() => setEditing(true))}
    >
      <Readable read={versioning}>{status => texts[status]}</Readable>
      {isEditing && (
        <VersioningDialog
          bucket={bucket}
          isEnabled={versioning.data === 'Enabled'}
          onDismiss={() => setEditing(false)}
        />
      )}
    </SettingPanel>
  )
}

function OwnershipPanel({ bucket }: OfBucket) {
  const { s3 } = useClients()
  const ownership = useRead(['bucket', bucket, 'ownership'], async () => {
    const asked = s3.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket }))
    const rules = (await orAbsent(asked, 'OwnershipControlsNotFoundError'))?.OwnershipControls?.Rules
    return rules?.[0]?.ObjectOwnership ?? 'none'
  })
  return (
    <SettingPanel title={words.ownership}>
      <Readable read={ownership}>
        {rule => (rule === 'none' ? words.noOwnership : words.ownershipOf[rule])}
      </Readable>
    </SettingPanel>
  )
}

function BucketTags({ bucket }: OfBucket) {
  const { s3 } = useClients()
  const follow = useFollow()
  const tags = usePages(['bucket', bucket, 'tags'], async () => {
    const answer = await orAbsent(s3.send(new GetBucketTaggingCommand({ Bucket: bucket })), 'NoSuchTagSet')
    return { items: (answer?.TagSet ?? []).map(({ Key, Value }) => ({ Key, Value })) }
  })
  return (
    <TagsTable
      tags={tags}
      actions={
        <Button href={bucketTagsPath(bucket)} onFollow={follow}>
          {tagsWords.manage}
        </Button>
      }
    />
  )
}

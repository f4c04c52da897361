import { type Bucket, ListBucketsCommand } from '@aws-sdk/client-s3'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { Copyable } from '../copy/copyable.tsx'
import { PageLink, useFollow } from '../shell/link.tsx'
import { useFrame } from '../shell/page.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { instant } from '../words/instant.ts'
import { s3Words as words } from '../words/s3.ts'
import { DeleteBucket, EmptyBucket } from './delete-bucket.tsx'
import { bucketPath, createBucketPath } from './s3-paths.ts'

const columns: readonly Column<Bucket>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ Name = '' }) => <PageLink to={bucketPath(Name)}>{Name}</PageLink>,
    value: ({ Name }) => Name,
    minWidth: 260,
  },
  {
    id: 'region',
    header: words.region,
    cell: ({ BucketRegion }) => BucketRegion,
    value: ({ BucketRegion }) => BucketRegion,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreationDate }) => instant(CreationDate),
    value: ({ CreationDate }) => CreationDate?.getTime(),
  },
  {
    id: 'arn',
    header: words.arn,
    cell: ({ Name = '' }) => <Copyable what={words.arn} text={`arn:aws:s3:::${Name}`} />,
    value: ({ Name }) => `arn:aws:s3:::${Name}`,
    isHidden: true,
  },
]

export default function BucketsPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const { s3 } = useClients()
  const buckets = usePages(['buckets'], async ({ marker, maxItems }) => {
    const { Buckets = [], ContinuationToken } = await s3.send(
      new ListBucketsCommand({ ContinuationToken: marker, MaxBuckets: maxItems }),
    )
    return { items: Buckets, marker: ContinuationToken }
  })
  const [asked, setAsked] = useState<{ readonly to: 'delete' | 'empty'; readonly name: string }>()
  const follow = useFollow()
  const create = (
    <Button variant="primary" href={createBucketPath} onFollow={follow}>
      {words.create}
    </Button>
  )
  const dialog = asked && {
    name: asked.name,
    onDone: buckets.refresh,
    onDismiss: () => setAsked(undefined),
  }
  return (
    <>
      <ResourceTable
        id="buckets"
        variant="full-page"
        pages={buckets}
        columns={columns}
        rowKey={({ Name = '' }) => Name}
        words={words}
        selection="single"
        actions={([selected]) => (
          <>
            {(['empty', 'delete'] as const).map(to => (
              <Button
                key={to}
                disabled={!selected}
                onClick={() => setAsked({ to, name: selected?.Name ?? '' })}
              >
                {to === 'empty' ? words.emptyIt : words.delete}
              </Button>
            ))}
            {create}
          </>
        )}
        emptyAction={create}
      />
      {/* Who may read one bucket only cannot list them, and has to get there. */}
      {buckets.error && (
        <Box margin={{ top: 'm' }}>
          <OpenByName />
        </Box>
      )}
      {dialog && (asked.to === 'delete' ? <DeleteBucket {...dialog} /> : <EmptyBucket {...dialog} />)}
    </>
  )
}

function OpenByName() {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  return (
    <Container>
      <form
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() !== '') void navigate(bucketPath(name.trim()))
        }}
      >
        <FormField label={words.openByName} description={words.openByNameHint}>
          <SpaceBetween direction="horizontal" size="xs">
            <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
            <Button>{words.open}</Button>
          </SpaceBetween>
        </FormField>
      </form>
    </Container>
  )
}

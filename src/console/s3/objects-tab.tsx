import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { PageLink, useFollow } from '../shell/link.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { common } from '../words/common.ts'
import { instant } from '../words/instant.ts'
import { bytesText, objectWords as words } from '../words/s3.ts'
import { CreateFolderDialog } from './create-folder-dialog.tsx'
import { DeleteObjects } from './delete-objects.tsx'
import { useDownload } from './downloading.ts'
import { decodedKey } from './emptying.ts'
import { bucketPath, foldersTo, objectPath } from './s3-paths.ts'
import { UploadDialog } from './upload-dialog.tsx'

/** An object, or what keys have in common up to the next slash. */
export interface Entry {
  readonly bucket: string
  /** A folder's ends in a slash. */
  readonly key: string
  readonly name: string
  readonly isFolder: boolean
  readonly bytes?: number | undefined
  readonly modified?: Date | undefined
  readonly storageClass?: string | undefined
}

const columns: readonly Column<Entry>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ bucket, key, name, isFolder }) => (
      <PageLink to={isFolder ? bucketPath(bucket, { prefix: key }) : objectPath({ bucket, key })}>
        {name}
      </PageLink>
    ),
    value: ({ name }) => name,
    minWidth: 260,
  },
  { id: 'type', header: words.type, cell: typeOf, value: typeOf, width: 120 },
  {
    id: 'modified',
    header: words.modified,
    cell: ({ modified }) => instant(modified),
    value: ({ modified }) => modified?.getTime(),
  },
  {
    id: 'size',
    header: words.size,
    cell: ({ bytes }) => bytesText(bytes),
    value: ({ bytes }) => bytes,
    width: 120,
  },
  {
    id: 'storage-class',
    header: words.storageClass,
    cell: ({ storageClass }) => storageClass ?? common.none,
    value: ({ storageClass }) => storageClass,
    isHidden: true,
  },
]

/** As AWS's console has it: what stands behind the last dot of the name. */
function typeOf({ name, isFolder }: Entry): string {
  if (isFolder) return words.folder
  return /[^.]\.([^.]+)$/.exec(name)?.[1] ?? common.none
}

export function ObjectsTab({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }) {
  const { s3 } = useClients()
  const objects = usePages(['bucket', bucket, 'objects', prefix], async ({ marker, maxItems }) => {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: '/',
        ContinuationToken: marker,
        MaxKeys: maxItems,
        EncodingType: 'url',
      }),
    )
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }): Entry => {
      const key = decodedKey(Prefix)
      return { bucket, key, name: key.slice(prefix.length), isFolder: true }
    })
    const files = (page.Contents ?? []).map(({ Key = '', Size, LastModified, StorageClass }): Entry => {
      const key = decodedKey(Key)
      const name = key.slice(prefix.length)
      return {
        bucket,
        key,
        name,
        isFolder: false,
        bytes: Size,
        modified: LastModified,
        storageClass: StorageClass,
      }
    })
    // What stands for this folder itself is not one of the things in it.
    return {
      items: [...folders, ...files.filter(({ name }) => name !== '')],
      marker: page.NextContinuationToken,
    }
  })
  const [dialog, setDialog] = useState<'upload' | 'folder' | readonly Entry[]>()
  const download = useDownload()
  const place = `${bucket}/${prefix}`
  const close = () => setDialog(undefined)
  const upload = (
    <Button variant="primary" onClick={() => setDialog('upload')}>
      {words.upload}
    </Button>
  )
  return (
    <SpaceBetween size="m">
      <FaultNotice error={download.error} />
      <ResourceTable
        key={prefix}
        id="objects"
        pages={objects}
        columns={columns}
        rowKey={({ key }) => key}
        words={{ ...words, description: words.description(place) }}
        selection="multi"
        filters={prefix !== '' && <Folders bucket={bucket} prefix={prefix} />}
        actions={selected => {
          const [first, ...others] = selected
          const file = others.length === 0 && first?.isFolder === false ? first : undefined
          return (
            <>
              <Button
                disabled={!file}
                loading={download.isPending}
                onClick={() => file && download.mutate(file)}
              >
                {words.download}
              </Button>
              <Button disabled={!first} onClick={() => setDialog(selected)}>
                {words.delete}
              </Button>
              <Button onClick={() => setDialog('folder')}>{words.createFolder}</Button>
              {upload}
            </>
          )
        }}
        emptyAction={upload}
      />
      {dialog === 'upload' && <UploadDialog bucket={bucket} prefix={prefix} onDismiss={close} />}
      {dialog === 'folder' && <CreateFolderDialog bucket={bucket} prefix={prefix} onDismiss={close} />}
      {typeof dialog === 'object' && <DeleteObjects bucket={bucket} entries={dialog} onDismiss={close} />}
    </SpaceBetween>
  )
}

function Folders({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }) {
  const follow = useFollow()
  return (
    <BreadcrumbGroup
      ariaLabel={words.place}
      items={[
        { text: bucket, href: bucketPath(bucket) },
        ...foldersTo(prefix).map(({ name, prefix }) => ({
          text: name,
          href: bucketPath(bucket, { prefix }),
        })),
      ]}
      onFollow={follow}
    />
  )
}

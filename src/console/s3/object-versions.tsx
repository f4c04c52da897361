import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink } from '../shell/link.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { common } from '../words/common.ts'
import { instant } from '../words/instant.ts'
import { bytesText, objectWords as words } from '../words/s3.ts'
import { decodedKey } from './emptying.ts'
import { objectPath } from './s3-paths.ts'

interface Version {
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  readonly isLatest: boolean
  readonly isMarker: boolean
  readonly modified: Date | undefined
  readonly bytes?: number | undefined
}

const columns: readonly Column<Version>[] = [
  {
    id: 'version',
    header: words.versionId,
    cell: version =>
      version.isMarker ? (
        version.versionId
      ) : (
        <PageLink to={objectPath(version)}>{version.versionId}</PageLink>
      ),
    value: ({ versionId }) => versionId,
    minWidth: 300,
  },
  { id: 'kind', header: words.type, cell: kindOf, value: kindOf },
  {
    id: 'modified',
    header: words.modified,
    cell: ({ modified }) => instant(modified),
    value: ({ modified }) => modified?.getTime(),
  },
  { id: 'size', header: words.size, cell: ({ bytes }) => bytesText(bytes), value: ({ bytes }) => bytes },
]

function kindOf({ isLatest, isMarker }: Version): string {
  return [isMarker && words.deleteMarker, isLatest && words.current].filter(Boolean).join(', ') || common.none
}

/** Newest first, delete markers among them. */
export function ObjectVersions({
  bucket,
  objectKey,
}: {
  readonly bucket: string
  readonly objectKey: string
}) {
  const versions = useVersions(bucket, objectKey)
  const [deleting, setDeleting] = useState<Version>()
  return (
    <>
      <ResourceTable
        id="object-versions"
        pages={versions}
        columns={columns}
        rowKey={({ versionId }) => versionId}
        selection="single"
        actions={([selected]) => (
          <Button disabled={!selected} onClick={() => setDeleting(selected)}>
            {words.delete}
          </Button>
        )}
        words={{
          title: words.versions,
          plural: words.versionsPlural,
          emptyTitle: words.noVersions,
          empty: words.noVersionsHint,
        }}
      />
      {deleting && <DeleteVersion version={deleting} onDismiss={() => setDeleting(undefined)} />}
    </>
  )
}

/** S3 lists by prefix: the first key is the one that is meant, and what comes behind it is not. */
function useVersions(bucket: string, key: string) {
  const { s3 } = useClients()
  return usePages(['bucket', bucket, 'object', key, 'versions'], async ({ marker, maxItems }) => {
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: key,
        MaxKeys: maxItems,
        EncodingType: 'url',
        ...(marker !== undefined && { KeyMarker: key, VersionIdMarker: marker }),
      }),
    )
    const all = [
      ...(page.Versions ?? []).map(version => ({ ...version, isMarker: false })),
      ...(page.DeleteMarkers ?? []).map(version => ({ ...version, Size: undefined, isMarker: true })),
    ]
    const items = all
      .filter(({ Key = '' }) => decodedKey(Key) === key)
      .map(
        ({ VersionId = '', IsLatest = false, LastModified, Size, isMarker }): Version => ({
          bucket,
          key,
          versionId: VersionId,
          isLatest: IsLatest,
          isMarker,
          modified: LastModified,
          bytes: Size,
        }),
      )
      .sort(
        (a, b) =>
          Number(b.isLatest) - Number(a.isLatest) ||
          (b.modified?.getTime() ?? 0) - (a.modified?.getTime() ?? 0),
      )
    const goesOn = page.IsTruncated === true && decodedKey(page.NextKeyMarker ?? '') === key
    return { items, marker: goesOn ? page.NextVersionIdMarker : undefined }
  })
}

function DeleteVersion({
  version,
  onDismiss,
}: {
  readonly version: Version
  readonly onDismiss: () => void
}) {
  const { bucket, key, versionId } = version
  const { s3 } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.version}
      name={versionId}
      title={words.deleteVersionTitle}
      confirmation={words.permanentlyDelete}
      attached={async () => []}
      remove={() => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }))}
      onDeleted={() => {
        void readAgain(['bucket', bucket])
        flash({ type: 'success', content: words.versionDeleted })
        onDismiss()
      }}
      onDismiss={onDismiss}
    />
  )
}

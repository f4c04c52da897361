import { isDeepStrictEqual } from 'node:util'
import type { ContentId } from '../../objects/contract.ts'
import { bucketPartition, type Reader, type Store, type Writer } from '../../store/contract.ts'
import {
  type BucketRow,
  buckets,
  type ObjectRow,
  objects,
  objectVersions,
  parts,
} from '../../store/object-tables.ts'
import { noSuchBucket, slowDown } from './errors.ts'
import type { S3Resource } from './operation.ts'
import { newVersionId } from './version-id.ts'

/** An object as it is to be written; which version it is, the bucket decides. */
export type ObjectDraft = Omit<ObjectRow, 'order' | 'versionId'>

export interface Added {
  readonly row: ObjectRow
  /** Absent where the bucket has never had versions. */
  readonly versionId?: string
  /** What nothing refers to any more. */
  readonly unreferenced: readonly ContentId[]
}

/** Which version it is, as answers say: also of the null version, once the bucket has had versions. */
export function shownVersion(
  { bucket }: S3Resource,
  { versionId }: Pick<ObjectRow, 'versionId'>,
): { readonly VersionId?: string } {
  return bucket.versioning ? { VersionId: versionId } : {}
}

/** Recorded: who puts an object is not told of a null version that is made, who copies one is. */
export function newVersion({ versionId }: Added): { readonly VersionId?: string } {
  return versionId === undefined || versionId === 'null' ? {} : { VersionId: versionId }
}

/** The bucket as it is now, in the transaction that goes on in it: the one that was decided on, not one made anew. */
export async function currentBucket(rows: Reader, { bucket }: S3Resource): Promise<BucketRow> {
  const row = await rows.get(buckets, bucket.bucket)
  if (row?.createdAt !== bucket.createdAt || row.accountId !== bucket.accountId)
    throw noSuchBucket(bucket.bucket)
  return row
}

/** Reads on in the bucket that was decided on. */
export function readBucket<Result>(
  store: Store,
  resource: S3Resource,
  read: (rows: Reader) => Promise<Result>,
): Promise<Result> {
  return store.read(bucketPartition(resource.bucket.bucket), async rows => {
    await currentBucket(rows, resource)
    return read(rows)
  })
}

/**
 * Adds a version: a new one where versioning is enabled, and otherwise the null version in the place of the one there
 * was. https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
 */
export async function addVersion(rows: Writer, bucket: BucketRow, draft: ObjectDraft): Promise<Added> {
  const { key } = draft
  const versionId = bucket.versioning === 'Enabled' ? newVersionId(draft.createdAt) : 'null'
  const [latest] = await rows.list(objectVersions, { where: { key }, limit: 1 })
  const row: ObjectRow = { ...draft, versionId, order: (latest?.order ?? 0) - 1 }
  const unreferenced = versionId === 'null' ? await removeNullVersion(rows, key) : []
  await rows.insert(objectVersions, row)
  if (row.isDeleteMarker) await rows.delete(objects, key)
  else await rows.put(objects, row)
  return { row, unreferenced, ...(bucket.versioning && { versionId }) }
}

async function removeNullVersion(rows: Writer, key: string): Promise<readonly ContentId[]> {
  const where = { key, versionId: 'null' }
  const [present] = await rows.list(objectVersions, { index: 'byVersion', where, limit: 1 })
  return present ? removeRow(rows, present) : []
}

/** Removes one version for good; the one before it is then the current one. */
export async function removeVersion(rows: Writer, version: ObjectRow): Promise<readonly ContentId[]> {
  const unreferenced = await removeRow(rows, version)
  const [latest] = await rows.list(objectVersions, { where: { key: version.key }, limit: 1 })
  if (!latest || latest.isDeleteMarker) await rows.delete(objects, version.key)
  else await rows.put(objects, latest)
  return unreferenced
}

async function removeRow(
  rows: Writer,
  { key, order, contentId, uploadId }: ObjectRow,
): Promise<readonly ContentId[]> {
  await rows.delete(objectVersions, key, order)
  return uploadId === '' ? [contentId] : removeParts(rows, uploadId)
}

export async function removeParts(rows: Writer, uploadId: string): Promise<readonly ContentId[]> {
  const removed = await rows.list(parts, { where: { uploadId } })
  for (const { partNumber } of removed) await rows.delete(parts, uploadId, partNumber)
  return removed.map(({ contentId }) => contentId)
}

/**
 * Changes what is said of a version without making another. Where policies went by tags that are others by now, it is to
 * be asked again.
 */
export async function changeVersion(
  store: Store,
  resource: S3Resource,
  { key, order, tags }: ObjectRow,
  change: (row: ObjectRow) => ObjectRow,
): Promise<void> {
  await store.write(bucketPartition(resource.bucket.bucket), async rows => {
    await currentBucket(rows, resource)
    const row = await rows.get(objectVersions, key, order)
    if (!row) return
    if (!isDeepStrictEqual(row.tags, tags)) throw slowDown()
    const changed = change(row)
    await rows.put(objectVersions, changed)
    const current = await rows.get(objects, key)
    if (current?.order === order) await rows.put(objects, changed)
  })
}

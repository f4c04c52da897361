import type { Position, Reader } from '../../store/contract.ts'
import { type ObjectRow, objects, objectVersions } from '../../store/object-tables.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import { listKeys, shownObject, startAfterMarker } from './list-objects.ts'
import { limitOf, listPage, type Shown, textFor } from './list-page.ts'
import { s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { bucketResource, versionOf } from './resources.ts'
import { madeAt } from './version-id.ts'
import { readBucket } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const ListObjectVersions = s3('ListObjectVersions', {
  action: 's3:ListBucketVersions',
  check: ({ input }) => {
    limitOf(input.MaxKeys, 'max-keys')
    if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined)
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        input.VersionIdMarker,
      )
  },
  resource: bucketResource,
  context: ({ input }) => listKeys(input),
  handle: async ({ input, resource, store }) => {
    const { Prefix = '', Delimiter = '', KeyMarker = '', VersionIdMarker, EncodingType } = input
    const { bucket, accountId } = resource.bucket
    const limit = limitOf(input.MaxKeys, 'max-keys')
    const asked = { prefix: Prefix, delimiter: Delimiter, limit }
    const { page, latest } = await readBucket(store, resource, async rows => {
      const start = await positionOf(rows, KeyMarker, VersionIdMarker, input)
      const page = await listPage(rows, objectVersions, asked, start, row => [row.key, row.order])
      return { page, latest: await latestOf(rows, page.shown) }
    })
    const text = textFor(EncodingType)
    const owner = ownerOf(accountId)
    const versions = page.shown.flatMap(item => ('row' in item ? [item.row] : []))
    const prefixes = page.shown.flatMap(item => ('prefix' in item ? [item.prefix] : []))
    const shared = (row: ObjectRow) => ({
      VersionId: row.versionId,
      IsLatest: latest.get(row.key) === row.order,
    })
    const last = page.isTruncated ? page.shown.at(-1) : undefined
    return {
      Name: bucket,
      Prefix: text(Prefix),
      KeyMarker: text(KeyMarker),
      VersionIdMarker: VersionIdMarker ?? '',
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      ...(Delimiter !== '' && { Delimiter: text(Delimiter) }),
      ...(EncodingType !== undefined && { EncodingType }),
      ...(last && nextMarkers(last, text)),
      Versions: versions
        .filter(row => !row.isDeleteMarker)
        .map(row => ({
          ...shownObject(row, text, owner),
          StorageClass: 'STANDARD' as const,
          ...shared(row),
        })),
      DeleteMarkers: versions
        .filter(row => row.isDeleteMarker)
        .map(row => ({
          Key: text(row.key),
          LastModified: new Date(row.createdAt),
          Owner: owner,
          ...shared(row),
        })),
      CommonPrefixes: prefixes.map(prefix => ({ Prefix: text(prefix) })),
    }
  },
})

function nextMarkers(last: Shown<ObjectRow>, text: (key: string) => string) {
  return 'row' in last
    ? { NextKeyMarker: text(last.row.key), NextVersionIdMarker: last.row.versionId }
    : { NextKeyMarker: text(last.prefix) }
}

/** After a version, or after all versions of a key. */
async function positionOf(
  rows: Reader,
  key: string,
  versionId: string | undefined,
  asked: { readonly Prefix?: string | undefined; readonly Delimiter?: string | undefined },
): Promise<Position | undefined> {
  if (key === '') return undefined
  if (versionId === undefined || versionId === '')
    return [startAfterMarker(key, asked), Number.MAX_SAFE_INTEGER]
  const version = await versionOf(rows, key, versionId)
  return version ? [key, version.order] : positionOfGone(rows, key, versionId)
}

/** A version that is gone still has its place among the others: it was made after some of them. */
async function positionOfGone(rows: Reader, key: string, versionId: string): Promise<Position> {
  const time = madeAt(versionId)
  if (time === undefined)
    throw invalidArgument('Invalid version id specified', 'version-id-marker', versionId)
  const versions = await rows.list(objectVersions, { where: { key } })
  const older = versions.find(({ createdAt }) => createdAt <= time)
  return [key, older ? older.order - 1 : Number.MAX_SAFE_INTEGER]
}

/** The order of the newest version of each key that is shown. */
async function latestOf(
  rows: Reader,
  shown: readonly Shown<ObjectRow>[],
): Promise<ReadonlyMap<string, number>> {
  const latest = new Map<string, number>()
  for (const item of shown) {
    if (!('row' in item) || latest.has(item.row.key)) continue
    const { key } = item.row
    const newest =
      (await rows.get(objects, key)) ?? (await rows.list(objectVersions, { where: { key }, limit: 1 }))[0]
    if (newest) latest.set(key, newest.order)
  }
  return latest
}

import { bucketPartition } from '../../store/contract.ts'
import { type ObjectRow, type PartRow, parts, type StoredChecksum } from '../../store/object-tables.ts'
import { mustNeedNoKey } from './customer-keys.ts'
import { slowDown } from './errors.ts'
import { limitOf } from './list-page.ts'
import { mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { checksumValue, shownChecksum } from './object-checksum.ts'
import { type S3Call, s3 } from './operation.ts'
import { objectResource } from './resources.ts'
import { shownVersion } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const GetObjectAttributes = s3('GetObjectAttributes', {
  ...objectAction('s3:GetObjectAttributes', 's3:GetObjectVersionAttributes'),
  check: ({ input }) => void limitOf(input.MaxParts, 'max-parts'),
  resource: objectResource,
  context: objectKeys,
  // Reading attributes is reading: "s3:GetObject" is required as well.
  alsoRequires: ({ input }) => [input.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'],
  alsoAsks: whenMissing,
  handle: async ({ input, resource, store }) => {
    const object = mustBeThere(resource, input)
    mustNeedNoKey(input)
    const wanted = new Set<string>(input.ObjectAttributes)
    const { etag, bytes, createdAt, storageClass, checksum, uploadId } = object
    const rows =
      wanted.has('ObjectParts') && uploadId !== ''
        ? await store.read(bucketPartition(resource.bucket.bucket), reader =>
            reader.list(parts, { where: { uploadId } }),
          )
        : []
    // It was overwritten meanwhile, and its parts with it.
    if (wanted.has('ObjectParts') && rows.length !== (object.partCount ?? 0)) throw slowDown()
    return {
      LastModified: new Date(createdAt),
      ...shownVersion(resource, object),
      ...(wanted.has('ETag') && { ETag: etag }),
      ...(wanted.has('Checksum') && checksum && { Checksum: shownChecksum(withoutPartCount(checksum)) }),
      ...(wanted.has('ObjectSize') && { ObjectSize: bytes }),
      ...(wanted.has('StorageClass') && { StorageClass: (storageClass ?? 'STANDARD') as 'STANDARD' }),
      ...(rows.length > 0 && { ObjectParts: shownParts(input, object, rows) }),
    }
  },
})

/** Here, and only here, a checksum of checksums does not say of how many: recorded. */
function withoutPartCount(checksum: StoredChecksum): StoredChecksum {
  return { ...checksum, value: checksum.value.replace(/-\d+$/, '') }
}

/** Single parts are shown where each of them has a checksum of the object's algorithm, as AWS does. */
function shownParts(
  { MaxParts, PartNumberMarker }: S3Call<'GetObjectAttributes'>['input'],
  { partCount = 0, checksum: ofWhole }: ObjectRow,
  rows: readonly PartRow[],
) {
  if (!ofWhole || rows.some(({ checksum }) => checksum?.algorithm !== ofWhole.algorithm))
    return { TotalPartsCount: partCount }
  const limit = limitOf(MaxParts, 'max-parts')
  const after = Number(PartNumberMarker ?? 0)
  const following = rows.filter(({ partNumber }) => partNumber > after)
  const page = following.slice(0, limit)
  return {
    TotalPartsCount: partCount,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: limit,
    IsTruncated: following.length > page.length,
    Parts: page.map(({ partNumber, bytes, checksum }) => ({
      PartNumber: partNumber,
      Size: bytes,
      ...(checksum && checksumValue(checksum.algorithm, checksum.value)),
    })),
  }
}

import type { Position } from '../../store/contract.ts'
import { parts, type UploadRow, uploads } from '../../store/object-tables.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import { startAfter } from './list-objects.ts'
import { limitOf, listPage, textFor } from './list-page.ts'
import { keyResource, uploadOf } from './multipart-upload.ts'
import { checksumValue } from './object-checksum.ts'
import { quoted } from './object-headers.ts'
import { s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { bucketResource } from './resources.ts'
import { readBucket } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const ListParts = s3('ListParts', {
  action: 's3:ListMultipartUploadParts',
  check: ({ input }) => {
    limitOf(input.MaxParts, 'max-parts')
    markerOf(input.PartNumberMarker)
  },
  resource: keyResource,
  handle: async ({ input, resource, store }) => {
    const { bucket, accountId } = resource.bucket
    const limit = limitOf(input.MaxParts, 'max-parts')
    const after = markerOf(input.PartNumberMarker)
    const { upload, found } = await readBucket(store, resource, async rows => {
      const upload = await uploadOf(rows, input.Key, input.UploadId)
      const { uploadId } = upload
      const found = await rows.list(parts, {
        where: { uploadId },
        after: [uploadId, after],
        limit: limit + 1,
      })
      return { upload, found }
    })
    const page = found.slice(0, limit)
    const isTruncated = found.length > page.length && limit > 0
    return {
      Bucket: bucket,
      Key: input.Key,
      UploadId: input.UploadId,
      Initiator: initiatorOf(upload),
      Owner: ownerOf(accountId),
      StorageClass: (upload.storageClass ?? 'STANDARD') as 'STANDARD',
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
      MaxParts: limit,
      IsTruncated: isTruncated,
      ...checksumsOf(upload),
      Parts: page.map(({ partNumber, uploadedAt, etag, bytes, checksum }) => ({
        PartNumber: partNumber,
        LastModified: new Date(uploadedAt),
        ETag: quoted(etag),
        Size: bytes,
        ...(checksum && checksumValue(checksum.algorithm, checksum.value)),
      })),
    }
  },
})

function markerOf(text: string | undefined): number {
  const marker = Number(text ?? 0)
  if (Number.isSafeInteger(marker) && marker >= 0) return marker
  throw invalidArgument(
    'Argument part-number-marker must be an integer between 0 and 2147483647',
    'part-number-marker',
    text,
  )
}

const initiatorOf = ({ initiatorId, initiatorName }: UploadRow) => ({
  ID: initiatorId,
  DisplayName: initiatorName,
})

function checksumsOf({ checksumAlgorithm, checksumType }: UploadRow) {
  return {
    ...(checksumAlgorithm !== undefined && { ChecksumAlgorithm: checksumAlgorithm as 'CRC32' }),
    ...(checksumType && { ChecksumType: checksumType }),
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const ListMultipartUploads = s3('ListMultipartUploads', {
  action: 's3:ListBucketMultipartUploads',
  check: ({ input }) => {
    limitOf(input.MaxUploads, 'max-uploads')
  },
  resource: bucketResource,
  handle: async ({ input, resource, store }) => {
    const { Prefix = '', Delimiter = '', KeyMarker = '', UploadIdMarker, EncodingType } = input
    const { bucket, accountId } = resource.bucket
    const limit = limitOf(input.MaxUploads, 'max-uploads')
    const asked = { prefix: Prefix, delimiter: Delimiter, limit }
    const page = await readBucket(store, resource, async rows => {
      const marked =
        UploadIdMarker === undefined || UploadIdMarker === ''
          ? undefined
          : (await rows.list(uploads, { index: 'byId', where: { uploadId: UploadIdMarker }, limit: 1 }))[0]
      return listPage(rows, uploads, asked, startOf(KeyMarker, marked, asked), positionOf)
    })
    const text = textFor(EncodingType)
    const last = page.isTruncated ? page.shown.at(-1) : undefined
    return {
      Bucket: bucket,
      KeyMarker: text(KeyMarker),
      UploadIdMarker: UploadIdMarker ?? '',
      Prefix: text(Prefix),
      MaxUploads: limit,
      IsTruncated: page.isTruncated,
      ...(Delimiter !== '' && { Delimiter: text(Delimiter) }),
      ...(EncodingType !== undefined && { EncodingType }),
      ...(last && {
        NextKeyMarker: text('row' in last ? last.row.key : last.prefix),
        ...('row' in last && { NextUploadIdMarker: last.row.uploadId }),
      }),
      Uploads: page.shown
        .flatMap(item => ('row' in item ? [item.row] : []))
        .map(upload => ({
          Key: text(upload.key),
          UploadId: upload.uploadId,
          Initiator: initiatorOf(upload),
          Owner: ownerOf(accountId),
          StorageClass: (upload.storageClass ?? 'STANDARD') as 'STANDARD',
          Initiated: new Date(upload.initiatedAt),
          ...checksumsOf(upload),
        })),
      CommonPrefixes: page.shown
        .flatMap(item => ('prefix' in item ? [item.prefix] : []))
        .map(prefix => ({ Prefix: text(prefix) })),
    }
  },
})

const positionOf = ({ key, initiatedAt, uploadId }: UploadRow): Position => [key, initiatedAt, uploadId]

function startOf(
  keyMarker: string,
  marked: UploadRow | undefined,
  asked: { readonly prefix: string; readonly delimiter: string },
): Position | undefined {
  if (keyMarker === '') return undefined
  if (marked?.key === keyMarker) return positionOf(marked)
  return [startAfter(keyMarker, asked), Number.MAX_SAFE_INTEGER, '\u{10FFFF}']
}

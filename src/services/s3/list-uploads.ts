import type { Position, Reader } from '../../store/contract.ts'
import { parts, type UploadRow, uploads } from '../../store/object-tables.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import { startAfterMarker } from './list-objects.ts'
import { limitOf, listPage, mustBeInteger, textFor } from './list-page.ts'
import { isUploadId, keyResource, uploadOf } from './multipart-upload.ts'
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
        // Recorded: of an upload without an algorithm no part shows a checksum.
        ...(checksum && upload.checksumAlgorithm && checksumValue(checksum.algorithm, checksum.value)),
      })),
    }
  },
})

function markerOf(text = '0'): number {
  const marker = Number(text)
  mustBeInteger(marker, 'part-number-marker', text)
  return marker
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
    const { Prefix = '', Delimiter = '', KeyMarker = '', EncodingType } = input
    // "Together with key-marker": without a key it says nothing.
    const UploadIdMarker = KeyMarker === '' ? '' : (input.UploadIdMarker ?? '')
    const { bucket, accountId } = resource.bucket
    const limit = limitOf(input.MaxUploads, 'max-uploads')
    const asked = { prefix: Prefix, delimiter: Delimiter, limit }
    const page = await readBucket(store, resource, async rows => {
      const marked = await markedBy(rows, KeyMarker, UploadIdMarker)
      return listPage(rows, uploads, asked, startOf(KeyMarker, marked, input), positionOf)
    })
    const text = textFor(EncodingType)
    const shown = page.shown.flatMap(item => ('row' in item ? [item.row] : []))
    // Always told, and of uploads alone: recorded.
    const last = shown.at(-1)
    return {
      Bucket: bucket,
      KeyMarker: text(KeyMarker),
      UploadIdMarker,
      NextKeyMarker: text(last?.key ?? ''),
      NextUploadIdMarker: last?.uploadId ?? '',
      ...(Prefix !== '' && { Prefix: text(Prefix) }),
      MaxUploads: limit,
      IsTruncated: page.isTruncated,
      ...(Delimiter !== '' && { Delimiter: text(Delimiter) }),
      ...(EncodingType !== undefined && { EncodingType }),
      Uploads: shown.map(upload => ({
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

async function markedBy(rows: Reader, key: string, uploadId: string): Promise<UploadRow | undefined> {
  if (uploadId === '') return undefined
  const [marked] = await rows.list(uploads, { index: 'byId', where: { uploadId }, limit: 1 })
  // One that is gone meanwhile does not end a walk through the pages.
  if (!isUploadId(uploadId) || (marked && marked.key !== key))
    throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', uploadId)
  return marked
}

function startOf(
  keyMarker: string,
  marked: UploadRow | undefined,
  asked: { readonly Prefix?: string | undefined; readonly Delimiter?: string | undefined },
): Position | undefined {
  if (keyMarker === '') return undefined
  if (marked) return positionOf(marked)
  return [startAfterMarker(keyMarker, asked), Number.MAX_SAFE_INTEGER, '\u{10FFFF}']
}

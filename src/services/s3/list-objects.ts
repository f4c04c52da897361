import type { Store } from '../../store/contract.ts'
import { type ObjectRow, objects } from '../../store/object-tables.ts'
import { nameIn, tokenAfter } from './continuation-token.ts'
import {
  afterAllWith,
  commonPrefix,
  limitOf,
  listPage,
  maxKeysOfPage,
  type Page,
  type Shown,
  textFor,
} from './list-page.ts'
import { quoted } from './object-headers.ts'
import { type S3Resource, s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { bucketResource } from './resources.ts'
import { readBucket } from './versions.ts'

interface ListKeys {
  readonly Prefix?: string | undefined
  readonly Delimiter?: string | undefined
  readonly MaxKeys?: number | undefined
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html: absent where the request names none,
 * but "the s3:max-keys key is always present": reference_policies_elements_condition_operators
 */
export function listKeys({ Prefix, Delimiter, MaxKeys }: ListKeys) {
  return {
    's3:prefix': Prefix,
    's3:delimiter': Delimiter,
    's3:max-keys': String(MaxKeys ?? maxKeysOfPage),
  }
}

/** Recorded of both lists, and of HeadBucket, whose model has it. */
function regionOf({ bucket }: S3Resource) {
  return { 'x-amz-bucket-region': bucket.region }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const ListObjectsV2 = s3('ListObjectsV2', {
  action: 's3:ListBucket',
  check: ({ input }) => {
    limitOf(input.MaxKeys, 'max-keys')
    if (input.ContinuationToken !== undefined) nameIn(input.ContinuationToken)
  },
  resource: bucketResource,
  context: ({ input }) => listKeys(input),
  answerHeaders: regionOf,
  handle: async ({ input, resource, store }) => {
    const { Prefix, Delimiter, StartAfter, ContinuationToken, EncodingType } = input
    const after = ContinuationToken === undefined ? StartAfter : nameIn(ContinuationToken)
    const start = after && startAfter(after, input)
    const limit = limitOf(input.MaxKeys, 'max-keys')
    const page = await pageOf(input, resource, store, limit, start)
    const text = textFor(EncodingType)
    const last = page.shown.at(-1)
    return {
      Name: resource.bucket.bucket,
      Prefix: text(Prefix ?? ''),
      ...(Delimiter !== undefined && Delimiter !== '' && { Delimiter: text(Delimiter) }),
      MaxKeys: limit,
      KeyCount: page.shown.length,
      IsTruncated: page.isTruncated,
      // A token says where the list goes on: the first page's beginning is no longer told.
      ...(StartAfter !== undefined && ContinuationToken === undefined && { StartAfter: text(StartAfter) }),
      ...(EncodingType !== undefined && { EncodingType }),
      ...(ContinuationToken !== undefined && { ContinuationToken }),
      ...(page.isTruncated && last && { NextContinuationToken: tokenAfter(nameOf(last)) }),
      ...listed(page, text, input.FetchOwner ? ownerOf(resource.bucket.accountId) : undefined),
    }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const ListObjects = s3('ListObjects', {
  action: 's3:ListBucket',
  check: ({ input }) => {
    limitOf(input.MaxKeys, 'max-keys')
  },
  resource: bucketResource,
  context: ({ input }) => listKeys(input),
  answerHeaders: regionOf,
  handle: async ({ input, resource, store }) => {
    const { Prefix, Delimiter, Marker, EncodingType } = input
    const limit = limitOf(input.MaxKeys, 'max-keys')
    const page = await pageOf(input, resource, store, limit, Marker && startAfterMarker(Marker, input))
    const text = textFor(EncodingType)
    const last = page.shown.at(-1)
    const hasDelimiter = Delimiter !== undefined && Delimiter !== ''
    return {
      Name: resource.bucket.bucket,
      Prefix: text(Prefix ?? ''),
      Marker: text(Marker ?? ''),
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      ...(hasDelimiter && { Delimiter: text(Delimiter) }),
      ...(EncodingType !== undefined && { EncodingType }),
      // "This element is returned only if you have the delimiter request parameter specified."
      ...(page.isTruncated && hasDelimiter && last && { NextMarker: text(nameOf(last)) }),
      ...listed(page, text, ownerOf(resource.bucket.accountId)),
    }
  },
})

function pageOf(
  { Prefix = '', Delimiter = '' }: ListKeys,
  resource: S3Resource,
  store: Store,
  limit: number,
  start: string | undefined,
): Promise<Page<ObjectRow>> {
  const asked = { prefix: Prefix, delimiter: Delimiter, limit }
  return readBucket(store, resource, rows =>
    listPage(rows, objects, asked, start ? [start] : undefined, row => [row.key]),
  )
}

type Asked = Pick<ListKeys, 'Prefix' | 'Delimiter'>

/** After a common prefix comes what does not begin with it: it has been shown with all that is below. */
function startAfter(after: string, { Prefix = '', Delimiter = '' }: Asked): string {
  return commonPrefix(after, Prefix, Delimiter) === after ? afterAllWith(after) : after
}

/** A marker below a common prefix passes over all of it, as recorded. */
export function startAfterMarker(marker: string, { Prefix = '', Delimiter = '' }: Asked): string {
  const common = commonPrefix(marker, Prefix, Delimiter)
  return common === undefined ? marker : afterAllWith(common)
}

function listed(
  page: Page<ObjectRow>,
  text: (key: string) => string,
  owner: { readonly ID: string } | undefined,
) {
  const contents = page.shown.flatMap(item => ('row' in item ? [item.row] : []))
  const prefixes = page.shown.flatMap(item => ('prefix' in item ? [item.prefix] : []))
  return {
    ...(contents.length > 0 && { Contents: contents.map(row => shownObject(row, text, owner)) }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes.map(prefix => ({ Prefix: text(prefix) })) }),
  }
}

export function shownObject(
  { key, createdAt, etag, bytes, storageClass, checksum }: ObjectRow,
  text: (key: string) => string,
  owner: { readonly ID: string } | undefined,
) {
  return {
    Key: text(key),
    LastModified: new Date(createdAt),
    ETag: quoted(etag),
    Size: bytes,
    StorageClass: (storageClass ?? 'STANDARD') as 'STANDARD',
    ...(checksum && {
      ChecksumAlgorithm: [checksum.algorithm as 'CRC32'],
      ChecksumType: checksum.type,
    }),
    ...(owner && { Owner: owner }),
  }
}

const nameOf = (item: Shown<ObjectRow>) => ('row' in item ? item.row.key : item.prefix)

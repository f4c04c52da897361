import { isDeepStrictEqual } from 'node:util'
import { NoSuchContent, type Piece } from '../../objects/contract.ts'
import { bucketPartition, type Store } from '../../store/contract.ts'
import { type ObjectRow, parts } from '../../store/object-tables.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { type ByteRange, contentRange, readRange } from './byte-range.ts'
import { mustNeedNoKey } from './customer-keys.ts'
import { invalidRequest, slowDown } from './errors.ts'
import { mustBeThere, objectAction, objectKeys, whenMissing } from './missing.ts'
import { shownChecksum } from './object-checksum.ts'
import { encrypted, headersToShow, quoted } from './object-headers.ts'
import { type S3Call, type S3Resource, s3 } from './operation.ts'
import { mustBePartNumber } from './part-number.ts'
import { mustMeet } from './preconditions.ts'
import { objectResource, versionOf } from './resources.ts'
import { currentBucket, shownVersion } from './versions.ts'

const readAction = objectAction('s3:GetObject', 's3:GetObjectVersion')

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const GetObject = s3('GetObject', {
  ...readAction,
  check: mustBeReadable,
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: call =>
    whileThere(call, async object => {
      const asked = await askedFor(call, object)
      return { ...described(object, call, asked), Body: await call.contents.read(asked.pieces) }
    }),
})

interface Reading {
  readonly input: ReadInput
  readonly store: Store
  readonly resource: S3Resource
  readonly now: number
}

/**
 * An object may be overwritten between its row and its bytes. What is there now is answered, as if it had been asked for
 * a moment later; unless the caller's permission rests on tags that have changed with it.
 */
async function whileThere<Result>(
  call: Reading,
  read: (object: ObjectRow) => Promise<Result>,
): Promise<Result> {
  let object = mustBeThere(call.resource, call.input)
  for (;;) {
    mustMeet(call.input, object, call.now)
    try {
      return await read(object)
    } catch (error) {
      if (!(error instanceof NoSuchContent)) throw error
      object = await successorOf(object, call, error)
    }
  }
}

async function successorOf(
  object: ObjectRow,
  { input, resource, store }: Reading,
  gone: Error,
): Promise<ObjectRow> {
  const partition = bucketPartition(resource.bucket.bucket)
  const now = await store.read(partition, async rows => {
    await currentBucket(rows, resource)
    return versionOf(rows, input.Key, input.VersionId)
  })
  const isSame = now?.contentId === object.contentId && now.uploadId === object.uploadId
  if (isSame) throw new Error('the content of an object is gone', { cause: gone })
  if (now && !isDeepStrictEqual(now.tags, object.tags)) throw slowDown()
  const { object: _, ...rest } = resource
  return mustBeThere({ ...rest, ...(now && { object: now }) }, input)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html: asks for s3:GetObject. */
export const HeadObject = s3('HeadObject', {
  ...readAction,
  check: mustBeReadable,
  resource: objectResource,
  context: objectKeys,
  alsoAsks: whenMissing,
  handle: call => whileThere(call, async object => described(object, call, await askedFor(call, object))),
})

type ReadInput = S3Call<'GetObject'>['input']

/** What of an object is asked for, and where its bytes are. */
interface Asked {
  readonly pieces: readonly Piece[]
  readonly range?: ByteRange
  readonly partCount?: number
}

async function askedFor({ input, store, resource }: Reading, object: ObjectRow): Promise<Asked> {
  mustNeedNoKey(input)
  const { Range, PartNumber } = input
  if (Range !== undefined && PartNumber !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
  const segments = await segmentsOf(store, resource.bucket.bucket, object)
  const range = PartNumber === undefined ? readRange(Range, object.bytes) : rangeOfPart(segments, PartNumber)
  const pieces = cut(segments, range ?? { start: 0, end: object.bytes })
  return {
    pieces,
    ...(range && { range }),
    ...(PartNumber !== undefined && object.partCount !== undefined && { partCount: object.partCount }),
  }
}

/** One piece of content of an object. */
export interface Segment {
  readonly partNumber: number
  readonly contentId: string
  readonly start: number
  readonly end: number
}

/** Where the bytes of an object are; it may have been overwritten, and its parts be gone. */
export async function segmentsOf(
  store: Store,
  bucket: string,
  object: ObjectRow,
): Promise<readonly Segment[]> {
  const { uploadId, contentId, bytes } = object
  if (uploadId === '') return [{ partNumber: 1, contentId, start: 0, end: bytes }]
  const rows = await store.read(bucketPartition(bucket), reader =>
    reader.list(parts, { where: { uploadId } }),
  )
  let start = 0
  const segments = rows.map(part => {
    const segment = { partNumber: part.partNumber, contentId: part.contentId, start, end: start + part.bytes }
    start = segment.end
    return segment
  })
  if (start !== bytes) throw new NoSuchContent('the parts of the object are gone')
  return segments
}

/** The pieces of content that a range of an object is made of. */
export function cut(segments: readonly Segment[], { start, end }: ByteRange): readonly Piece[] {
  return segments
    .filter(segment => segment.start < end && segment.end > start)
    .map(segment => ({
      id: segment.contentId,
      start: Math.max(start, segment.start) - segment.start,
      end: Math.min(end, segment.end) - segment.start,
    }))
}

function rangeOfPart(segments: readonly Segment[], partNumber: number): ByteRange {
  const segment = segments.find(each => each.partNumber === partNumber)
  if (segment) return segment
  throw new S3Fault('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    members: { PartNumberRequested: String(partNumber), ActualPartCount: String(segments.length) },
  })
}

function described(object: ObjectRow, { input, resource }: Reading, { range, partCount }: Asked) {
  const { createdAt, bytes, etag, tags, storageClass, checksum } = object
  const isPart = range && (range.start > 0 || range.end < bytes)
  // An empty part has no range that could be named.
  const isNamed = range && range.end > range.start
  return {
    ...headersToShow(object),
    ...overridden(input),
    ...encrypted,
    AcceptRanges: 'bytes',
    LastModified: new Date(createdAt),
    ContentLength: range ? range.end - range.start : bytes,
    ETag: quoted(etag),
    ...(isNamed && { ContentRange: contentRange(range, bytes) }),
    ...(input.ChecksumMode === 'ENABLED' && !isPart && shownChecksum(checksum)),
    ...(tags && tags.length > 0 && { TagCount: tags.length }),
    ...(storageClass !== undefined && { StorageClass: storageClass as 'STANDARD_IA' }),
    ...shownVersion(resource, object),
    ...(partCount !== undefined && { PartsCount: partCount }),
  }
}

const overrides = {
  ResponseCacheControl: 'CacheControl',
  ResponseContentDisposition: 'ContentDisposition',
  ResponseContentEncoding: 'ContentEncoding',
  ResponseContentLanguage: 'ContentLanguage',
  ResponseContentType: 'ContentType',
  ResponseExpires: 'Expires',
} as const

function overridden(input: ReadInput) {
  return Object.fromEntries(
    Object.entries(overrides).flatMap(([asked, header]) => {
      const value = input[asked as keyof typeof overrides]
      return value === undefined ? [] : [[header, value]]
    }),
  )
}

/** What a header can hold: https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const headerForm = /^[\t\x20-\x7e\x80-\xff]*$/

function mustBeReadable(call: {
  readonly caller: { readonly kind: string }
  readonly input: ReadInput
}): void {
  const { PartNumber } = call.input
  if (PartNumber !== undefined) mustBePartNumber(PartNumber)
  mustBeSignedToOverride(call)
}

function mustBeSignedToOverride({
  caller,
  input,
}: {
  readonly caller: { readonly kind: string }
  readonly input: object
}) {
  const given = Object.keys(overrides).map(name => (input as Record<string, unknown>)[name])
  if (caller.kind === 'anonymous' && given.some(value => value !== undefined))
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.')
  const unfit = given.find(value => typeof value === 'string' && !headerForm.test(value))
  if (unfit !== undefined)
    throw invalidArgument('Header value cannot be represented using ISO-8859-1.', undefined, String(unfit))
}

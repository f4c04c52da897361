import type { ObjectRow, UploadRow } from '../../store/object-tables.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import { noSuchKey, preconditionFailed } from './errors.ts'
import { quoted } from './object-headers.ts'

interface ReadConditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

type Condition = 'If-Match' | 'If-None-Match' | 'If-Modified-Since' | 'If-Unmodified-Since'

/**
 * The condition of reading that does not hold; ETags outrank dates, and a date that is yet to come says nothing.
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2, https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
function failing(conditions: ReadConditions, object: ObjectRow, now: number): Condition | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  const modifiedAt = inSeconds(object)
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object)) return 'If-Match'
  } else if (IfUnmodifiedSince && modifiedAt > IfUnmodifiedSince.getTime()) return 'If-Unmodified-Since'
  if (IfNoneMatch !== undefined) return names(IfNoneMatch, object) ? 'If-None-Match' : undefined
  const since = IfModifiedSince?.getTime() ?? Number.NEGATIVE_INFINITY
  return modifiedAt <= since && since <= now ? 'If-Modified-Since' : undefined
}

export function mustMeet(conditions: ReadConditions, object: ObjectRow, now: number): void {
  const condition = failing(conditions, object, now)
  if (condition === undefined) return
  const isThere = condition === 'If-None-Match' || condition === 'If-Modified-Since'
  throw isThere ? notModified(object) : preconditionFailed(condition)
}

interface CopyConditions {
  readonly CopySourceIfMatch?: string | undefined
  readonly CopySourceIfNoneMatch?: string | undefined
  readonly CopySourceIfModifiedSince?: Date | undefined
  readonly CopySourceIfUnmodifiedSince?: Date | undefined
}

/** The same of what is copied from, where nothing is ever not modified: it fails. */
export function copySourceMustMeet(conditions: CopyConditions, source: ObjectRow, now: number): void {
  const condition = failing(
    {
      IfMatch: conditions.CopySourceIfMatch,
      IfNoneMatch: conditions.CopySourceIfNoneMatch,
      IfModifiedSince: conditions.CopySourceIfModifiedSince,
      IfUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
    },
    source,
    now,
  )
  if (condition !== undefined) throw preconditionFailed(`x-amz-copy-source-${condition}`)
}

/** HTTP's dates are whole seconds. */
const inSeconds = ({ createdAt }: ObjectRow) => Math.floor(createdAt / 1000) * 1000

interface WriteConditions {
  readonly Key: string
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
}

/**
 * What writing over an ETag asks for besides ("AllowGetObjectBecauseConditionalPutIfMatchETag"): whoever may not read an
 * object is not to find out what is in it by guesses.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function toCompare({ IfMatch }: Pick<WriteConditions, 'IfMatch'>): readonly 's3:GetObject'[] {
  return IfMatch === undefined ? [] : ['s3:GetObject']
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function mayBeWritten(
  { Key, IfMatch, IfNoneMatch }: WriteConditions,
  current: ObjectRow | undefined,
): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined)
    throw untaken('If-Match,If-None-Match', 'Multiple conditional request headers present in the request')
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw untakenValue('If-None-Match')
    if (current) throw preconditionFailed('If-None-Match')
  }
  if (IfMatch === undefined) return
  if (IfMatch === '*') throw untakenValue('If-Match')
  if (!current) throw noSuchKey(Key)
  if (!names(IfMatch, current)) throw preconditionFailed('If-Match')
}

/**
 * What has happened to the key since the upload began comes first: an object that was written or deleted meanwhile is
 * no longer the one that the upload was begun for. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function mayBeCompleted(
  conditions: WriteConditions,
  current: ObjectRow | undefined,
  { initiatedAt, isKeyDeleted }: UploadRow,
): void {
  mayBeWritten(conditions, current)
  const { Key, IfMatch, IfNoneMatch } = conditions
  if (IfNoneMatch !== undefined && isKeyDeleted) throw conflict('If-None-Match', Key)
  if (IfMatch !== undefined && current && current.createdAt > initiatedAt) throw conflict('If-Match', Key)
}

const conflict = (condition: string, key: string) =>
  new S3Fault(
    'ConditionalRequestConflict',
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { members: { Condition: condition, Key: key } },
  )

const untakenValue = (header: string) =>
  untaken(header, `We don't accept the provided value of ${header} header for this API`)

const untaken = (header: string, message: string) =>
  new S3Fault('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    members: { Header: header, additionalMessage: message },
  })

/** `"a", W/"b"` or `*`; S3 also takes an ETag without its quotes. */
function names(header: string, { etag }: ObjectRow): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some(each => each.trim().replace(/^W\//, '').replaceAll('"', '') === etag)
}

function notModified({ etag, createdAt, versionId }: ObjectRow): S3Fault {
  return new S3Fault('NotModified', 304, 'Not Modified', {
    headers: {
      etag: quoted(etag),
      'last-modified': new Date(createdAt).toUTCString(),
      ...(versionId !== 'null' && { 'x-amz-version-id': versionId }),
    },
  })
}

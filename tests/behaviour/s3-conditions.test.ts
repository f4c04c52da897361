import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

// What of conditions was recorded of AWS by others.

let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('conditions')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())

const day = 24 * 3600 * 1000
const failed = { refused: 'PreconditionFailed', status: 412 }

describe('a copy', () => {
  const source = 'source'
  let etag: string
  let modifiedAt: Date
  const copies = async (conditions: object) => {
    const CopySource = `${Bucket}/${source}`
    const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key: 'parts' })
    const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1, CopySource, ...conditions }
    return [
      await s3('CopyObject', { Bucket, Key: 'copy', CopySource, ...conditions }),
      await s3('UploadPartCopy', part),
    ]
  }
  beforeAll(async () => {
    etag = (await s3('PutObject', { Bucket, Key: source, Body: '0123456789' })).ETag
    modifiedAt = (await s3('HeadObject', { Bucket, Key: source })).LastModified
  })

  it.each([
    ['the ETag is', () => ({ CopySourceIfMatch: etag })],
    [
      'the ETag is, whatever the time',
      () => ({ CopySourceIfMatch: etag, CopySourceIfUnmodifiedSince: new Date(0) }),
    ],
    ['the ETag is not', () => ({ CopySourceIfNoneMatch: 'other' })],
    ['it was not modified since', () => ({ CopySourceIfUnmodifiedSince: modifiedAt })],
    ['it was modified since', () => ({ CopySourceIfModifiedSince: new Date(modifiedAt.getTime() - day) })],
    [
      'it is to be modified after a moment yet to come',
      () => ({ CopySourceIfModifiedSince: new Date(Date.now() + day) }),
    ],
  ])('is made where %s what was said', async (_, conditions) => {
    for (const answer of await copies(conditions())) expect(answer).not.toHaveProperty('refused')
  })

  it.each([
    ['another ETag is asked for', () => ({ CopySourceIfMatch: 'other' })],
    ['the ETag is not to be', () => ({ CopySourceIfNoneMatch: etag })],
    [
      'the ETag is not to be, without its quotes',
      () => ({ CopySourceIfNoneMatch: etag.replaceAll('"', '') }),
    ],
    ['it was modified since', () => ({ CopySourceIfUnmodifiedSince: new Date(modifiedAt.getTime() - day) })],
    [
      'it was modified since, whatever another ETag',
      () => ({ CopySourceIfNoneMatch: 'other', CopySourceIfUnmodifiedSince: new Date(0) }),
    ],
    ['it was not modified since', () => ({ CopySourceIfModifiedSince: modifiedAt })],
  ])('is refused where %s', async (_, conditions) => {
    for (const answer of await copies(conditions())) expect(answer).toMatchObject(failed)
  })

  it.each([
    ['bytes=0-9', undefined],
    ['bytes=9-9', undefined],
    ['bytes=0-10', 'Range specified is not valid for source object of size: 10'],
    ['bytes=10-11', 'The specified copy range is invalid for the source object size'],
    ['bytes=1-0', 'The x-amz-copy-source-range value must be of the form bytes=first-last'],
    ['bytes=1-', 'The x-amz-copy-source-range value must be of the form bytes=first-last'],
  ])('of the range %s is answered with %s', async (CopySourceRange, message) => {
    const [, part] = await copies({ CopySourceRange })
    expect(part?.message?.startsWith(message)).toBe(message === undefined ? undefined : true)
  })
})

describe('an upload', () => {
  const begun = async (Key: string) => {
    const at = { Bucket, Key }
    const { UploadId } = await s3('CreateMultipartUpload', at)
    const { ETag } = await s3('UploadPart', { ...at, UploadId, PartNumber: 1, Body: 'part' })
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    return (conditions: object) =>
      s3('CompleteMultipartUpload', { ...at, UploadId, MultipartUpload, ...conditions })
  }
  const put = async (Key: string, Body: string) => (await s3('PutObject', { Bucket, Key, Body })).ETag
  const conflict = { refused: 'ConditionalRequestConflict', status: 409 }

  it('that is to be the first is not, where there is one or was one since it began', async () => {
    const Key = 'first'
    await put(Key, 'there')
    const complete = await begun(Key)
    expect(await complete({ IfNoneMatch: '*' })).toMatchObject(failed)
    await s3('DeleteObject', { Bucket, Key })
    expect(await complete({ IfNoneMatch: '*' })).toMatchObject(conflict)
    const again = await begun(Key)
    expect(await again({ IfNoneMatch: '*' })).not.toHaveProperty('refused')
  })

  it('is not disturbed by the deletion of what was not there', async () => {
    const complete = await begun('never')
    await s3('DeleteObject', { Bucket, Key: 'never' })
    expect(await complete({ IfNoneMatch: '*' })).not.toHaveProperty('refused')
  })

  it('that is to replace an ETag does so, where it was there before it began', async () => {
    const Key = 'replaced'
    const before = await put(Key, 'before')
    const complete = await begun(Key)
    // One moment is no other: what is written within it was there.
    await new Promise(resolve => setTimeout(resolve, 5))
    const meanwhile = await put(Key, 'meanwhile')
    expect(await complete({ IfMatch: before })).toMatchObject(failed)
    expect(await complete({ IfMatch: meanwhile })).toMatchObject(conflict)
    await s3('DeleteObject', { Bucket, Key })
    expect(await complete({ IfMatch: meanwhile })).toMatchObject({ refused: 'NoSuchKey' })
    const last = await put(Key, 'last')
    const again = await begun(Key)
    expect(await again({ IfMatch: last })).not.toHaveProperty('refused')
  })
})

describe('an object', () => {
  it('is written under one condition, of a form that writing knows', async () => {
    const write = (conditions: object) =>
      s3('PutObject', { Bucket, Key: 'written', Body: '1', ...conditions })
    const untaken = { refused: 'NotImplemented', status: 501 }
    expect(await write({ IfMatch: '*' })).toMatchObject(untaken)
    expect(await write({ IfNoneMatch: '"etag"' })).toMatchObject(untaken)
    expect(await write({ IfNoneMatch: '*', IfMatch: 'etag' })).toMatchObject(untaken)
    expect(await write({ IfMatch: 'etag' })).toMatchObject({ refused: 'NoSuchKey' })
    const { ETag } = await write({ IfNoneMatch: '*' })
    expect(await write({ IfMatch: ETag })).toMatchObject({ ETag })
  })
})

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

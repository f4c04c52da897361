import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

// What of lists and their markers was recorded of AWS by others.

let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
const keys = ['folder/a/1', 'folder/a/2', 'folder/b', 'folder/c']
const inFolder = { Prefix: 'folder/', Delimiter: '/' }
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('lists')
  await s3('CreateBucket', { Bucket })
  for (const Key of keys) {
    await s3('PutObject', { Bucket, Key, Body: Key })
    await s3('CreateMultipartUpload', { Bucket, Key })
  }
})
afterAll(() => server.close())

describe('a marker', () => {
  it.each([
    ['ListObjects', 'Marker', 'Contents'],
    ['ListObjectVersions', 'KeyMarker', 'Versions'],
    ['ListMultipartUploads', 'KeyMarker', 'Uploads'],
  ])(
    'of %s below a common prefix passes over all of it, and without a delimiter over nothing',
    async (operation, marker, member) => {
      const after = { [marker]: 'folder/a/1' }
      const shown = async (asked: object) => {
        const page = await s3(operation, { Bucket, ...asked, ...after })
        expect(page.CommonPrefixes).toBeUndefined()
        return page[member].map(({ Key }: { Key: string }) => Key)
      }
      expect(await shown(inFolder)).toEqual(keys.slice(2))
      expect(await shown({})).toEqual(keys.slice(1))
    },
  )
})

describe('common prefixes', () => {
  /** After every other text of their length, in the order of their bytes. */
  const greatest = '\u{10FFFF}'
  const mixed = [
    ...Array.from({ length: 20 }, (_, at) => `a${String(at).padStart(2, '0')}`),
    ...['b/', 'b/1', 'b/2', `b/${greatest}`, `b/${greatest}1`, `b/${greatest.repeat(255)}`, 'b0'],
    ...Array.from({ length: 12 }, (_, at) => `c/${greatest}${String(at).padStart(2, '0')}`),
    ...['d/1', 'd/2/3', 'e', `${greatest}/1`, `${greatest}/2`],
  ]
  const rolledUp = [...new Set(mixed.map(key => key.replace(/\/.*/su, '/')))]
  let of: string
  beforeAll(async () => {
    of = fresh('prefixes')
    await s3('CreateBucket', { Bucket: of })
    await Promise.all(mixed.map(Key => s3('PutObject', { Bucket: of, Key, Body: 'x' })))
    await Promise.all(mixed.map(Key => s3('CreateMultipartUpload', { Bucket: of, Key })))
  })

  const shownOf = (
    page: { readonly CommonPrefixes?: readonly { readonly Prefix: string }[] },
    member: string,
  ) => [
    ...((page as Record<string, readonly { readonly Key: string }[]>)[member] ?? []).map(({ Key }) => Key),
    ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
  ]

  it.each([
    ['ListObjectsV2', 'Contents'],
    ['ListObjects', 'Contents'],
    ['ListObjectVersions', 'Versions'],
    ['ListMultipartUploads', 'Uploads'],
  ])('of %s stand for all below them, whatever characters it has', async (operation, member) => {
    const page = await s3(operation, { Bucket: of, Delimiter: '/' })
    expect(shownOf(page, member).sort()).toEqual([...rolledUp].sort())
    expect(page.IsTruncated).toBe(false)
  })

  it.each([1, 2, 7, 1000])('are shown once, in pages of %d', async MaxKeys => {
    const shown: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3('ListObjectsV2', { Bucket: of, Delimiter: '/', MaxKeys, ContinuationToken })
      shown.push(...shownOf(page, 'Contents'))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(shown.sort()).toEqual([...rolledUp].sort())
  })
})

describe('a token', () => {
  it('tells where to go on, so that the answer tells no first key', async () => {
    const first = await s3('ListObjectsV2', { Bucket, StartAfter: keys[0], MaxKeys: 1 })
    expect(first).toMatchObject({ StartAfter: keys[0], Contents: [{ Key: keys[1] }] })
    const ContinuationToken = first.NextContinuationToken
    const rest = await s3('ListObjectsV2', { Bucket, StartAfter: keys[0], ContinuationToken })
    expect(rest).toMatchObject({ ContinuationToken, KeyCount: 2 })
    expect(rest).not.toHaveProperty('StartAfter')
  })
})

describe('unfinished uploads', () => {
  const list = (asked: object = {}) => s3('ListMultipartUploads', { Bucket, ...asked })

  it('are listed with the last of them as the next marker, whether more follow or not', async () => {
    const all = await list()
    const last = all.Uploads.at(-1)
    expect(all).toMatchObject({
      NextKeyMarker: last.Key,
      NextUploadIdMarker: last.UploadId,
      IsTruncated: false,
    })
    expect(all).not.toHaveProperty('Prefix')
    const none = { NextKeyMarker: '', NextUploadIdMarker: '' }
    expect(await list({ Prefix: 'nothing' })).toMatchObject({ ...none, Prefix: 'nothing' })
    expect(await list({ ...inFolder, MaxUploads: 1 })).toMatchObject({ ...none, IsTruncated: true })
  })

  it('go on after an upload of the key that is named, and of no other', async () => {
    const { Uploads } = await list()
    const [one, two] = Uploads
    const marker = { UploadIdMarker: one.UploadId, MaxUploads: 1 }
    expect(await list({ KeyMarker: one.Key, ...marker })).toMatchObject({ Uploads: [{ Key: two.Key }] })
    expect(await list({ KeyMarker: two.Key, ...marker })).toMatchObject({
      refused: 'InvalidArgument',
      message: 'Invalid uploadId marker',
    })
    expect(await list({ KeyMarker: one.Key, UploadIdMarker: 'none' })).toMatchObject({
      message: 'Invalid uploadId marker',
    })
    const gone = { KeyMarker: one.Key, UploadIdMarker: 'n'.repeat(64) }
    expect(await list(gone)).not.toHaveProperty('refused')
    expect(await list(marker)).toMatchObject({ UploadIdMarker: '', Uploads: [{ Key: one.Key }] })
  })

  it('show checksums of their parts where they were begun with an algorithm', async () => {
    for (const ChecksumAlgorithm of ['CRC32', undefined]) {
      const at = { Bucket, Key: 'parts' }
      const { UploadId } = await s3('CreateMultipartUpload', { ...at, ChecksumAlgorithm })
      await s3('UploadPart', { ...at, UploadId, PartNumber: 1, Body: 'data', ChecksumAlgorithm: 'CRC32' })
      const { Parts } = await s3('ListParts', { ...at, UploadId })
      expect(Parts[0].ChecksumCRC32).toBe(ChecksumAlgorithm && 'rfPzYw==')
      await s3('AbortMultipartUpload', { ...at, UploadId })
    }
  })
})

describe('a number in the query', () => {
  it('that is empty is not asked for, and one that is none is refused', async () => {
    const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key: 'numbers' })
    const parts = (more: object) => s3('ListParts', { Bucket, Key: 'numbers', UploadId, ...more })
    for (const [member, name] of [
      ['MaxParts', 'max-parts'],
      ['PartNumberMarker', 'part-number-marker'],
    ] as const) {
      expect(await parts({ [member]: '' })).toMatchObject({ MaxParts: 1000, PartNumberMarker: '0' })
      expect(await parts({ [member]: '2147483647' })).toMatchObject({ MaxParts: 1000 })
      for (const number of ['many', '2147483648'])
        expect(await parts({ [member]: number })).toMatchObject({
          refused: 'InvalidArgument',
          status: 400,
          message: `Provided ${name} not an integer or within integer range`,
        })
      expect(await parts({ [member]: '-1' })).toMatchObject({
        refused: 'InvalidArgument',
        message: `Argument ${name} must be an integer between 0 and 2147483647`,
      })
    }
    await s3('AbortMultipartUpload', { Bucket, Key: 'numbers', UploadId })
  })
})

describe('buckets', () => {
  it('go on where a list of them ended, and from no token that none has given', async () => {
    const Prefix = fresh('listed')
    const names = ['a', 'b', 'c'].map(end => `${Prefix}-${end}`)
    for (const Bucket of names) await s3('CreateBucket', { Bucket })
    const found: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3('ListBuckets', { Prefix, MaxBuckets: 2, ContinuationToken })
      found.push(...page.Buckets.map((bucket: { Name: string }) => bucket.Name))
      ContinuationToken = page.ContinuationToken
    } while (ContinuationToken !== undefined)
    expect(found).toEqual(names)
    expect(await s3('ListBuckets', { Prefix, ContinuationToken: '!!' })).toMatchObject({
      refused: 'InvalidArgument',
      message: 'The continuation token provided is incorrect',
    })
  })

  it('of a region are listed where there is such a region', async () => {
    expect((await s3('ListBuckets', { BucketRegion: 'us-east-1' })).Buckets.length).toBeGreaterThan(0)
    expect((await s3('ListBuckets', { BucketRegion: 'eu-west-1' })).Buckets ?? []).toEqual([])
    expect(await s3('ListBuckets', { BucketRegion: 'eu-east-1' })).toMatchObject({
      refused: 'InvalidArgument',
      message: 'Argument value eu-east-1 is not a valid AWS Region',
    })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bucketPartition, directory, type Partition } from '../../src/store/contract.ts'
import { parts, uploads } from '../../src/store/object-tables.ts'
import { interleaved } from './support/interleaved-store.ts'
import { type S3Answer, s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestAccount, type TestServer } from './support/test-server.ts'

/** What others do between the steps of a request: what is done is what was decided on, whole or not at all. */
let server: TestServer
let Bucket: string
let Key: string
const s3 = s3CallsTo(() => server)
const between = interleaved()
beforeAll(async () => {
  server = await startTestServer(undefined, { over: between.over })
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())
beforeEach(() => {
  Key = fresh('object')
})

/** Asks while the bucket is deleted and made anew by another account, once it has been decided on. */
async function whileMadeAnew(operation: string, input: object) {
  const other = { Bucket: fresh('bucket') }
  await s3('CreateBucket', other)
  const of = async (account: TestAccount, Key: string) => {
    await s3('PutObject', { ...other, Key, Body: Key }, account.admin)
    return (await s3('CreateMultipartUpload', { ...other, Key }, account.admin)).UploadId as string
  }
  const upload = { UploadId: await of(server.trusting, 'ours'), Key: 'ours' }
  const asked = { ...other, ...(operation === 'ListParts' && upload), ...input }
  const ask = () => s3(operation, asked)
  const before = await ask()
  const after = await between.during(bucketPartition(other.Bucket), ask, async place => {
    if (place !== 2) return
    await s3('DeleteObject', { ...other, Key: 'ours' })
    await s3('DeleteBucket', other)
    await s3('CreateBucket', other, server.trusted.admin)
    await of(server.trusted, 'theirs')
  })
  return { before, after }
}

it.each([
  ['ListObjects', {}],
  ['ListObjectsV2', {}],
  ['ListObjectVersions', {}],
  ['ListMultipartUploads', {}],
  ['ListParts', {}],
  ['ListMultipartUploads', { Delimiter: '/', KeyMarker: 'a', UploadIdMarker: 'n'.repeat(64) }],
])('a bucket that became another’s is not shown by %s', async (operation, input) => {
  const { before, after } = await whileMadeAnew(operation, input)
  expect(JSON.stringify(before)).toContain('ours')
  expect(after).toMatchObject({ refused: 'NoSuchBucket', status: 404 })
})

describe('a bucket that is made while another of its name goes is among its owner’s', () => {
  const places = [1, 2, 3, 4, 5, 6]
  const partitions = [
    ['the directory', (): Partition => directory],
    ['the bucket', bucketPartition],
  ] as const
  const cases = places.flatMap(place => partitions.map(([name, of]) => [place, name, of] as const))
  const mustBeListed = async (name: string) => {
    if ((await s3('HeadBucket', { Bucket: name })).refused) return
    const { Buckets } = await s3('ListBuckets', { Prefix: name })
    expect(Buckets).toHaveLength(1)
  }

  it.each(cases)('as it is deleted, before step %d on %s', async (place, _, of) => {
    const name = { Bucket: fresh('bucket') }
    await s3('CreateBucket', name)
    const remove = () => s3('DeleteBucket', name)
    await between.during(of(name.Bucket), remove, async at => {
      if (at === place) await s3('CreateBucket', name)
    })
    await mustBeListed(name.Bucket)
  })

  it.each(cases)('as its own is deleted, before step %d on %s', async (place, _, of) => {
    const name = { Bucket: fresh('bucket') }
    await s3('CreateBucket', name)
    const make = () => s3('CreateBucket', name)
    await between.during(of(name.Bucket), make, async at => {
      if (at === place) await s3('DeleteBucket', name)
    })
    await mustBeListed(name.Bucket)
  })

  it.each(cases)('as another’s is deleted, before step %d on %s', async (place, _, of) => {
    const name = { Bucket: fresh('bucket') }
    await s3('CreateBucket', name, server.trusted.admin)
    const make = () => s3('CreateBucket', name)
    await between.during(of(name.Bucket), make, async at => {
      if (at !== place) return
      await s3('DeleteBucket', name, server.trusted.admin)
      await s3('CreateBucket', name)
    })
    await mustBeListed(name.Bucket)
  })
})

const tags = [{ Key: 'a', Value: 'b' }]
const open = { BlockPublicAcls: false, BlockPublicPolicy: false }
const reading = (name: string) =>
  policy({ ...trust(rootOf(server.trusting), undefined, 's3:GetObject'), Resource: `arn:aws:s3:::${name}/*` })

it.each<[string, (upload: { UploadId: string; ETag: string }, name: string) => object]>([
  ['PutObject', () => ({ Key: 'k', Body: 'ours' })],
  ['DeleteObject', () => ({ Key: 'k' })],
  ['DeleteObjects', () => ({ Delete: { Objects: [{ Key: 'k' }] } })],
  ['PutObjectTagging', () => ({ Key: 'k', Tagging: { TagSet: tags } })],
  ['DeleteObjectTagging', () => ({ Key: 'k' })],
  ['CreateMultipartUpload', () => ({ Key: 'k' })],
  ['AbortMultipartUpload', ({ UploadId }) => ({ Key: 'k', UploadId })],
  [
    'CompleteMultipartUpload',
    ({ UploadId, ETag }) => ({
      Key: 'k',
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  ],
  ['PutBucketPolicy', (_, name) => ({ Policy: reading(name) })],
  ['DeleteBucketPolicy', () => ({})],
  ['PutBucketVersioning', () => ({ VersioningConfiguration: { Status: 'Enabled' } })],
  ['PutBucketTagging', () => ({ Tagging: { TagSet: tags } })],
  ['PutPublicAccessBlock', () => ({ PublicAccessBlockConfiguration: open })],
  ['DeletePublicAccessBlock', () => ({})],
  ['DeleteBucketOwnershipControls', () => ({})],
  ['DeleteBucket', () => ({})],
])('a bucket that became another’s is not changed by %s', async (operation, inputOf) => {
  const name = { Bucket: fresh('bucket') }
  const key = { ...name, Key: 'k' }
  await s3('CreateBucket', name)
  if (operation !== 'DeleteBucket') await s3('PutObject', { ...key, Body: 'ours' })
  const { UploadId } = await s3('CreateMultipartUpload', key)
  const { ETag } = await s3('UploadPart', { ...key, UploadId, PartNumber: 1, Body: 'ours' })
  const theirs = server.trusted.admin
  const shown = async () => [
    await s3('GetObject', key, theirs),
    await s3('GetObjectTagging', key, theirs),
    ...(await Promise.all(
      ['Policy', 'Versioning', 'Tagging', 'OwnershipControls'].map(what =>
        s3(`GetBucket${what}`, name, theirs),
      ),
    )),
    await s3('GetPublicAccessBlock', name, theirs),
    await s3('ListMultipartUploads', name, theirs),
  ]
  let before: unknown
  const request = () => s3(operation, { ...name, ...inputOf({ UploadId, ETag }, name.Bucket) })
  const outcome = await between.during(bucketPartition(name.Bucket), request, async place => {
    if (place !== 2) return
    await s3('DeleteObject', key)
    await s3('DeleteBucket', name)
    await s3('CreateBucket', name, theirs)
    await s3('PutObject', { ...key, Body: 'theirs' }, theirs)
    await s3('CreateMultipartUpload', key, theirs)
    await s3('PutBucketPolicy', { ...name, Policy: reading(name.Bucket) }, theirs)
    before = await shown()
  })
  expect(outcome).toMatchObject({ refused: 'NoSuchBucket', status: 404 })
  expect(JSON.stringify(before)).toContain('theirs')
  expect(await shown()).toEqual(before)
})

describe('a bucket that has more unfinished uploads than go in one step', () => {
  /** Their rows, without a call for each. */
  async function bucketWithUploads(uploadCount: number, partCount: number): Promise<string> {
    const name = fresh('bucket')
    await s3('CreateBucket', { Bucket: name })
    await server.store.write(bucketPartition(name), async rows => {
      for (let n = 0; n < uploadCount; n += 1) {
        const upload = { key: 'k', initiatedAt: n, uploadId: `u${n}`, headers: {} }
        await rows.insert(uploads, { ...upload, initiatorId: 'i', initiatorName: 'i' })
      }
      for (let n = 0; n < partCount; n += 1) {
        const part = { uploadId: `u${n % 2}`, partNumber: 1 + (n >> 1), bytes: 1, etag: 'e' }
        await rows.insert(parts, { ...part, contentId: `${name}/${n}`, uploadedAt: 0 })
      }
    })
    return name
  }

  it('is deleted step by step, and nothing is left of it', async () => {
    const name = await bucketWithUploads(1500, 1700)
    const steps: number[] = []
    const remove = () => s3('DeleteBucket', { Bucket: name })
    const removed = await between.during(bucketPartition(name), remove, async place => {
      steps.push(place)
    })
    expect(removed).toEqual({})
    // One that decides, four of a thousand rows at most: 3,200 there are. One looks whether it is there again.
    expect(steps).toEqual([1, 2, 3, 4, 5, 6])
    await s3('CreateBucket', { Bucket: name })
    expect((await s3('ListMultipartUploads', { Bucket: name })).Uploads).toBeUndefined()
    expect(await server.store.read(bucketPartition(name), rows => rows.count(parts))).toBe(0)
  })

  it('stays when an object comes meanwhile', async () => {
    const name = await bucketWithUploads(1500, 10)
    const remove = () => s3('DeleteBucket', { Bucket: name })
    const refused = await between.during(bucketPartition(name), remove, async place => {
      if (place === 3) await s3('PutObject', { Bucket: name, Key: 'late', Body: 'late' })
    })
    expect(refused).toMatchObject({ refused: 'BucketNotEmpty' })
    expect((await s3('GetObject', { Bucket: name, Key: 'late' })).Body).toBe('late')
  })
})

describe('an object that came in parts', () => {
  const putInParts = async () => {
    const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key })
    const { ETag } = await s3('UploadPart', { Bucket, Key, UploadId, PartNumber: 1, Body: 'in parts' })
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3('CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload })
  }
  const overwrite = () => s3('PutObject', { Bucket, Key, Body: 'anew' })
  const remove = () => s3('DeleteObject', { Bucket, Key })
  const removeAndPut = async () => {
    await remove()
    await overwrite()
  }
  const read = async (other: () => Promise<unknown>, operation: string, input: object = {}) => {
    await putInParts()
    const request = () => s3(operation, { Bucket, Key, ...input })
    return between.during(bucketPartition(Bucket), request, async place => {
      if (place === 2) await other()
    })
  }

  it('and is overwritten is read as it is then', async () => {
    for (const [input, Body] of [
      [{}, 'anew'],
      [{ Range: 'bytes=1-2' }, 'ne'],
      [{ PartNumber: 1 }, 'anew'],
    ] as const) {
      expect(await read(overwrite, 'GetObject', input)).toMatchObject({ Body })
      expect(await read(removeAndPut, 'GetObject', input)).toMatchObject({ Body })
    }
    expect(await read(overwrite, 'HeadObject')).toMatchObject({ ContentLength: 4 })
    const ObjectAttributes = ['ETag', 'ObjectParts']
    expect(await read(overwrite, 'GetObjectAttributes', { ObjectAttributes })).toMatchObject({
      refused: 'SlowDown',
    })
  })

  it.each(['GetObject', 'HeadObject'])('and is deleted is not there for %s', async operation => {
    expect(await read(remove, operation)).toMatchObject({ status: 404 })
  })

  it('and is deleted is not half copied', async () => {
    const target = `${Key}-copy`
    const CopySource = `${Bucket}/${Key}`
    const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key: target })
    const copyPart = () => s3('UploadPartCopy', { Bucket, Key: target, UploadId, PartNumber: 1, CopySource })
    const copy = () => s3('CopyObject', { Bucket, Key: target, CopySource })
    for (const [request, last] of [
      [copyPart, 4],
      [copy, 3],
    ] as const) {
      await putInParts()
      const copied = await between.during(bucketPartition(Bucket), request, async place => {
        if (place === last) await remove()
      })
      expect(copied).toMatchObject({ refused: 'SlowDown', status: 503 })
      expect(await request()).toMatchObject({ refused: 'NoSuchKey' })
    }
    expect((await s3('HeadObject', { Bucket, Key: target })).status).toBe(404)
  })
})

describe('tags that a permission rests on', () => {
  const tagged = (level: string) => ({ TagSet: [{ Key: 'level', Value: level }] })
  const retag = (level: string) => s3('PutObjectTagging', { Bucket, Key, Tagging: tagged(level) })
  const tags = async () => (await s3('GetObjectTagging', { Bucket, Key })).TagSet
  const whoMayTagPublic = async () => {
    const onlyPublic = { StringEquals: { 's3:ExistingObjectTag/level': 'public' } }
    const actions = ['s3:PutObjectTagging', 's3:DeleteObjectTagging']
    return (await makeUser(server, server.trusting, allow(actions, '*', onlyPublic))).keys
  }
  /** The tags change when it has been decided, and before it is done. */
  const whileRetagged = (level: string, request: () => Promise<S3Answer>) =>
    between.during(bucketPartition(Bucket), request, async place => {
      if (place === 2) await retag(level)
    })

  it('have changed: what they forbid now is not done', async () => {
    await s3('PutObject', { Bucket, Key, Body: 'tagged', Tagging: 'level=public' })
    const tagger = await whoMayTagPublic()
    const put = () => s3('PutObjectTagging', { Bucket, Key, Tagging: tagged('mine') }, tagger)
    const remove = () => s3('DeleteObjectTagging', { Bucket, Key }, tagger)
    for (const request of [put, remove]) {
      await retag('public')
      expect(await whileRetagged('secret', request)).toMatchObject({ refused: 'SlowDown', status: 503 })
      expect(await tags()).toEqual(tagged('secret').TagSet)
      expect(await request()).toMatchObject({ refused: 'AccessDenied' })
    }
  })

  it('are the same: it is done', async () => {
    await s3('PutObject', { Bucket, Key, Body: 'tagged', Tagging: 'level=public' })
    const tagger = await whoMayTagPublic()
    const put = () => s3('PutObjectTagging', { Bucket, Key, Tagging: tagged('mine') }, tagger)
    expect(await whileRetagged('public', put)).toEqual({})
    expect(await tags()).toEqual(tagged('mine').TagSet)
  })
})

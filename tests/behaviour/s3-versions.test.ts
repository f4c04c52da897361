import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

// What of versions was recorded of AWS by others.

let server: TestServer
let Bucket: string
const Key = 'k'
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  Bucket = fresh('versions')
  await s3('CreateBucket', { Bucket })
})

const version = (Status: string) => s3('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } })
const write = async (Body: string): Promise<string> =>
  (await s3('PutObject', { Bucket, Key, Body })).VersionId

describe('the id of a version', () => {
  const madeUp = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD'
  const invalid = { refused: 'InvalidArgument', message: 'Invalid version id specified', status: 400 }

  it('that never was one is told from one that is gone', async () => {
    await version('Enabled')
    const VersionId = await write('one')
    const altered = `${VersionId.slice(0, -4)}ABCD`
    for (const id of [madeUp, altered, 'short']) {
      expect(await s3('GetObject', { Bucket, Key, VersionId: id })).toMatchObject(invalid)
      expect(await s3('DeleteObject', { Bucket, Key, VersionId: id })).toMatchObject(invalid)
    }
    const empty = {
      refused: 'InvalidArgument',
      message: 'Version id cannot be the empty string',
      status: 400,
    }
    expect(await s3('GetObject', { Bucket, Key, VersionId: '' })).toMatchObject(empty)
    expect(await s3('DeleteObject', { Bucket, Key, VersionId: '' })).toMatchObject(empty)
    const gone = { VersionId }
    expect(await s3('DeleteObject', { Bucket, Key, VersionId })).toEqual(gone)
    expect(await s3('DeleteObject', { Bucket, Key, VersionId })).toEqual(gone)
    expect(await s3('GetObject', { Bucket, Key, VersionId })).toMatchObject({ refused: 'NoSuchVersion' })
  })

  it('that never was one is an error of its own among many that are deleted', async () => {
    await version('Enabled')
    const VersionId = await write('one')
    const Objects = [
      { Key, VersionId: madeUp },
      { Key, VersionId },
    ]
    const { Deleted, Errors } = await s3('DeleteObjects', { Bucket, Delete: { Objects } })
    expect(Deleted).toEqual([{ Key, VersionId }])
    expect(Errors).toMatchObject([{ Key, VersionId: madeUp, Code: 'NoSuchVersion' }])
  })

  it('of a delete marker is under no key that an object could not have', async () => {
    await version('Enabled')
    const longest = 'ü'.repeat(512)
    const remove = (...keys: string[]) =>
      s3('DeleteObjects', { Bucket, Delete: { Objects: keys.map(Key => ({ Key })) } })
    expect(await remove(longest, `${longest}x`)).toMatchObject({ refused: 'KeyTooLongError', status: 400 })
    expect((await s3('ListObjectVersions', { Bucket })).DeleteMarkers).toBeUndefined()
    expect((await remove(longest)).Deleted).toMatchObject([{ Key: longest, DeleteMarker: true }])
  })

  it('is where a list goes on, also when the version is gone, and not when it never was', async () => {
    await version('Enabled')
    const ids = []
    for (const Body of ['1', '2', '3', '4', '5']) ids.unshift(await write(Body))
    const following = async (VersionIdMarker?: string) =>
      (await s3('ListObjectVersions', { Bucket, KeyMarker: Key, VersionIdMarker })).Versions?.map(
        ({ VersionId }: { VersionId: string }) => VersionId,
      )
    expect(await following(ids[2])).toEqual(ids.slice(3))
    for (const VersionId of ids.slice(0, 3)) await s3('DeleteObject', { Bucket, Key, VersionId })
    expect(await following(ids[2])).toEqual(ids.slice(3))
    expect(await following()).toBeUndefined()
    expect(await s3('ListObjectVersions', { Bucket, KeyMarker: Key, VersionIdMarker: madeUp })).toMatchObject(
      invalid,
    )
  })
})

describe('the null version', () => {
  it('is named to who reads it where there are versions, and to nobody who writes it', async () => {
    expect(await write('before')).toBeUndefined()
    expect(await s3('GetObject', { Bucket, Key, VersionId: 'null' })).not.toHaveProperty('VersionId')
    await version('Suspended')
    expect(await write('after')).toBeUndefined()
    expect(await s3('GetObject', { Bucket, Key })).toMatchObject({ Body: 'after', VersionId: 'null' })
    expect(await s3('DeleteObject', { Bucket, Key })).toEqual({ DeleteMarker: true, VersionId: 'null' })
  })
})

describe('a delete marker', () => {
  it('has no tags that could be read, put or deleted, named or not', async () => {
    await version('Enabled')
    const one = await write('one')
    const { VersionId: marker } = await s3('DeleteObject', { Bucket, Key })
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
    for (const operation of ['GetObjectTagging', 'PutObjectTagging', 'DeleteObjectTagging']) {
      for (const VersionId of [marker, undefined])
        expect(await s3(operation, { Bucket, Key, VersionId, Tagging })).toMatchObject({ status: 405 })
      expect(await s3(operation, { Bucket, Key, VersionId: one, Tagging })).toMatchObject({ VersionId: one })
    }
  })
})

describe('a bucket that is not empty', () => {
  const message = 'The bucket you tried to delete is not empty'

  it('is told to have versions where it has some', async () => {
    await write('one')
    expect(await s3('DeleteBucket', { Bucket })).toMatchObject({ refused: 'BucketNotEmpty', message })
    await version('Enabled')
    expect(await s3('DeleteBucket', { Bucket })).toMatchObject({
      refused: 'BucketNotEmpty',
      message: `${message}. You must delete all versions in the bucket.`,
    })
  })

  it('has no Object Lock that could be passed by', async () => {
    await write('one')
    const refused = { refused: 'InvalidArgument', status: 400 }
    for (const BypassGovernanceRetention of [true, false]) {
      expect(await s3('DeleteObject', { Bucket, Key, BypassGovernanceRetention })).toMatchObject(refused)
      expect(
        await s3('DeleteObjects', { Bucket, Delete: { Objects: [{ Key }] }, BypassGovernanceRetention }),
      ).toMatchObject(refused)
    }
    expect(await s3('GetObject', { Bucket, Key })).toMatchObject({ Body: 'one' })
  })
})

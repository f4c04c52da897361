import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What one permission lets be done is not a way to what another one guards. */
let server: TestServer
let Bucket: string
let Key: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())
beforeEach(() => {
  Key = fresh('object')
})

const userWho = async (...actions: string[]) =>
  (await makeUser(server, server.trusting, allow(actions, '*'))).keys

describe('a copy that brings tags along', () => {
  const copy = async (keys: Awaited<ReturnType<typeof userWho>>, more = {}) =>
    (await s3('CopyObject', { Bucket, Key: `${Key}-copy`, CopySource: `${Bucket}/${Key}`, ...more }, keys))
      .refused
  const copying = ['s3:GetObject', 's3:PutObject'] as const

  it('needs what reading them there and putting them here needs', async () => {
    await s3('PutObject', { Bucket, Key, Body: 'tagged', Tagging: 'level=public' })
    expect(await copy(await userWho(...copying))).toBe('AccessDenied')
    expect(await copy(await userWho(...copying, 's3:GetObjectTagging'))).toBe('AccessDenied')
    expect(await copy(await userWho(...copying, 's3:PutObjectTagging'))).toBe('AccessDenied')
    expect((await s3('HeadObject', { Bucket, Key: `${Key}-copy` })).status).toBe(404)
    const tagger = await userWho(...copying, 's3:GetObjectTagging', 's3:PutObjectTagging')
    expect(await copy(tagger)).toBeUndefined()
    expect((await s3('GetObjectTagging', { Bucket, Key: `${Key}-copy` })).TagSet).toEqual([
      { Key: 'level', Value: 'public' },
    ])
  })

  it('is held to the tags that may be put', async () => {
    await s3('PutObject', { Bucket, Key, Body: 'tagged', Tagging: 'level=public' })
    const onlySecret = allow('s3:PutObjectTagging', '*', {
      StringEquals: { 's3:RequestObjectTag/level': 'secret' },
    })
    const { keys } = await makeUser(
      server,
      server.trusting,
      allow([...copying, 's3:GetObjectTagging'], '*'),
      onlySecret,
    )
    expect(await copy(keys)).toBe('AccessDenied')
    await s3('PutObjectTagging', { Bucket, Key, Tagging: { TagSet: [{ Key: 'level', Value: 'secret' }] } })
    expect(await copy(keys)).toBeUndefined()
  })

  it('needs nothing more where it brings none', async () => {
    await s3('PutObject', { Bucket, Key, Body: 'tagged', Tagging: 'level=public' })
    const copier = await userWho(...copying)
    expect(await copy(copier, { TaggingDirective: 'REPLACE' })).toBeUndefined()
    await s3('DeleteObjectTagging', { Bucket, Key })
    expect(await copy(copier)).toBeUndefined()
  })
})

describe('what is only to go while it is the same', () => {
  const put = async (key: string) => (await s3('PutObject', { Bucket, Key: key, Body: key })).ETag as string
  const isThere = async (key: string) => (await s3('HeadObject', { Bucket, Key: key })).status !== 404

  it('stays among many when it is another by now', async () => {
    const [same, other] = [`${Key}-same`, `${Key}-other`]
    const ETag = await put(same)
    await put(other)
    const Objects = [same, other, `${Key}-none`].map(each => ({ Key: each, ETag }))
    expect(await s3('DeleteObjects', { Bucket, Delete: { Objects } })).toEqual({
      Deleted: [{ Key: same }],
      Errors: [other, `${Key}-none`].map(each => ({
        Key: each,
        Code: 'PreconditionFailed',
        Message: 'At least one of the pre-conditions you specified did not hold',
      })),
    })
    expect([await isThere(same), await isThere(other)]).toEqual([false, true])
    const dated = { Objects: [{ Key: other, Size: 1 }] }
    expect((await s3('DeleteObjects', { Bucket, Delete: dated })).refused).toBe('NotImplemented')
  })

  it('is compared only for who may read it', async () => {
    const [ETag, other] = [await put(Key), await put(`${Key}-other`)]
    const deleter = await userWho('s3:DeleteObject')
    const Objects = [{ Key: `${Key}-other` }, { Key, ETag }, { Key, ETag: other }]
    const { Deleted, Errors } = await s3('DeleteObjects', { Bucket, Delete: { Objects } }, deleter)
    expect(Deleted).toEqual([{ Key: `${Key}-other` }])
    const Message = expect.stringContaining('is not authorized to perform: s3:GetObject on resource: "arn:')
    expect(Errors).toEqual([1, 2].map(() => ({ Key, Code: 'AccessDenied', Message })))
    expect((await s3('DeleteObject', { Bucket, Key, IfMatch: ETag }, deleter)).refused).toBe('AccessDenied')
    expect((await s3('DeleteObject', { Bucket, Key, IfMatch: other }, deleter)).refused).toBe('AccessDenied')
    expect(await isThere(Key)).toBe(true)
    const reader = await userWho('s3:DeleteObject', 's3:GetObject')
    expect((await s3('DeleteObject', { Bucket, Key, IfMatch: ETag }, reader)).refused).toBeUndefined()
    await put(Key)
    expect((await s3('DeleteObject', { Bucket, Key, IfMatch: '*' }, deleter)).refused).toBeUndefined()
  })
})

it('what is written only over a known ETag is compared only for who may read it', async () => {
  const { ETag } = await s3('PutObject', { Bucket, Key, Body: 'before' })
  const { ETag: other } = await s3('PutObject', { Bucket, Key: `${Key}-other`, Body: 'other' })
  const writer = await userWho('s3:PutObject')
  const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key }, writer)
  const part = await s3('UploadPart', { Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }, writer)
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] }
  for (const IfMatch of [ETag, other]) {
    const put = { Bucket, Key, Body: 'after', IfMatch }
    const complete = { Bucket, Key, UploadId, MultipartUpload, IfMatch }
    expect((await s3('PutObject', put, writer)).refused).toBe('AccessDenied')
    expect((await s3('CompleteMultipartUpload', complete, writer)).refused).toBe('AccessDenied')
  }
  expect((await s3('GetObject', { Bucket, Key })).Body).toBe('before')
  const reader = await userWho('s3:PutObject', 's3:GetObject')
  expect(
    (await s3('PutObject', { Bucket, Key, Body: 'after', IfMatch: ETag }, reader)).refused,
  ).toBeUndefined()
})

it('headers of an answer that nobody can send are refused', async () => {
  await s3('PutObject', { Bucket, Key, Body: 'x'.repeat(400_000) })
  for (const name of ['ResponseContentDisposition', 'ResponseContentLanguage'])
    for (const text of ['漢字', 'a\r\nb: c', '\u010d\u010ab: c'])
      expect(await s3('GetObject', { Bucket, Key, [name]: text })).toMatchObject({
        refused: 'InvalidArgument',
        status: 400,
      })
  const latin = await s3('GetObject', { Bucket, Key, ResponseContentLanguage: 'é' })
  expect(latin.ContentLanguage).toBeDefined()
})

describe('a policy about what is copied', () => {
  it('means the object, however the request spells it', async () => {
    for (const name of ['public/a', 'secret/a b'])
      await s3('PutObject', { Bucket, Key: `${Key}/${name}`, Body: name })
    const from = (folder: string) => ({ 's3:x-amz-copy-source': `${Bucket}/${Key}/${folder}/*` })
    const copier = async (...statements: object[]) =>
      (await makeUser(server, server.trusting, allow('s3:GetObject', '*'), ...statements)).keys
    const onlyPublic = await copier(allow('s3:PutObject', '*', { StringLike: from('public') }))
    const notSecret = await copier(allow('s3:PutObject', '*'), {
      ...allow('s3:PutObject', '*', { StringLike: from('secret') }),
      Effect: 'Deny',
    })
    const refused = async (keys: typeof onlyPublic, CopySource: string) => {
      const copied = await s3('CopyObject', { Bucket, Key: `${Key}-copy`, CopySource }, keys)
      const part = { Bucket, Key: `${Key}-parts`, PartNumber: 1, CopySource }
      const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key: part.Key })
      return [copied.refused, (await s3('UploadPartCopy', { ...part, UploadId }, keys)).refused]
    }
    const isRefused = ['AccessDenied', 'AccessDenied']
    const spelled = [`${Bucket}/${Key}`, `/${Bucket}/${Key}`, `${Bucket}%2F${Key}`]
    for (const start of spelled) {
      expect(await refused(onlyPublic, `${start}/public/a`)).toEqual([undefined, undefined])
      expect(await refused(notSecret, `${start}/public/a`)).toEqual([undefined, undefined])
      for (const secret of [
        'secret/a%20b',
        '%73ecret/a%20b',
        'secret%2Fa%20b',
        'secret/a%20b?versionId=null',
      ]) {
        expect([secret, await refused(onlyPublic, `${start}/${secret}`)]).toEqual([secret, isRefused])
        expect([secret, await refused(notSecret, `${start}/${secret}`)]).toEqual([secret, isRefused])
      }
    }
  })
})

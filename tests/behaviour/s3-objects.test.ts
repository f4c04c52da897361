import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())

const md5 = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`
const put = (Key: string, Body: string, more: object = {}) => s3('PutObject', { Bucket, Key, Body, ...more })
const get = (Key: string, more: object = {}) => s3('GetObject', { Bucket, Key, ...more })

/** Nothing is encrypted with such a key here: whoever brings one must hear so. */
const customerKey = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.alloc(32, 7).toString('base64') }

describe('an object', () => {
  it('comes back with all that was said of it', async () => {
    const said = {
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentEncoding: 'deflate, gzip',
      ContentLanguage: 'de',
      ContentType: 'text/plain; charset=utf-8',
      Expires: new Date('2030-01-02T03:04:05Z'),
      Metadata: { one: 'value', 'two-words': 'a b' },
      StorageClass: 'STANDARD_IA',
      WebsiteRedirectLocation: '/elsewhere',
    }
    expect(await put('all', 'content', said)).toMatchObject({
      ETag: md5('content'),
      ServerSideEncryption: 'AES256',
    })
    const { Expires, ...texts } = said
    const read = await get('all')
    expect(read).toMatchObject({
      ...texts,
      Body: 'content',
      ContentLength: 7,
      ETag: md5('content'),
      AcceptRanges: 'bytes',
    })
    const head = await s3('HeadObject', { Bucket, Key: 'all' })
    expect(head).toMatchObject({ ...texts, ContentLength: 7, ETag: md5('content') })
    expect(new Date(read.ExpiresString)).toEqual(Expires)
  })

  it.each([
    'plain',
    'a/b/c',
    ' spaces and + & ? # %41',
    'ünïcödé ✓ 𝄞',
    '/leading',
    'double//slash',
    '..',
    'a'.repeat(1024),
  ])('is called %j', async key => {
    expect(await put(key, key)).toHaveProperty('ETag')
    expect(await get(key)).toMatchObject({ Body: key })
    const listed = await s3('ListObjectsV2', { Bucket, Prefix: key, EncodingType: 'url' })
    expect(listed.Contents.map((each: { Key: string }) => decodeURIComponent(each.Key))).toContain(key)
    expect(await s3('DeleteObject', { Bucket, Key: key })).toEqual({})
    expect(await get(key)).toMatchObject({ refused: 'NoSuchKey', status: 404 })
  })

  it('has no name that is too long', async () => {
    expect(await put('a'.repeat(1025), '')).toMatchObject({ refused: 'KeyTooLongError', status: 400 })
  })

  it('may be empty', async () => {
    await put('empty', '')
    expect(await get('empty')).toMatchObject({ Body: '', ContentLength: 0 })
    expect(await get('empty', { Range: 'bytes=0-0' })).toMatchObject({ refused: 'InvalidRange', status: 416 })
    expect(await get('empty', { Range: 'bytes=-3' })).toMatchObject({ Body: '', ContentLength: 0 })
  })

  it('is read in ranges', async () => {
    await put('digits', '0123456789')
    const range = async (Range: string) => {
      const { Body, ContentRange, refused } = await get('digits', { Range })
      return refused ?? [Body, ContentRange]
    }
    expect(await range('bytes=2-4')).toEqual(['234', 'bytes 2-4/10'])
    expect(await range('bytes=7-')).toEqual(['789', 'bytes 7-9/10'])
    expect(await range('bytes=-3')).toEqual(['789', 'bytes 7-9/10'])
    expect(await range('bytes=-99')).toEqual(['0123456789', 'bytes 0-9/10'])
    expect(await range('bytes=5-99')).toEqual(['56789', 'bytes 5-9/10'])
    expect(await range('bytes=4-2')).toEqual(['0123456789', undefined])
    expect(await range('bytes=0-1,3-4')).toEqual(['0123456789', undefined])
    expect(await range('bytes=10-')).toBe('InvalidRange')
    expect(await range('bytes=-0')).toBe('InvalidRange')
  })

  it('is answered under other headers where a signed request asks so', async () => {
    await put('disguised', '<p>')
    const asked = { ResponseContentType: 'text/html', ResponseCacheControl: 'no-store' }
    expect(await get('disguised', asked)).toMatchObject({
      ContentType: 'text/html',
      CacheControl: 'no-store',
    })
  })

  it('is refused what would not act', async () => {
    const refusals: readonly (readonly [object, string])[] = [
      [{ ServerSideEncryption: 'aws:kms' }, 'NotImplemented'],
      [customerKey, 'NotImplemented'],
      [{ SSECustomerKey: customerKey.SSECustomerKey }, 'NotImplemented'],
      [{ SSEKMSEncryptionContext: 'e30=' }, 'InvalidArgument'],
      [{ WriteOffsetBytes: 0 }, 'NotImplemented'],
      [{ StorageClass: 'GLACIER' }, 'NotImplemented'],
      [{ StorageClass: 'CHEAP' }, 'InvalidStorageClass'],
      [{ StorageClass: 'OUTPOSTS' }, 'InvalidStorageClass'],
      [{ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date() }, 'InvalidRequest'],
      [{ Metadata: { large: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
      [{ Tagging: 'a=1&a=2' }, 'InvalidArgument'],
    ]
    for (const [more, refused] of refusals)
      expect([more, await put('refused', '', more)]).toMatchObject([more, { refused }])
    expect(await get('refused')).toMatchObject({ refused: 'NoSuchKey' })
  })

  it('is neither written nor read with a key that would not be used', async () => {
    await put('plain', 'plain')
    const of = { Bucket, Key: 'plain' }
    const notApplicable = {
      refused: 'InvalidRequest',
      status: 400,
      message: 'The encryption parameters are not applicable to this object.',
    }
    expect(await get('plain', customerKey)).toMatchObject(notApplicable)
    expect(await s3('HeadObject', { ...of, ...customerKey })).toMatchObject({ status: 400 })
    const attributes = { ...of, ObjectAttributes: ['ETag'] }
    expect(await s3('GetObjectAttributes', { ...attributes, ...customerKey })).toMatchObject(notApplicable)
    expect(await get('plain')).toMatchObject({ Body: 'plain' })
    const { UploadId } = await s3('CreateMultipartUpload', of)
    const part = { ...of, UploadId, PartNumber: 1 }
    const refused = { refused: 'NotImplemented', status: 501 }
    expect(await s3('UploadPart', { ...part, Body: 'part', ...customerKey })).toMatchObject(refused)
    const copied = { ...part, CopySource: `${Bucket}/plain` }
    expect(await s3('UploadPartCopy', { ...copied, ...customerKey })).toMatchObject(refused)
    const ofSource = Object.entries(customerKey).map(([name, value]) => [`CopySource${name}`, value] as const)
    expect(await s3('UploadPartCopy', { ...copied, ...Object.fromEntries(ofSource) })).toMatchObject(refused)
    expect((await s3('ListParts', { ...of, UploadId })).Parts).toBeUndefined()
  })
})

describe('conditions', () => {
  it('of reading hold or do not', async () => {
    const { ETag } = await put('read', 'read')
    const past = new Date(Date.now() - 60_000)
    const future = new Date(Date.now() + 60_000)
    expect(await get('read', { IfMatch: ETag })).toHaveProperty('Body')
    expect(await get('read', { IfMatch: '"other"' })).toMatchObject({
      refused: 'PreconditionFailed',
      status: 412,
    })
    expect(await get('read', { IfNoneMatch: ETag })).toMatchObject({ status: 304 })
    expect(await get('read', { IfNoneMatch: '"other"' })).toHaveProperty('Body')
    expect(await get('read', { IfModifiedSince: new Date() })).toMatchObject({ status: 304 })
    // What is yet to come says nothing.
    expect(await get('read', { IfModifiedSince: future })).toHaveProperty('Body')
    expect(await get('read', { IfModifiedSince: past })).toHaveProperty('Body')
    expect(await get('read', { IfUnmodifiedSince: past })).toMatchObject({ status: 412 })
    expect(await get('read', { IfUnmodifiedSince: past, IfMatch: ETag })).toHaveProperty('Body')
  })

  it('of writing let one of many through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, at) => put('once', String(at), { IfNoneMatch: '*' })),
    )
    expect(answers.filter(answer => answer.ETag)).toHaveLength(1)
    expect(answers.filter(answer => answer.refused === 'PreconditionFailed')).toHaveLength(4)
  })

  it('of replacing ask for what is there', async () => {
    const { ETag } = await put('replaced', 'one')
    expect(await put('replaced', 'two', { IfMatch: '"other"' })).toMatchObject({
      refused: 'PreconditionFailed',
    })
    expect(await put('replaced', 'two', { IfMatch: ETag })).toHaveProperty('ETag')
    expect(await put('replaced', 'three', { IfMatch: ETag })).toMatchObject({ refused: 'PreconditionFailed' })
    expect(await put('never', '', { IfMatch: ETag })).toMatchObject({ refused: 'NoSuchKey' })
    expect(await get('replaced')).toMatchObject({ Body: 'two' })
  })
})

describe('a copy', () => {
  it('is the same, or has what it was given instead', async () => {
    await put('source', 'content', { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 'team=blue' })
    const copy = (more: object = {}) =>
      s3('CopyObject', { Bucket, Key: 'copy', CopySource: `${Bucket}/source`, ...more })
    expect((await copy()).CopyObjectResult).toMatchObject({ ETag: md5('content') })
    expect(await get('copy')).toMatchObject({
      Body: 'content',
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      TagCount: 1,
    })
    await copy({
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      TaggingDirective: 'REPLACE',
      Tagging: '',
    })
    expect(await get('copy')).toMatchObject({
      Body: 'content',
      ContentType: 'binary/octet-stream',
      Metadata: { b: '2' },
    })
    expect(await s3('GetObjectTagging', { Bucket, Key: 'copy' })).toEqual({ TagSet: [] })
    await s3('DeleteObject', { Bucket, Key: 'source' })
    expect(await get('copy')).toMatchObject({ Body: 'content' })
  })

  it('of itself must change something', async () => {
    await put('self', 'content')
    const copy = (more: object = {}) =>
      s3('CopyObject', { Bucket, Key: 'self', CopySource: `/${Bucket}/self`, ...more })
    expect(await copy()).toMatchObject({ refused: 'InvalidRequest' })
    expect(await copy({ MetadataDirective: 'REPLACE', Metadata: { new: '1' } })).toHaveProperty(
      'CopyObjectResult',
    )
    expect(await get('self')).toMatchObject({ Body: 'content', Metadata: { new: '1' } })
  })

  it('asks for what is there, and under its conditions', async () => {
    const { ETag } = await put('conditional', 'content')
    const copy = (more: object) =>
      s3('CopyObject', { Bucket, Key: 'to', CopySource: `${Bucket}/conditional`, ...more })
    expect(await copy({ CopySourceIfMatch: '"other"' })).toMatchObject({ refused: 'PreconditionFailed' })
    expect(await copy({ CopySourceIfNoneMatch: ETag })).toMatchObject({ refused: 'PreconditionFailed' })
    expect(await copy({ CopySourceIfMatch: ETag })).toHaveProperty('CopyObjectResult')
    expect(await copy({ CopySource: `${Bucket}/nothing` })).toMatchObject({ refused: 'NoSuchKey' })
    expect(await copy({ CopySource: 'nothing' })).toMatchObject({ refused: 'InvalidArgument' })
  })
})

describe('tags of an object', () => {
  it('are put, read and removed', async () => {
    await put('tagged', '')
    const Tagging = {
      TagSet: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ],
    }
    await s3('PutObjectTagging', { Bucket, Key: 'tagged', Tagging })
    expect(await s3('GetObjectTagging', { Bucket, Key: 'tagged' })).toEqual(Tagging)
    await s3('DeleteObjectTagging', { Bucket, Key: 'tagged' })
    expect(await s3('GetObjectTagging', { Bucket, Key: 'tagged' })).toEqual({ TagSet: [] })
    const eleven = Array.from({ length: 11 }, (_, at) => ({ Key: `k${at}`, Value: '' }))
    expect(
      await s3('PutObjectTagging', { Bucket, Key: 'tagged', Tagging: { TagSet: eleven } }),
    ).toMatchObject({
      refused: 'BadRequest',
    })
    expect(await s3('GetObjectTagging', { Bucket, Key: 'nothing' })).toMatchObject({ refused: 'NoSuchKey' })
  })
})

describe('checksums', () => {
  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    '%s is kept, and told who asks',
    async ChecksumAlgorithm => {
      const Key = `sum-${ChecksumAlgorithm}`
      const written = await put(Key, 'content', { ChecksumAlgorithm })
      const value = written[`Checksum${ChecksumAlgorithm}`]
      expect(value).toMatch(/=?$/)
      expect(await get(Key, { ChecksumMode: 'ENABLED' })).toMatchObject({
        [`Checksum${ChecksumAlgorithm}`]: value,
        ChecksumType: 'FULL_OBJECT',
        Body: 'content',
      })
      const attributes = await s3('GetObjectAttributes', {
        Bucket,
        Key,
        ObjectAttributes: ['Checksum', 'ETag', 'ObjectSize', 'StorageClass'],
      })
      expect(attributes).toMatchObject({
        Checksum: { [`Checksum${ChecksumAlgorithm}`]: value },
        ETag: md5('content').replaceAll('"', ''),
        ObjectSize: 7,
        StorageClass: 'STANDARD',
      })
    },
  )

  it('that are wrong keep the object out', async () => {
    const wrong = { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }
    expect(await put('wrong', 'content', wrong)).toMatchObject({ refused: 'BadDigest', status: 400 })
    expect(await put('wrong', 'content', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).toMatchObject({
      refused: 'BadDigest',
    })
    expect(await put('wrong', 'content', { ContentMD5: 'no' })).toMatchObject({ refused: 'InvalidDigest' })
    expect(await get('wrong')).toMatchObject({ refused: 'NoSuchKey' })
  })
})

describe('versions', () => {
  const versioned = async (Status?: string) => {
    const bucket = fresh('versions')
    await s3('CreateBucket', { Bucket: bucket })
    if (Status) await s3('PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status } })
    return bucket
  }
  const write = async (bucket: string, Body: string) =>
    (await s3('PutObject', { Bucket: bucket, Key: 'k', Body })).VersionId
  const list = async (bucket: string) => {
    const { Versions = [], DeleteMarkers = [] } = await s3('ListObjectVersions', { Bucket: bucket })
    return [...Versions, ...DeleteMarkers]
  }

  it('are all there, until they are removed by their ids', async () => {
    const bucket = await versioned('Enabled')
    const [one, two] = [await write(bucket, 'one'), await write(bucket, 'two')]
    const read = (VersionId?: string) => s3('GetObject', { Bucket: bucket, Key: 'k', VersionId })
    expect(await read()).toMatchObject({ Body: 'two', VersionId: two })
    expect(await read(one)).toMatchObject({ Body: 'one', VersionId: one })
    const marker = await s3('DeleteObject', { Bucket: bucket, Key: 'k' })
    expect(marker).toMatchObject({ DeleteMarker: true })
    expect(await read()).toMatchObject({ refused: 'NoSuchKey' })
    expect(await read(marker.VersionId)).toMatchObject({ refused: 'MethodNotAllowed', status: 405 })
    expect((await list(bucket)).map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [two, false],
      [one, false],
      [marker.VersionId, true],
    ])
    expect(await s3('DeleteObject', { Bucket: bucket, Key: 'k', VersionId: marker.VersionId })).toMatchObject(
      {
        DeleteMarker: true,
        VersionId: marker.VersionId,
      },
    )
    expect(await read()).toMatchObject({ Body: 'two' })
    await s3('DeleteObject', { Bucket: bucket, Key: 'k', VersionId: two })
    expect(await read()).toMatchObject({ Body: 'one' })
    expect(await read(two)).toMatchObject({ refused: 'NoSuchVersion', status: 404 })
  })

  it('begin with what was there, and end with one null version', async () => {
    const bucket = await versioned()
    expect(await write(bucket, 'before')).toBeUndefined()
    await s3('PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
    const enabled = await write(bucket, 'enabled')
    expect((await list(bucket)).map(({ VersionId }) => VersionId)).toEqual([enabled, 'null'])
    await s3('PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } })
    expect(await write(bucket, 'suspended')).toBeUndefined()
    expect(await s3('HeadObject', { Bucket: bucket, Key: 'k' })).toMatchObject({ VersionId: 'null' })
    await write(bucket, 'again')
    expect(
      await s3('CopyObject', {
        Bucket: bucket,
        Key: 'k',
        CopySource: `${bucket}/k`,
        StorageClass: 'STANDARD',
      }),
    ).toMatchObject({ VersionId: 'null' })
    expect((await list(bucket)).map(({ VersionId }) => VersionId)).toEqual(['null', enabled])
    expect(await s3('DeleteObject', { Bucket: bucket, Key: 'k' })).toMatchObject({
      DeleteMarker: true,
      VersionId: 'null',
    })
    expect(await s3('GetObject', { Bucket: bucket, Key: 'k', VersionId: enabled })).toMatchObject({
      Body: 'enabled',
    })
  })

  it('are listed in pages, and deleted in bulk', async () => {
    const bucket = await versioned('Enabled')
    for (const Key of ['a', 'b'])
      for (const Body of ['1', '2', '3']) await s3('PutObject', { Bucket: bucket, Key, Body })
    const seen: { Key: string; VersionId: string }[] = []
    let markers: object = {}
    for (;;) {
      const page = await s3('ListObjectVersions', { Bucket: bucket, MaxKeys: 2, ...markers })
      seen.push(...page.Versions)
      if (!page.IsTruncated) break
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
    }
    expect(seen.map(({ Key }) => Key).join('')).toBe('aaabbb')
    expect(new Set(seen.map(({ VersionId }) => VersionId)).size).toBe(6)
    const Objects = seen.map(({ Key, VersionId }) => ({ Key, VersionId }))
    expect((await s3('DeleteObjects', { Bucket: bucket, Delete: { Objects } })).Deleted).toHaveLength(6)
    expect(await s3('DeleteBucket', { Bucket: bucket })).toEqual({})
  })
})

describe('a list', () => {
  const keys = ['a', 'a/1', 'a/2', 'a/b/3', 'b', 'c/1', 'd', 'z']
  let bucket: string
  beforeAll(async () => {
    bucket = fresh('listed')
    await s3('CreateBucket', { Bucket: bucket })
    for (const Key of keys) await s3('PutObject', { Bucket: bucket, Key, Body: Key })
  })

  interface Listed {
    readonly Contents?: readonly { readonly Key: string }[]
    readonly CommonPrefixes?: readonly { readonly Prefix: string }[]
  }
  const shown = ({ Contents = [], CommonPrefixes = [] }: Listed) =>
    [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => `${Prefix}*`)].sort()

  it.each([
    [{}, keys],
    [{ Prefix: 'a/' }, ['a/1', 'a/2', 'a/b/3']],
    [{ Delimiter: '/' }, ['a', 'a/*', 'b', 'c/*', 'd', 'z']],
    [{ Prefix: 'a/', Delimiter: '/' }, ['a/1', 'a/2', 'a/b/*']],
    [{ Prefix: 'nothing' }, []],
    [{ MaxKeys: 0 }, []],
  ])('of %j shows %j, in pages of every size', async (asked, expected) => {
    for (const MaxKeys of [1, 2, 3, 1000]) {
      const two: string[] = []
      let ContinuationToken: string | undefined
      do {
        const page = await s3('ListObjectsV2', { Bucket: bucket, MaxKeys, ContinuationToken, ...asked })
        two.push(...shown(page))
        ContinuationToken = page.NextContinuationToken
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined)
      } while (ContinuationToken)
      expect(two).toEqual(expected)
      const one: string[] = []
      let Marker: string | undefined
      for (;;) {
        const page = await s3('ListObjects', { Bucket: bucket, MaxKeys, Marker, ...asked })
        one.push(...shown(page))
        if (!page.IsTruncated) break
        Marker = page.NextMarker ?? page.Contents.at(-1).Key
      }
      expect(one).toEqual(expected)
    }
  })

  it('begins after a key', async () => {
    expect(shown(await s3('ListObjectsV2', { Bucket: bucket, StartAfter: 'b' }))).toEqual(['c/1', 'd', 'z'])
  })

  it('takes no token that it did not give', async () => {
    expect(await s3('ListObjectsV2', { Bucket: bucket, ContinuationToken: '§' })).toMatchObject({
      refused: 'InvalidArgument',
    })
    expect(await s3('ListObjectsV2', { Bucket: bucket, MaxKeys: -1 })).toMatchObject({
      refused: 'InvalidArgument',
    })
    expect(await s3('ListObjectsV2', { Bucket: bucket, EncodingType: 'base64' })).toMatchObject({
      refused: 'InvalidArgument',
    })
  })
})

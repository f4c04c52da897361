import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What recordings of AWS's answers show and its pages do not say. */
let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
  await s3('PutObject', { Bucket, Key: 'a key', Body: 'content', ChecksumAlgorithm: 'CRC32' })
})
afterAll(() => server.close())

async function sent(
  method: string,
  path: string,
  more: Record<string, string> = {},
  body?: string,
  region = 'us-east-1',
) {
  const { hostname, port, host } = new URL(server.url)
  const signer = new SignatureV4({
    credentials: server.trusting.admin,
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const [pathname = '', search = ''] = path.split('?')
  const signed = await signer.sign({
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...more },
  })
  const init = { method, headers: signed.headers, ...(body !== undefined && { body }) }
  const response = await fetch(server.url + path, init)
  return { status: response.status, headers: response.headers, body: await response.text() }
}

describe('documents', () => {
  it('say what is said of the whole before what they list', async () => {
    expect((await sent('GET', '/')).body).toMatch(
      /^<\?xml.*\?>\n<ListAllMyBucketsResult [^>]*><Owner>.*<Buckets>/,
    )
    for (const query of ['', '?list-type=2'])
      expect((await sent('GET', `/${Bucket}${query}`)).body).toMatch(
        /<Name>.*<\/Contents><\/ListBucketResult>$/,
      )
  })

  it('have times of whole seconds', async () => {
    const times = (text: string) => text.match(/\d\d:\d\d\.\d*Z/g) ?? []
    const listed = await sent('GET', `/${Bucket}`)
    const copied = await sent('PUT', `/${Bucket}/copy`, { 'x-amz-copy-source': `${Bucket}/a%20key` })
    const found = [...times((await sent('GET', '/')).body), ...times(listed.body), ...times(copied.body)]
    expect(found.length).toBeGreaterThanOrEqual(3)
    expect(found.filter(time => !time.endsWith('.000Z'))).toEqual([])
    const { LastModified } = await s3('HeadObject', { Bucket, Key: 'a key' })
    expect(listed.body).toContain(`<LastModified>${LastModified.toISOString()}</LastModified>`)
  })

  it('of lists come from the region of the bucket', async () => {
    for (const query of ['', '?list-type=2'])
      expect((await sent('GET', `/${Bucket}${query}`)).headers.get('x-amz-bucket-region')).toBe('eu-west-1')
    expect((await sent('GET', `/${Bucket}?versioning`)).headers.get('x-amz-bucket-region')).toBeNull()
    const { headers } = await sent('HEAD', `/${Bucket}`)
    expect([headers.get('x-amz-bucket-region'), headers.get('content-type')]).toEqual([
      'eu-west-1',
      'application/xml',
    ])
  })
})

describe('what is copied', () => {
  it.each(['/a+key', '/a%20key', '%2Fa+key'])('may be spelt %s', async key => {
    const copied = await sent('PUT', `/${Bucket}/copy`, { 'x-amz-copy-source': Bucket + key })
    expect(copied).toMatchObject({ status: 200, body: expect.stringContaining('<CopyObjectResult') })
  })

  it('may be named by its URL, and is decided on as by its name', async () => {
    const source = `${server.url}/${Bucket}/a%20key`
    expect(await sent('PUT', `/${Bucket}/copy`, { 'x-amz-copy-source': source })).toMatchObject({
      status: 200,
    })
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Condition: { StringLike: { 's3:x-amz-copy-source': `${Bucket}/a key` } },
      },
    })
    await s3('PutBucketPolicy', { Bucket, Policy })
    for (const each of [source, `${Bucket}/a+key`])
      expect(await sent('PUT', `/${Bucket}/copy`, { 'x-amz-copy-source': each })).toMatchObject({
        status: 403,
      })
    await s3('DeleteBucketPolicy', { Bucket })
  })

  it('has a plus sign in its name only where it is encoded', async () => {
    const copied = await sent('PUT', `/${Bucket}/copy`, { 'x-amz-copy-source': `${Bucket}/a%2Bkey` })
    expect(copied).toMatchObject({ status: 404, body: expect.stringContaining('<Key>a+key</Key>') })
  })

  it('is no delete marker', async () => {
    await s3('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
    await s3('PutObject', { Bucket, Key: 'gone', Body: '' })
    const { VersionId } = await s3('DeleteObject', { Bucket, Key: 'gone' })
    const copy = (CopySource: string) => s3('CopyObject', { Bucket, Key: 'copy', CopySource })
    expect(await copy(`${Bucket}/gone`)).toMatchObject({ refused: 'NoSuchKey' })
    expect(await copy(`${Bucket}/gone?versionId=${VersionId}`)).toMatchObject({ refused: 'InvalidRequest' })
  })

  it('meets its conditions, or is told which one not', async () => {
    const copy = (how: object) =>
      s3('CopyObject', { Bucket, Key: 'copy', CopySource: `${Bucket}/a%20key`, ...how })
    const refused = await sent('PUT', `/${Bucket}/copy`, {
      'x-amz-copy-source': `${Bucket}/a%20key`,
      'x-amz-copy-source-if-modified-since': new Date().toUTCString(),
    })
    expect(refused.body).toContain('<Condition>x-amz-copy-source-If-Modified-Since</Condition>')
    const tomorrow = new Date(Date.now() + 86_400_000)
    expect(await copy({ CopySourceIfModifiedSince: tomorrow })).toHaveProperty('CopyObjectResult')
  })
})

it('an object may be copied onto itself as it is where the encryption of its bucket was put', async () => {
  const bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket: bucket })
  await s3('PutObject', { Bucket: bucket, Key: 'k', Body: 'same' })
  const copy = () => s3('CopyObject', { Bucket: bucket, Key: 'k', CopySource: `${bucket}/k` })
  expect(await copy()).toMatchObject({ refused: 'InvalidRequest' })
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]
  await s3('PutBucketEncryption', { Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } })
  expect(await copy()).toHaveProperty('CopyObjectResult')
  await s3('DeleteBucketEncryption', { Bucket: bucket })
  expect(await copy()).toMatchObject({ refused: 'InvalidRequest' })
})

it('a key under a delete marker is told from one that never was', async () => {
  const bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket: bucket })
  await s3('PutObject', { Bucket: bucket, Key: 'k', Body: '' })
  await s3('PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
  expect(await s3('GetObject', { Bucket: bucket, Key: 'k' })).toMatchObject({ VersionId: 'null' })
  const { VersionId } = await s3('DeleteObject', { Bucket: bucket, Key: 'k' })
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await sent(method, `/${bucket}/k`)
    expect([status, headers.get('x-amz-delete-marker'), headers.get('x-amz-version-id')]).toEqual([
      404,
      'true',
      VersionId,
    ])
    expect((await sent(method, `/${bucket}/never`)).headers.get('x-amz-delete-marker')).toBeNull()
  }
  const tagging = await sent(
    'PUT',
    `/${bucket}/k?tagging=&versionId=${VersionId}`,
    {},
    '<Tagging><TagSet/></Tagging>',
  )
  expect(tagging).toMatchObject({ status: 405, body: expect.stringContaining('<Method>PUT</Method>') })
})

it.each(['ENABLED', 'enabled'])('checksums are shown where it is said %s', async mode => {
  const path = `/${Bucket}/a%20key`
  const { headers } = await sent('HEAD', path, { 'x-amz-checksum-mode': mode })
  expect(headers.get('x-amz-checksum-crc32')).not.toBeNull()
  expect((await sent('HEAD', path)).headers.get('x-amz-checksum-crc32')).toBeNull()
  expect(await sent('HEAD', path, { 'x-amz-checksum-mode': 'sometimes' })).toMatchObject({ status: 400 })
})

describe('the checksum of an object', () => {
  /** Of `test`, and of nothing. */
  const crc64 = '+bu+zv66sUM='
  const ofNothing = 'AAAAAAAAAAA='
  const shown = async (Key: string) => {
    const { headers } = await sent('HEAD', `/${Bucket}/${Key}`, { 'x-amz-checksum-mode': 'ENABLED' })
    return [...headers].filter(([name]) => name.startsWith('x-amz-checksum-'))
  }
  const made = (value: string) => [
    ['x-amz-checksum-crc64nvme', value],
    ['x-amz-checksum-type', 'FULL_OBJECT'],
  ]

  it('is CRC64NVME where none came with it, also of its copies', async () => {
    const put = await sent('PUT', `/${Bucket}/bare`, {}, 'test')
    expect(put.headers.get('x-amz-checksum-crc64nvme')).toBe(crc64)
    await sent('PUT', `/${Bucket}/empty`)
    await s3('CopyObject', { Bucket, Key: 'bare-copy', CopySource: `${Bucket}/bare` })
    expect(await shown('bare')).toEqual(made(crc64))
    expect(await shown('bare-copy')).toEqual(made(crc64))
    expect(await shown('empty')).toEqual(made(ofNothing))
    const { Contents } = await s3('ListObjectsV2', { Bucket, Prefix: 'bare' })
    expect(Contents).toMatchObject([
      { ChecksumAlgorithm: ['CRC64NVME'] },
      { ChecksumAlgorithm: ['CRC64NVME'] },
    ])
  })

  it('is the one that came with it, and no other', async () => {
    await s3('PutObject', { Bucket, Key: 'summed', Body: 'test', ChecksumAlgorithm: 'SHA256' })
    expect((await shown('summed')).map(([name]) => name)).toEqual([
      'x-amz-checksum-sha256',
      'x-amz-checksum-type',
    ])
  })

  it('is CRC64NVME of the whole where an upload names no algorithm, whatever its parts bring', async () => {
    const at = { Bucket, Key: 'parts' }
    const complete = async (begun: object, copied: boolean) => {
      const { UploadId } = await s3('CreateMultipartUpload', { ...at, ...begun })
      const part = { ...at, UploadId, PartNumber: 1 }
      const CopySource = `${Bucket}/bare`
      const ETag = copied
        ? (await s3('UploadPartCopy', { ...part, CopySource })).CopyPartResult.ETag
        : (await s3('UploadPart', { ...part, Body: 'test', ChecksumAlgorithm: 'CRC32' })).ETag
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
      return s3('CompleteMultipartUpload', { ...at, UploadId, MultipartUpload })
    }
    for (const copied of [true, false]) {
      expect(await complete({}, copied)).toMatchObject({
        ChecksumCRC64NVME: crc64,
        ChecksumType: 'FULL_OBJECT',
      })
      const named = await complete({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }, copied)
      expect(named).toMatchObject({ ChecksumCRC32: '2H9+DA==', ChecksumType: 'FULL_OBJECT' })
      expect(named).not.toHaveProperty('ChecksumCRC64NVME')
    }
  })
})

it('a part has a number, also when it is read', async () => {
  const read = (PartNumber: number) => s3('GetObject', { Bucket, Key: 'a key', PartNumber })
  for (const none of [0, 10_001]) expect(await read(none)).toMatchObject({ refused: 'InvalidArgument' })
  expect(await read(2)).toMatchObject({ refused: 'InvalidPartNumber', status: 416 })
  expect(await read(1)).toMatchObject({ Body: 'content' })
})

it('a form is told that it is not taken', async () => {
  const form = new FormData()
  form.set('key', 'k')
  const answer = await fetch(`${server.url}/${Bucket}`, { method: 'POST', body: form })
  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('NotImplemented')])
})

it('an MD5 that is none is shown', async () => {
  const { status, body } = await sent('PUT', `/${Bucket}/md5`, { 'content-md5': '__invalid__' }, 'x')
  expect([status, body]).toEqual([400, expect.stringContaining('<Content-MD5>__invalid__</Content-MD5>')])
})

it('a region makes buckets in itself, where that is said; us-east-1 makes them anywhere', async () => {
  const located = (constraint: string) =>
    `<CreateBucketConfiguration><LocationConstraint>${constraint}</LocationConstraint></CreateBucketConfiguration>`
  const make = async (region: string, constraint?: string) => {
    const body = constraint === undefined ? undefined : located(constraint)
    const { status, body: answer } = await sent('PUT', `/${fresh('bucket')}`, {}, body, region)
    return status === 200 ? 'made' : /<Message>(.*) location constraint is incompatible/.exec(answer)?.[1]
  }
  expect(await make('eu-west-1')).toBe('The unspecified')
  expect(await make('eu-west-1', 'us-west-2')).toBe('The us-west-2')
  expect(await make('eu-west-1', 'eu-west-1')).toBe('made')
  expect(await make('eu-west-1', 'EU')).toBe('made')
  expect(await make('us-east-1', 'us-west-2')).toBe('made')
})

it('a configuration that configures nothing makes no bucket', async () => {
  const named = { Bucket: fresh('bucket') }
  expect(await s3('CreateBucket', { ...named, CreateBucketConfiguration: {} })).toMatchObject({
    refused: 'MalformedXML',
  })
  expect(await s3('HeadBucket', named)).toMatchObject({ status: 404 })
  expect(await s3('CreateBucket', named)).toHaveProperty('Location')
})

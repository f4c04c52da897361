import { createHash } from 'node:crypto'
import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
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

const leastPart = 5 * 1024 * 1024
const large = (letter: string) => letter.repeat(leastPart)
const md5 = (text: string | Buffer) => createHash('md5').update(text).digest()

async function begin(more: object = {}) {
  const Key = fresh('large')
  const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key, ...more })
  const at = { Bucket, Key, UploadId }
  return {
    at,
    part: (PartNumber: number, Body: string, how: object = {}) =>
      s3('UploadPart', { ...at, PartNumber, Body, ...how }),
    complete: (Parts: object[], how: object = {}) =>
      s3('CompleteMultipartUpload', { ...at, MultipartUpload: { Parts }, ...how }),
  }
}

const listed = (PartNumber: number, { ETag, ChecksumCRC32, ChecksumCRC64NVME }: Record<string, string>) => ({
  PartNumber,
  ETag,
  ChecksumCRC32,
  ChecksumCRC64NVME,
})

describe('an upload in parts', () => {
  it('becomes one object, in the order of its parts', async () => {
    const { at, part, complete } = await begin({
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      Tagging: 'team=blue',
    })
    const third = await part(30, 'tail')
    const first = await part(1, 'to be replaced')
    expect(first).toHaveProperty('ETag')
    const replaced = await part(1, large('a'))
    const second = await part(7, large('b'))
    await part(8, 'left out')
    expect(await s3('GetObject', { Bucket, Key: at.Key })).toMatchObject({ refused: 'NoSuchKey' })
    const done = await complete([listed(1, replaced), listed(7, second), listed(30, third)])
    const etags = Buffer.concat([md5(large('a')), md5(large('b')), md5('tail')])
    expect(done).toMatchObject({ Key: at.Key, ETag: `"${md5(etags).toString('hex')}-3"` })
    const read = (more: object = {}) => s3('GetObject', { Bucket, Key: at.Key, ...more })
    const whole = await read()
    expect(whole.Body === `${large('a')}${large('b')}tail`).toBe(true)
    expect(whole).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 })
    expect(await read({ Range: `bytes=${leastPart - 2}-${leastPart + 1}` })).toMatchObject({ Body: 'aabb' })
    expect(await read({ Range: 'bytes=-5' })).toMatchObject({ Body: 'btail' })
    expect(await read({ PartNumber: 30 })).toMatchObject({ Body: 'tail', PartsCount: 3 })
    expect(await read({ PartNumber: 2 })).toMatchObject({ refused: 'InvalidPartNumber' })
    expect(await s3('ListParts', at)).toMatchObject({ refused: 'NoSuchUpload', status: 404 })
    expect(await complete([listed(1, replaced)])).toMatchObject({ refused: 'NoSuchUpload' })
  })

  it('is refused parts that are not there, out of order or too small', async () => {
    const { part, complete } = await begin()
    const [one, two] = [await part(1, 'small'), await part(2, 'last')]
    expect(await complete([listed(1, one), listed(2, two)])).toMatchObject({ refused: 'EntityTooSmall' })
    expect(await complete([listed(2, two), listed(1, one)])).toMatchObject({ refused: 'InvalidPartOrder' })
    expect(await complete([listed(1, two)])).toMatchObject({ refused: 'InvalidPart' })
    expect(await complete([listed(3, one)])).toMatchObject({ refused: 'InvalidPart' })
    expect(await complete([])).toMatchObject({ refused: 'MalformedXML' })
    const nothing = { refused: 'InvalidRequest', message: 'You must specify at least one part' }
    expect(await complete([], { MultipartUpload: undefined })).toMatchObject(nothing)
    const unknown = { UploadId: 'unknown', MultipartUpload: undefined }
    expect(await complete([], unknown)).toMatchObject({ refused: 'NoSuchUpload' })
    expect(await part(0, '')).toMatchObject({ refused: 'InvalidArgument' })
    expect(await part(10_001, '')).toMatchObject({ refused: 'InvalidArgument' })
    expect(await complete([listed(1, one)])).toHaveProperty('ETag')
  })

  it('is listed until it is aborted, with its parts in pages', async () => {
    const { at, part } = await begin()
    for (const number of [1, 2, 3]) await part(number, String(number))
    expect((await s3('ListMultipartUploads', { Bucket, Prefix: at.Key })).Uploads).toMatchObject([
      { Key: at.Key, UploadId: at.UploadId },
    ])
    const first = await s3('ListParts', { ...at, MaxParts: 2 })
    expect(first).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '2',
      Parts: [{ Size: 1 }, { Size: 1 }],
    })
    const rest = await s3('ListParts', { ...at, PartNumberMarker: first.NextPartNumberMarker })
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3 }] })
    expect(await s3('AbortMultipartUpload', at)).toEqual({})
    expect(await part(4, '')).toMatchObject({ refused: 'NoSuchUpload' })
    expect((await s3('ListMultipartUploads', { Bucket, Prefix: at.Key })).Uploads).toBeUndefined()
  })

  it('of which one is completed twice at once is one object', async () => {
    const { part, complete } = await begin()
    const one = await part(1, 'one')
    const answers = await Promise.all([complete([listed(1, one)]), complete([listed(1, one)])])
    expect(new Set(answers.map(({ ETag }) => ETag)).size).toBe(1)
    expect(answers).toMatchObject([{ ETag: expect.any(String) }, { ETag: expect.any(String) }])
  })

  it('that is completed again is answered again, until its object is another’s', async () => {
    const { at, part, complete } = await begin()
    const [one, two] = [await part(1, large('a')), await part(2, 'b')]
    const done = await complete([listed(1, one), listed(2, two)])
    const again = () => complete([listed(1, one), listed(2, two)], { IfNoneMatch: '*' })
    expect(done).toHaveProperty('ETag')
    expect(await again()).toEqual(done)
    expect(await complete([listed(1, one)])).toMatchObject({ refused: 'NoSuchUpload' })
    await s3('PutObject', { Bucket, Key: at.Key, Body: 'another' })
    expect(await again()).toMatchObject({ refused: 'NoSuchUpload' })
  })

  it('has a checksum of its parts’ or of the whole', async () => {
    const composite = await begin({ ChecksumAlgorithm: 'CRC32' })
    const parts = [await composite.part(1, large('a')), await composite.part(2, 'b')]
    const done = await composite.complete(parts.map((part, at) => listed(at + 1, part)))
    expect(done.ChecksumCRC32).toMatch(/-2$/)
    expect(done.ChecksumType).toBe('COMPOSITE')
    const whole = await begin({ ChecksumAlgorithm: 'CRC64NVME' })
    const how = { ChecksumAlgorithm: 'CRC64NVME' }
    const pieces = [await whole.part(1, large('a'), how), await whole.part(2, 'b', how)]
    const list = pieces.map((part, at) => listed(at + 1, part))
    expect(await whole.complete(list, { ChecksumCRC64NVME: 'AAAAAAAAAAA=' })).toMatchObject({
      refused: 'BadDigest',
    })
    const finished = await whole.complete(list)
    const plain = await s3('PutObject', { Bucket, Key: 'plain', Body: `${large('a')}b`, ...how })
    expect(finished.ChecksumCRC64NVME).toBe(plain.ChecksumCRC64NVME)
    expect(finished.ChecksumType).toBe('FULL_OBJECT')
    expect(await s3('GetObjectAttributes', { ...whole.at, ObjectAttributes: ['ObjectParts'] })).toMatchObject(
      {
        ObjectParts: {
          TotalPartsCount: 2,
          Parts: [
            { PartNumber: 1, Size: leastPart },
            { PartNumber: 2, Size: 1 },
          ],
        },
      },
    )
  })

  it('whose checksum is of the whole has it made of parts that bring none', async () => {
    const how = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }
    const { at, complete } = await begin(how)
    const client = new S3Client({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: server.trusting.admin,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
    const bare = (PartNumber: number, Body: string) =>
      client.send(new UploadPartCommand({ ...at, PartNumber, Body }))
    const sent = [await bare(1, large('a')), await bare(2, 'b')]
    const list = sent.map(({ ETag }, before) => ({ PartNumber: before + 1, ETag }))
    expect(sent[1]?.ChecksumCRC32).toBe('cb7v+Q==')
    expect(await complete(list, { ChecksumType: 'COMPOSITE' })).toMatchObject({
      refused: 'InvalidRequest',
      message:
        'The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode.',
    })
    const done = await complete(list, { ChecksumType: 'FULL_OBJECT' })
    const put = { Bucket, Key: 'whole', Body: `${large('a')}b`, ChecksumAlgorithm: 'CRC32' }
    expect(done.ChecksumCRC32).toBe((await s3('PutObject', put)).ChecksumCRC32)
  })

  it('is refused what its completion does not say right', async () => {
    const { part, complete } = await begin({ ChecksumAlgorithm: 'CRC32' })
    const one = listed(1, await part(1, 'one'))
    const sha1 = { ChecksumSHA1: 'Kq5sNclPz7QV2+lfQIuc6R7oRu0=' }
    const unsummed = { PartNumber: 1, ETag: one.ETag }
    const refusals: readonly [listed: object, how: object, code: string, message: string][] = [
      [{ ...one, PartNumber: -4 }, {}, 'InvalidArgument', 'PartNumber must be >= 1'],
      [
        { ...one, ChecksumCRC32: 'none' },
        {},
        'InvalidArgument',
        'Invalid Base64 or multiple checksums present in request',
      ],
      [{ ...one, ...sha1 }, {}, 'InvalidArgument', 'Invalid Base64 or multiple checksums present in request'],
      [
        { ...unsummed, ...sha1 },
        {},
        'BadDigest',
        'The sha1 you specified for part 1 did not match what we received.',
      ],
      [
        one,
        { ChecksumCRC32: `${one.ChecksumCRC32}-some` },
        'InvalidRequest',
        'Value for x-amz-checksum-crc32 header is invalid.',
      ],
      [
        one,
        { MpuObjectSize: -1 },
        'InvalidRequest',
        "Value for x-amz-mp-object-size header is less than zero: '-1'",
      ],
      [
        one,
        { MpuObjectSize: 4 },
        'InvalidRequest',
        "The provided 'x-amz-mp-object-size' header value 4 does not match what was computed: 3",
      ],
    ]
    for (const [listed, how, refused, message] of refusals)
      expect(await complete([listed], how)).toMatchObject({ refused, message, status: 400 })
    expect(await complete([one], { MpuObjectSize: 3, ChecksumType: 'COMPOSITE' })).toHaveProperty('ETag')
  })

  it('whose checksum is of its parts’ takes none without, neither sent nor listed', async () => {
    const { at, part, complete } = await begin({
      ChecksumAlgorithm: 'CRC64NVME',
      ChecksumType: 'FULL_OBJECT',
    })
    expect(await part(1, 'of another')).toMatchObject({ refused: 'InvalidRequest' })
    expect(await s3('ListParts', at)).not.toHaveProperty('Parts')
    const composite = await begin({ ChecksumAlgorithm: 'CRC32' })
    const one = await composite.part(1, 'one')
    expect(await composite.complete([{ PartNumber: 1, ETag: one.ETag }])).toMatchObject({
      refused: 'InvalidRequest',
      message: expect.stringMatching(/created using a crc32 checksum.*missing for part 1/),
    })
    const done = await composite.complete([listed(1, one)])
    expect(done.ChecksumCRC32).toMatch(/-1$/)
    // Here the checksum stands without the number of parts.
    const attributes = await s3('GetObjectAttributes', { ...composite.at, ObjectAttributes: ['Checksum'] })
    expect(`${attributes.Checksum.ChecksumCRC32}-1`).toBe(done.ChecksumCRC32)
    expect(await complete([])).toMatchObject({ refused: 'MalformedXML' })
  })

  it('without a checksum shows how many parts it has, but none of them', async () => {
    const { at, part, complete } = await begin()
    await complete([listed(1, await part(1, 'one'))])
    const { ObjectParts } = await s3('GetObjectAttributes', { ...at, ObjectAttributes: ['ObjectParts'] })
    expect(ObjectParts).toEqual({ TotalPartsCount: 1 })
  })

  it('may be made of what is there', async () => {
    await s3('PutObject', { Bucket, Key: 'source', Body: '0123456789' })
    const { at, complete } = await begin()
    const CopySource = `${Bucket}/source`
    const copy = (PartNumber: number, CopySourceRange?: string) =>
      s3('UploadPartCopy', { ...at, PartNumber, CopySource, CopySourceRange })
    expect(await copy(1, 'bytes=5-20')).toMatchObject({ refused: 'InvalidArgument' })
    const { CopyPartResult } = await copy(1, 'bytes=2-5')
    expect(await complete([{ PartNumber: 1, ETag: CopyPartResult.ETag }])).toHaveProperty('ETag')
    expect(await s3('GetObject', { Bucket, Key: at.Key })).toMatchObject({ Body: '2345' })
    expect(
      (await s3('CopyObject', { Bucket, Key: 'joined', CopySource: `${Bucket}/${at.Key}` })).CopyObjectResult
        .ETag,
    ).toBe(`"${md5('2345').toString('hex')}"`)
  })

  it('is not overwritten by who wants to be the first', async () => {
    const { at, part, complete } = await begin()
    const one = await part(1, 'one')
    await s3('PutObject', { Bucket, Key: at.Key, Body: 'before' })
    expect(await complete([listed(1, one)], { IfNoneMatch: '*' })).toMatchObject({
      refused: 'PreconditionFailed',
    })
    expect(await s3('GetObject', { Bucket, Key: at.Key })).toMatchObject({ Body: 'before' })
  })
})

import * as sdk from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { readXml } from '../../src/wire/rest-xml/read-xml.ts'
import { Routes } from '../../src/wire/rest-xml/routes.ts'
import { addressOf } from '../../src/wire/s3/address.ts'
import { AwsChunked } from '../../src/wire/s3/aws-chunked.ts'
import { operationsOf } from '../../src/wire/schema.ts'

const routes = new Routes(operationsOf(sdk).values())

interface Asked {
  readonly bucket?: string
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

function routed(method: string, { query = {}, headers = {}, ...address }: Asked): string {
  const found = routes.find({ method, ...address, query: new Map(Object.entries(query)), headers })
  return 'shape' in found ? found.shape.name : found.refused
}

const inBucket = (query: Asked['query'] = {}) => ({ bucket: 'b', query })
const ofKey = (query: Asked['query'] = {}, headers: Asked['headers'] = {}) => ({
  bucket: 'b',
  key: 'k',
  query,
  headers,
})
const copy = { 'x-amz-copy-source': 'b/k' }
const part = { partNumber: '1', uploadId: 'u' }

describe('a request', () => {
  it.each([
    ['GET', {}, 'ListBuckets'],
    ['GET', { query: { 'x-id': 'ListDirectoryBuckets' } }, 'ListDirectoryBuckets'],
    ['GET', inBucket(), 'ListObjects'],
    ['GET', inBucket({ 'list-type': '2' }), 'ListObjectsV2'],
    ['GET', inBucket({ uploads: '' }), 'ListMultipartUploads'],
    ['GET', inBucket({ unknown: '' }), 'ListObjects'],
    ['GET', inBucket({ analytics: '', id: '1' }), 'GetBucketAnalyticsConfiguration'],
    ['GET', inBucket({ analytics: '' }), 'ListBucketAnalyticsConfigurations'],
    ['DELETE', inBucket(), 'DeleteBucket'],
    ['DELETE', inBucket({ policy: '' }), 'DeleteBucketPolicy'],
    ['DELETE', inBucket({ versioning: '' }), 'method'],
    ['DELETE', inBucket({ versions: '' }), 'method'],
    ['GET', inBucket({ policy: '', acl: '' }), 'method'],
    ['POST', inBucket({ delete: '' }), 'DeleteObjects'],
    ['POST', inBucket(), 'method'],
    ['PUT', ofKey(), 'PutObject'],
    ['PUT', ofKey({}, copy), 'CopyObject'],
    ['PUT', ofKey(part), 'UploadPart'],
    ['PUT', ofKey(part, copy), 'UploadPartCopy'],
    ['GET', ofKey({ uploadId: 'u' }), 'ListParts'],
    ['GET', ofKey({ versionId: 'v' }), 'GetObject'],
    ['DELETE', ofKey({ uploadId: 'u' }), 'AbortMultipartUpload'],
    ['DELETE', ofKey({ attributes: '' }), 'method'],
    ['POST', ofKey({ uploads: '' }), 'CreateMultipartUpload'],
    ['POST', ofKey({ uploadId: 'u' }), 'CompleteMultipartUpload'],
  ] as const)('%s of %j is %s', (method, asked, operation) => {
    expect(routed(method, asked)).toBe(operation)
  })

  it.each([
    ['/', 'localhost:4566', {}],
    ['/b', 'localhost', { bucket: 'b' }],
    ['/b/', '127.0.0.1', { bucket: 'b' }],
    ['/b/k%20%2F/', '[::1]:80', { bucket: 'b', key: 'k //' }],
    ['/b//k', 's3.localhost', { bucket: 'b', key: '/k' }],
    ['/k/l', 'b.localhost:4566', { bucket: 'b', key: 'k/l' }],
    ['/', 'b.c.s3.example.com', { bucket: 'b.c' }],
    ['/k', 'b.s3-eu-west-1.amazonaws.com', { bucket: 'b', key: 'k' }],
    ['/b/k', `${'b'.repeat(300)}.s3.example.com`, { bucket: 'b', key: 'k' }],
  ])('to %s of %s is about %j', (path, host, address) => {
    expect(addressOf({ path, headers: { host } })).toEqual(address)
  })
})

describe('chunks', () => {
  it('are the same wherever the network cuts them', () => {
    const one = 'x'.repeat(8192)
    const sent = Buffer.from(`2000;chunk-signature=0\r\n${one}\r\n5\r\ntwo\r\n\r\n0\r\na:1\r\nB : 2\r\n\r\n`)
    for (let cut = 0; cut <= sent.length; cut += 1) {
      if (cut === 100) cut = one.length
      const chunked = new AwsChunked()
      const pieces = [...chunked.push(sent.subarray(0, cut)), ...chunked.push(sent.subarray(cut))]
      chunked.end()
      expect(Buffer.concat(pieces).toString()).toBe(`${one}two\r\n`)
      expect([...chunked.trailers]).toEqual([
        ['a', '1'],
        ['b', '2'],
      ])
    }
  })

  it.each([
    '',
    '3\r\non',
    '3\r\none',
    '3\r\none\r\n',
    'x\r\n',
    '3\r\nonex\r\n0\r\n\r\n',
    '0\r\n\r\nmore',
    '-1\r\n',
  ])('that are not whole: %j', sent => {
    const chunked = new AwsChunked()
    expect(() => {
      for (const _ of chunked.push(Buffer.from(sent)));
      chunked.end()
    }).toThrow('terminated unexpectedly')
  })
})

describe('XML', () => {
  it('is read with its references, sections and comments', () => {
    const text =
      '\uFEFF<?xml version="1.0"?>\n<!-- c --><a:r xmlns:a="u"><b x="1&lt;"/> &#65;&#x42;&amp;<![CDATA[<c>]]>\r\n</a:r>\n'
    expect(readXml(text)).toMatchObject({ name: 'r', text: ' AB&<c>\n', children: [{ name: 'b' }] })
  })

  it.each([
    ['of more elements than any request has', `<a>${'<b/>'.repeat(110_000)}</a>`],
    ['of more attributes', `<a ${'b="" '.repeat(33)}/>`],
    ['of more attributes than could be gone through', `<a ${'b="" '.repeat(1_600_000)}/>`],
    ['deeper', `${'<a>'.repeat(33)}${'</a>'.repeat(33)}`],
  ])('is not read %s', (_, text) => {
    expect(readXml(text)).toBeUndefined()
  })

  it('may be as large as the largest request', () => {
    const part = '<Part><PartNumber>1</PartNumber><ETag>e</ETag><ChecksumSHA256>c</ChecksumSHA256></Part>'
    expect(readXml(`<r>${part.repeat(10_000)}</r>`)?.children).toHaveLength(10_000)
  })

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=c/>',
    '<a>&nbsp;</a>',
    '<a>&#0;</a>',
    '<a>&</a>',
    '<!DOCTYPE a><a/>',
    '<a><a/',
    '<a>]]></a>x',
  ])('is not %j', text => {
    expect(readXml(text)).toBeUndefined()
  })
})

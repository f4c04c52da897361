import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What is wrong with the form of a signature, and what is asked for where S3 does not have it, is told in S3's words. */
let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
  await s3('PutObject', { Bucket, Key: 'key', Body: 'here' })
})
afterAll(() => server.close())

interface Asked {
  readonly method?: string
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
}

function requestOf({ method = 'GET', query = {}, headers = {} }: Asked, path = `/${Bucket}/key`) {
  const { hostname, port, host } = new URL(server.url)
  const all = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers }
  return { method, protocol: 'http:', hostname, port: Number(port), path, query, headers: all }
}

const signer = () =>
  new SignatureV4({
    credentials: server.trusting.admin,
    region: 'us-east-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })

async function signed(asked: Asked = {}, path?: string) {
  const { headers } = await signer().sign(requestOf(asked, path))
  return headers
}

async function presigned(signingDate = new Date()): Promise<URL> {
  const { query = {}, path } = await signer().presign(requestOf({}), {
    expiresIn: 600,
    signingDate,
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  })
  return new URL(`${path}?${new URLSearchParams(query as Record<string, string>)}`, server.url)
}

const references = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>' }

function member(body: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1]
  return Object.entries(references).reduce((read, [from, to]) => read?.replaceAll(from, to), text)
}

async function send(url: URL, init: RequestInit = {}) {
  const response = await fetch(url, init)
  const body = await response.text()
  return { status: response.status, code: member(body, 'Code'), message: member(body, 'Message'), body }
}

const urlOf = (path = `/${Bucket}/key`, query: Record<string, string> = {}) =>
  new URL(`${path}?${new URLSearchParams(query)}`, server.url)

/** Signs for what it sends. */
async function ask(asked: Asked, path?: string) {
  const headers = await signed(asked, path)
  return send(urlOf(path, asked.query), { method: asked.method ?? 'GET', headers })
}

describe('an Authorization header', () => {
  const by = async (change: (authorization: string) => string) => {
    const { authorization = '', ...headers } = await signed()
    const { status, code, message } = await send(urlOf(), {
      headers: { ...headers, authorization: change(authorization) },
    })
    return `${status} ${code}: ${message}`
  }
  const malformed = '400 AuthorizationHeaderMalformed: The authorization header is malformed; '

  it('of another form is told which', async () => {
    expect(await by(() => 'nonsense')).toBe(
      "400 InvalidArgument: Authorization header is invalid -- one and only one ' ' (space) required.",
    )
    expect(await by(text => text.replace('AWS4-HMAC-SHA256', 'AWS2-HMAC-SHA1'))).toBe(
      '400 InvalidArgument: Unsupported Authorization Type',
    )
    expect(await by(text => text.replace(/SignedHeaders=[^,]*, /, ''))).toBe(
      `${malformed}the authorization header requires three components: Credential, SignedHeaders, and Signature.`,
    )
    expect(await by(text => text.replace(/SignedHeaders=[^,]*/, 'SignedHeaders-host'))).toBe(
      `${malformed}the authorization component "SignedHeaders-host" is malformed.`,
    )
    expect(await by(text => text.replace('SignedHeaders=host;', 'SignedHeaders='))).toBe(
      '403 AccessDenied: There were headers present in the request which were not signed',
    )
    for (const name of ['Credential', 'SignedHeaders', 'Signature'])
      expect(await by(text => text.replace(`${name}=`, 'Else='))).toBe(`${malformed}missing ${name}.`)
  })

  it('with another scope is told what is wrong with it', async () => {
    const scoped = (scope: string) =>
      by(text => text.replace(/(Credential=[^/]*)[^,]*/, (_, key) => `${key}${scope}`))
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '')
    const wrong = {
      '/a/b': 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      [`/${today}/us-east-1/s3/aws5_request`]:
        'incorrect terminal "aws5_request". This endpoint uses "aws4_request".',
      [`/${today}/us-east-1/ec2/aws4_request`]: 'incorrect service "ec2". This endpoint belongs to "s3".',
      [`/${today}/US/s3/aws4_request`]: "the region 'US' is wrong; expecting 'us-east-1'",
      '/32234/us-east-1/s3/aws4_request':
        'incorrect date format "32234". This date in the credential must be in the format "yyyyMMdd".',
      '/20200101/us-east-1/s3/aws4_request': `Invalid credential date "20200101". This date is not the same as X-Amz-Date: "${today}".`,
    }
    for (const [scope, message] of Object.entries(wrong))
      expect(await scoped(scope)).toBe(malformed + message)
    expect(await scoped(`/${today}/us-east-1/s3/aws4_request`)).toBe('200 undefined: undefined')
  })

  it('of nobody or of another time is told by whom and when', async () => {
    const { authorization = '', ...headers } = await signed()
    const nobody = authorization.replace(/Credential=[^/]*/, 'Credential=AKIAIOSFODNN7EXAMPLE')
    const { body } = await send(urlOf(), { headers: { ...headers, authorization: nobody } })
    expect(member(body, 'AWSAccessKeyId')).toBe('AKIAIOSFODNN7EXAMPLE')
    const secret = authorization.replace(/Credential=[^/]*/, 'Credential=wJalrXUtnFEMI+K7MDENG')
    expect((await send(urlOf(), { headers: { ...headers, authorization: secret } })).body).not.toContain(
      'wJalr',
    )
    const later = await signer().sign(requestOf({}), { signingDate: new Date(Date.now() + 3_600_000) })
    const skewed = await send(urlOf(), { headers: later.headers })
    expect([skewed.code, member(skewed.body, 'MaxAllowedSkewMilliseconds')]).toEqual([
      'RequestTimeTooSkewed',
      '900000',
    ])
    expect(member(skewed.body, 'RequestTime')).toBe(later.headers['x-amz-date'])
  })
})

describe('a presigned URL', () => {
  const by = async (name: string, change: (value: string) => string) => {
    const url = await presigned()
    url.searchParams.set(name, change(url.searchParams.get(name) ?? ''))
    const { status, code, message } = await send(url)
    expect([status, code]).toEqual([400, 'AuthorizationQueryParametersError'])
    return message
  }

  it('is told what is wrong with its parameters', async () => {
    expect(await by('X-Amz-Algorithm', () => 'AWS4-SHA256')).toBe(
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"',
    )
    expect(await by('X-Amz-Date', () => '2026-01-01')).toBe(
      `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
    )
    const credential = 'Error parsing the X-Amz-Credential parameter; '
    expect(await by('X-Amz-Credential', () => 'a/b/c')).toContain(`${credential}the Credential is mal-formed`)
    expect(await by('X-Amz-Credential', text => text.replace('/s3/', '/sns/'))).toBe(
      `${credential}incorrect service "sns". This endpoint belongs to "s3".`,
    )
    expect(await by('X-Amz-Credential', text => text.replace(/\/\d{8}\//, '/20060102/'))).toContain(
      'Invalid credential date "20060102". This date is not the same as X-Amz-Date: "',
    )
  })

  it('of tomorrow is not yet valid, and one of now is', async () => {
    const url = await presigned(new Date(Date.now() + 86_400_000))
    const { status, code, message, body } = await send(url)
    expect([status, code, message]).toEqual([403, 'AccessDenied', 'Request is not yet valid'])
    expect(member(body, 'X-Amz-Date')).toMatch(/^\d{13}$/)
    expect((await send(await presigned())).body).toBe('here')
  })
})

describe('what S3 does not have at a key', () => {
  it('is refused, so that a part without its upload is not the object', async () => {
    expect(await ask({ method: 'PUT', query: { partNumber: '1' } })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      message: 'This operation does not accept partNumber without uploadId',
    })
    expect(await ask({ method: 'PUT', query: { uploadId: 'some' } })).toMatchObject({ status: 405 })
    expect(await ask({ query: { uploads: '' } })).toMatchObject({
      status: 400,
      message: 'Key is not expected for the GET method ?uploads subresource',
    })
    expect(await ask({ query: { versions: '' } })).toMatchObject({
      status: 400,
      message: 'There is no such thing as the ?versions sub-resource for a key',
    })
    expect((await ask({ query: { partNumber: '1' } })).status).toBe(206)
    expect((await s3('GetObject', { Bucket, Key: 'key' })).Body).toBe('here')
  })

  it('and what to copy, where nothing is copied', async () => {
    const headers = { 'x-amz-copy-source': `${Bucket}/key` }
    for (const path of [`/${Bucket}`, `/${Bucket}/key`])
      for (const method of ['GET', 'DELETE'])
        expect(await ask({ method, headers }, path)).toMatchObject({
          status: 400,
          message: 'You can only specify a copy source header for copy requests.',
        })
    expect((await s3('GetObject', { Bucket, Key: 'key' })).Body).toBe('here')
    expect((await ask({ method: 'PUT', headers }, `/${Bucket}/copy`)).status).toBe(200)
  })
})

describe('a checksum', () => {
  const put = async (headers: Record<string, string>) => {
    const { status, message } = await ask({ method: 'PUT', headers }, `/${Bucket}/checked`)
    return `${status} ${message}`
  }
  const ofNothing = { 'x-amz-checksum-crc32': 'AAAAAA==' }

  it('is the one that is named', async () => {
    expect(await put({ 'x-amz-sdk-checksum-algorithm': 'CRC32' })).toBe(
      '400 x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
    expect(await put({ 'x-amz-sdk-checksum-algorithm': 'SHA1', ...ofNothing })).toBe(
      '400 Value for x-amz-sdk-checksum-algorithm header is invalid.',
    )
    expect(await put({ 'x-amz-checksum-none': 'AAAAAA==' })).toBe(
      '400 The algorithm type you specified in x-amz-checksum- header is invalid.',
    )
    expect(await put({ 'x-amz-sdk-checksum-algorithm': 'CRC32', ...ofNothing })).toMatch(/^200/)
  })
})

it('keys are deleted by a document that brings a digest, and by no other', async () => {
  await s3('PutObject', { Bucket, Key: 'deleted' })
  const Delete = { Objects: [{ Key: 'deleted' }] }
  const asked = { method: 'POST', query: { delete: '' } }
  expect(await ask(asked, `/${Bucket}`)).toMatchObject({
    status: 400,
    message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  })
  expect(await s3('DeleteObjects', { Bucket, Delete })).toMatchObject({ Deleted: Delete.Objects })
})

it('attributes of an object must be named', async () => {
  const asked = { query: { attributes: '' } }
  const message =
    'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty'
  expect(await ask(asked)).toMatchObject({ status: 400, code: 'InvalidRequest', message })
  expect((await ask({ ...asked, headers: { 'x-amz-object-attributes': 'ETag' } })).status).toBe(200)
})

it.each([
  ['192.168.1.1/key', 'Invalid copy source bucket name'],
  ['a&b/key', 'Invalid copy source bucket name'],
  ['bucket/%ZZ', 'Invalid copy source encoding.'],
])('what is copied from %s: %s', async (source, message) => {
  const asked = { method: 'PUT', headers: { 'x-amz-copy-source': source } }
  expect(await ask(asked, `/${Bucket}/copy`)).toMatchObject({ status: 400, code: 'InvalidArgument', message })
})

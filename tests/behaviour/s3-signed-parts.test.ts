import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh, keysOf } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What is not signed cannot make more of a request than whoever signed it meant. */
let server: TestServer
let Bucket: string
let key: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
  await s3('PutObject', { Bucket, Key: 'secret', Body: 'of the signer alone' })
})
afterAll(() => server.close())
beforeEach(() => {
  key = fresh('object')
})

const signer = (more: object = {}) =>
  new SignatureV4({
    credentials: server.trusting.admin,
    region: 'us-east-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
    ...more,
  })

function requestOf(method: string, headers: Record<string, string>) {
  const { hostname, port, host } = new URL(server.url)
  const path = `/${Bucket}/${key}`
  const all = { host, ...headers }
  return { method, protocol: 'http:', hostname, port: Number(port), path, query: {}, headers: all }
}

async function presigned(method: string): Promise<string> {
  const sent = await signer().presign(requestOf(method, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }), {
    expiresIn: 600,
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  })
  return `${server.url}${sent.path}?${new URLSearchParams(sent.query as Record<string, string>)}`
}

/** In the form before SigV4. */
function presignedV2(
  method: string,
  path = `/${Bucket}/${key}`,
  headers: Record<string, string> = {},
): string {
  const { accessKeyId, secretAccessKey } = server.trusting.admin
  const Expires = String(Math.floor(Date.now() / 1000) + 600)
  const canonical = Object.entries(headers)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')
  const Signature = createHmac('sha1', secretAccessKey)
    .update(`${method}\n\n\n${Expires}\n${canonical}${path}${path === `/${Bucket}` ? '/' : ''}`)
    .digest('base64')
  const query = { ...headers, AWSAccessKeyId: accessKeyId, Expires, Signature }
  return `${server.url}${path}?${new URLSearchParams(query)}`
}

async function asked(url: string, init: RequestInit) {
  const response = await fetch(url, init)
  return { status: response.status, body: await response.text() }
}

const stored = async () => (await s3('GetObject', { Bucket, Key: key })).Body
const copySource = () => `/${Bucket}/secret`

describe('whoever is handed a presigned upload', () => {
  it('cannot make a copy of it by a header that nobody signed', async () => {
    const url = await presigned('PUT')
    const answer = await asked(url, {
      method: 'PUT',
      headers: { 'x-amz-copy-source': copySource(), 'x-amz-tagging': 'a=b' },
    })
    expect(answer).toEqual({
      status: 403,
      body: expect.stringContaining(
        '<Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-copy-source, x-amz-tagging</HeadersNotSigned>',
      ),
    })
    expect(await stored()).toBeUndefined()
    expect((await asked(url, { method: 'PUT', body: 'as meant' })).status).toBe(200)
    expect(await stored()).toBe('as meant')
  })

  it('cannot make a copy of an older one by a parameter that nobody signed', async () => {
    const url = presignedV2('PUT')
    const more = { 'X-Amz-Signature': 'none', 'x-amz-copy-source': copySource() }
    expect((await asked(`${url}&${new URLSearchParams(more)}`, { method: 'PUT' })).status).toBe(400)
    expect(await stored()).toBeUndefined()
    expect((await asked(url, { method: 'PUT', body: Buffer.from('as meant') })).status).toBe(200)
  })
})

it('an older URL has as many headers as were signed: none hides in the value of another', async () => {
  const url = new URL(presignedV2('PUT', undefined, { 'x-amz-meta-a': 'b', 'x-amz-tagging': 'team=red' }))
  url.searchParams.set('x-amz-meta-a', 'b\nx-amz-tagging:team=red')
  url.searchParams.delete('x-amz-tagging')
  expect((await asked(url.href, { method: 'PUT' })).status).toBe(400)
  expect(await stored()).toBeUndefined()
  url.searchParams.set('x-amz-meta-a', 'b')
  url.searchParams.set('x-amz-tagging', 'team=red')
  expect((await asked(url.href, { method: 'PUT' })).status).toBe(200)
  expect((await s3('GetObjectTagging', { Bucket, Key: key })).TagSet).toEqual([{ Key: 'team', Value: 'red' }])
})

it('an older URL brings headers in its query, which are signed as headers are', async () => {
  const url = presignedV2('PUT', undefined, { 'x-amz-meta-a': 'b' })
  expect((await asked(url, { method: 'PUT' })).status).toBe(200)
  expect((await s3('HeadObject', { Bucket, Key: key })).Metadata).toEqual({ a: 'b' })
  for (const other of [url.replace('meta-a=b', 'meta-a=c'), `${url}&x-amz-copy-source=${copySource()}`])
    expect((await asked(other, { method: 'PUT' })).body).toContain('<Code>SignatureDoesNotMatch</Code>')
  expect((await asked(`${url}&X-Amz-Meta-A=c`, { method: 'PUT' })).status).toBe(400)
  expect((await s3('HeadObject', { Bucket, Key: key })).Metadata).toEqual({ a: 'b' })
})

it('a header of a URL may be in its query, though it is among the signed headers', async () => {
  const headers = { 'x-amz-meta-a': 'b', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const request = { ...requestOf('PUT', headers), query: { 'x-amz-meta-a': 'b' } }
  const sent = await signer().presign(request, {
    expiresIn: 600,
    unhoistableHeaders: new Set(['x-amz-meta-a']),
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  })
  const url = `${server.url}${sent.path}?${new URLSearchParams(sent.query as Record<string, string>)}`
  expect(url).toContain('SignedHeaders=host%3Bx-amz-meta-a')
  expect((await asked(url.replace('meta-a=b', 'meta-a=c'), { method: 'PUT' })).status).toBe(403)
  expect((await asked(url, { method: 'PUT', headers: { 'x-amz-meta-a': 'c' } })).status).toBe(403)
  expect((await asked(url, { method: 'PUT' })).status).toBe(200)
  expect((await s3('HeadObject', { Bucket, Key: key })).Metadata).toEqual({ a: 'b' })
})

describe('what is wrong with a signature', () => {
  const member = (body: string, name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1]

  it('is told with what was to be signed, but for session tokens', async () => {
    const url = (await presigned('GET')).replace(key, `${key}x`)
    const { status, body } = await asked(url, {})
    expect([status, member(body, 'Code')]).toEqual([403, 'SignatureDoesNotMatch'])
    expect(member(body, 'CanonicalRequest')).toMatch(new RegExp(`^GET&#xA;/${Bucket}/${key}x&#xA;`))
    const text = member(body, 'StringToSign')?.replaceAll('&#xA;', '\n') ?? ''
    expect(member(body, 'StringToSignBytes')).toBe(Buffer.from(text).toString('hex').match(/../g)?.join(' '))
    expect(member(body, 'AWSAccessKeyId')).toBe(server.trusting.admin.accessKeyId)
    expect(url).toContain(`X-Amz-Signature=${member(body, 'SignatureProvided')}`)
    const slashed = await asked(url.replace(`/${Bucket}`, `/%2F${Bucket}`), {})
    expect(member(slashed.body, 'CanonicalRequest')).toContain(`GET&#xA;//${Bucket}/`)
    const older = await asked(presignedV2('GET').replace(key, `${key}x`), {})
    expect(member(older.body, 'StringToSign')).toMatch(new RegExp(`/${Bucket}/${key}x$`))
    const session = await server.sts(server.trusting.admin).send(new GetSessionTokenCommand({}))
    const credentials = keysOf(session.Credentials)
    const sent = await signer({ credentials }).presign(requestOf('GET', {}), { expiresIn: 60 })
    const query = new URLSearchParams(sent.query as Record<string, string>)
    const ofSession = await asked(`${server.url}${sent.path}x?${query}`, {})
    expect(member(ofSession.body, 'Code')).toBe('SignatureDoesNotMatch')
    expect(ofSession.body).not.toContain(credentials.sessionToken?.slice(0, 40))
  })

  it('is told of a URL in words of its own', async () => {
    const url = await presigned('GET')
    for (const name of ['Date', 'Expires', 'SignedHeaders'])
      expect((await asked(url.replace(new RegExp(`X-Amz-${name}=[^&]*&?`), ''), {})).body).toContain(
        '<Code>AuthorizationQueryParametersError</Code><Message>Query-string authentication version 4 requires',
      )
    const twice = url.replace(
      /(X-Amz-Credential=)([^&]*)/,
      (_, name, value) => name + encodeURIComponent(value),
    )
    expect((await asked(twice, {})).body).toContain('the Credential is mal-formed')
    const dated = await asked(url, { headers: { 'x-amz-date': '20211122T191045Z' } })
    expect(dated.body).toContain('<HeadersNotSigned>x-amz-date</HeadersNotSigned>')
  })
})

it('an older URL may say again what its headers say, and nothing else', async () => {
  const { accessKeyId, secretAccessKey } = server.trusting.admin
  const Expires = String(Math.floor(Date.now() / 1000) + 600)
  const path = `/${Bucket}/${key}`
  const Signature = createHmac('sha1', secretAccessKey)
    .update(`PUT\n\ntext/plain\n${Expires}\nx-amz-meta-a:b\n${path}`)
    .digest('base64')
  const put = (said: object, headers: Record<string, string>) => {
    const query = new URLSearchParams({ AWSAccessKeyId: accessKeyId, Expires, Signature, ...said })
    const sent = { 'content-type': 'text/plain', ...headers }
    return asked(`${server.url}${path}?${query}`, { method: 'PUT', body: 'by url', headers: sent })
  }
  const signed = { 'x-amz-meta-a': 'b' }
  expect((await put({ 'x-amz-meta-a': 'c' }, signed)).status).toBe(400)
  expect((await put({ ...signed, 'x-amz-meta-c': 'd' }, signed)).status).toBe(403)
  expect(await stored()).toBeUndefined()
  expect((await put(signed, signed)).status).toBe(200)
  expect((await s3('HeadObject', { Bucket, Key: key })).Metadata).toEqual({ a: 'b' })
})

it('an older URL that reads a bucket reads none of its settings', async () => {
  const url = presignedV2('GET', `/${Bucket}`)
  for (const name of ['publicAccessBlock', 'ownershipControls', 'policyStatus', 'encryption'])
    expect(await asked(`${url}&${name}`, {})).toEqual({
      status: 403,
      body: expect.stringContaining('<Code>AccessDenied</Code>'),
    })
  expect((await asked(`${url}&list-type=2&prefix=sec`, {})).body).toContain('<Key>secret</Key>')
  expect((await asked(`${url}&tagging`, {})).body).toContain('<Code>SignatureDoesNotMatch</Code>')
})

describe('a signed request', () => {
  const put = async (headers: Record<string, string>, unsigned: Record<string, string> = {}) => {
    const sent = await signer().sign(requestOf('PUT', headers))
    const { host: _, ...own } = sent.headers as Record<string, string>
    const { body } = await asked(`${server.url}${sent.path}`, {
      method: 'PUT',
      headers: { ...own, ...unsigned },
      body: 'something',
    })
    return /<Code>(.*?)<\/Code>/.exec(body)?.[1] ?? 'kept'
  }
  const payload = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }

  it('has all of its headers that S3 goes by signed', async () => {
    expect(await put(payload, { 'x-amz-meta-a': 'b' })).toBe('AccessDenied')
    expect(await stored()).toBeUndefined()
    expect(await put({ ...payload, 'x-amz-meta-a': 'b' })).toBe('kept')
  })

  it('says what it says of its body in one of the ways there are', async () => {
    expect(await put({ 'x-amz-content-sha256': 'something-else' })).toBe('InvalidArgument')
    expect(await put({ 'x-amz-content-sha256': 'A'.repeat(64) })).toBe('InvalidArgument')
    expect(await put({})).toBe('InvalidRequest')
    expect(await stored()).toBeUndefined()
  })

  it('in chunks says how many bytes they are', async () => {
    expect(await put({ 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })).toBe(
      'MissingContentLength',
    )
  })
})

it('of a document whose sender is not known nothing is read', async () => {
  const forged = { credentials: { ...server.trusting.admin, secretAccessKey: 'another' } }
  const ask = async (keys: object) => {
    const asking = {
      ...requestOf('PUT', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      query: { tagging: '' },
    }
    const sent = await signer(keys).sign(asking)
    const headers = {
      ...(sent.headers as Record<string, string>),
      expect: '100-continue',
      'content-length': '9',
    }
    const told: string[] = []
    return new Promise<string[]>((resolve, reject) => {
      const outgoing = request(`${server.url}${sent.path}?tagging`, { method: 'PUT', headers }, incoming => {
        told.push(String(incoming.statusCode))
        incoming.resume().on('end', () => resolve(told))
      })
      outgoing.on('error', reject).on('continue', () => {
        told.push('continue')
        outgoing.end('<Tagging>')
      })
      outgoing.flushHeaders()
    })
  }
  expect(await ask(forged)).toEqual(['403'])
  expect(await ask({})).toEqual(['continue', '400'])
})

it('a request that is signed in two ways is answered by neither', async () => {
  const refused = {
    status: 400,
    body: expect.stringContaining(
      '<Code>InvalidArgument</Code><Message>Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified</Message><ArgumentName>Authorization</ArgumentName><RequestId>',
    ),
  }
  await s3('PutObject', { Bucket, Key: key, Body: 'here' })
  const sent = await signer().sign(requestOf('GET', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }))
  const { host: _, ...signed } = sent.headers as Record<string, string>
  const others = [
    'Bearer of-another-service',
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/iam/aws4_request',
  ]
  for (const url of [await presigned('GET'), presignedV2('GET')]) {
    for (const headers of [signed, ...others.map(authorization => ({ authorization }))])
      expect(await asked(url, { headers })).toEqual(refused)
    expect(await asked(url, {})).toEqual({ status: 200, body: 'here' })
  }
  expect(await asked(`${server.url}${sent.path}`, { headers: signed })).toEqual({ status: 200, body: 'here' })
})

describe('documents', () => {
  const send = async (query: string, body: string, keys?: object) => {
    const url = new URL(`${server.url}/${Bucket}?${query}`)
    const hashed = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const asking = { ...requestOf('POST', hashed), path: url.pathname, query: { [query]: '' } }
    const sent = keys ? await signer(keys).sign(asking) : asking
    const { host: _, ...signed } = sent.headers as Record<string, string>
    const headers = { ...signed, 'content-md5': createHash('md5').update(body).digest('base64') }
    const answer = await asked(url.href, { method: query === 'delete' ? 'POST' : 'PUT', headers, body })
    return [answer.status, /<Code>(.*?)<\/Code>/.exec(answer.body)?.[1]]
  }
  const objects = (count: number, length: number) =>
    `<Delete>${`<Object><Key>${'k'.repeat(length)}</Key></Object>`.repeat(count)}</Delete>`

  it('of many long keys are taken from who says who they are, and not from anybody', async () => {
    const document = objects(1000, 1000)
    expect(await send('delete', document, {})).toEqual([200, undefined])
    expect(await send('delete', document)).toEqual([400, 'MaxMessageLengthExceeded'])
    expect(await send('delete', objects(1000, 100))).toEqual([200, 'AccessDenied'])
  })

  it('of settings are no larger than settings may be, whoever sends them', async () => {
    const document = ' '.repeat(300 * 1024)
    expect(await send('policy', document)).toEqual([400, 'MaxMessageLengthExceeded'])
    expect(await send('policy', ' '.repeat(100))).toEqual([403, 'AccessDenied'])
  })
})

import { createHash, createHmac, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** How bodies are signed, on the wire: whole, left out, in chunks, with trailers; and URLs that are signed for others. */
let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())

interface Sent {
  readonly status: number
  readonly body: string
}

function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer | string = '',
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, server.url), { method, headers }, incoming => {
      let text = ''
      incoming.setEncoding('utf8').on('data', piece => {
        text += piece
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }))
    })
    outgoing.on('error', reject).end(body)
  })
}

/** As `curl -X PUT` does, and no HTTP library: a body that nobody announces is none. */
function sendWithoutLength(method: string, path: string, headers: Record<string, string>): Promise<Sent> {
  const { hostname, port } = new URL(server.url)
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`),
    )
    socket.setEncoding('utf8').on('data', piece => {
      text += piece
    })
    socket.on('error', reject).on('end', () => resolve({ status: Number(text.split(' ')[1]), body: text }))
  })
}

/** Headers with a signature over them, and over what they say of the body. */
async function signed(
  method: string,
  path: string,
  headers: Record<string, string>,
  keys: Keys = server.trusting.admin,
) {
  const { hostname, port, host } = new URL(server.url)
  const signer = new SignatureV4({
    credentials: keys,
    region: 'us-east-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const sent = await signer.sign({
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    query: {},
    headers: { host, ...headers },
  })
  return sent.headers as Record<string, string>
}

let key = ''
beforeEach(() => {
  key = fresh('object')
})
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const body = 'x'.repeat(70_000)

async function put(payload: string, sent: Buffer | string = body, more: Record<string, string> = {}) {
  const path = `/${Bucket}/${key}`
  const headers = await signed('PUT', path, {
    'x-amz-content-sha256': payload,
    'content-length': String(Buffer.byteLength(sent)),
    ...more,
  })
  const { status, body: text } = await send('PUT', path, headers, sent)
  return status === 200 ? 'kept' : (/<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? String(status))
}

const stored = async () => (await s3('GetObject', { Bucket, Key: key })).Body

describe('a body', () => {
  it('is kept when it is the one that was signed', async () => {
    expect(await put(sha256(body))).toBe('kept')
    expect(await stored()).toBe(body)
  })

  it('is not kept when it is another', async () => {
    expect(await put(sha256('another'))).toBe('XAmzContentSHA256Mismatch')
    expect(await stored()).toBeUndefined()
  })

  it('has ETag and checksum of what it is, however large', async () => {
    const large = randomBytes(3 * 1024 * 1024 + 1)
    const shown = async (of: string) => {
      const asked = { Bucket, Key: of, ChecksumMode: 'ENABLED' }
      const { ETag, ChecksumCRC64NVME, ContentLength } = await s3('HeadObject', asked)
      return { ETag, ChecksumCRC64NVME, ContentLength }
    }
    // The SDK's own checksum, which the server has compared.
    const other = fresh('object')
    await s3('PutObject', { Bucket, Key: other, Body: large, ChecksumAlgorithm: 'CRC64NVME' })
    const expected = await shown(other)
    const ETag = `"${createHash('md5').update(large).digest('hex')}"`
    expect(expected).toMatchObject({ ETag, ContentLength: large.length })

    expect(await put(sha256(large), large)).toBe('kept')
    expect(await shown(key)).toEqual(expected)
    large[1_000_000] = 255 - (large[1_000_000] ?? 0)
    expect(await put('UNSIGNED-PAYLOAD', large)).toBe('kept')
    const changed = await shown(key)
    expect(changed.ETag).not.toBe(ETag)
    expect(changed.ChecksumCRC64NVME).not.toBe(expected.ChecksumCRC64NVME)
    expect(await put(sha256('another'), large)).toBe('XAmzContentSHA256Mismatch')
    expect(await shown(key)).toEqual(changed)
  })

  it('must be told of, even where there seems to be none', async () => {
    const path = `/${Bucket}/${key}`
    const all = await signed('PUT', path, { 'x-amz-content-sha256': sha256('') })
    const { 'x-amz-content-sha256': _, ...headers } = all
    const answer = await send('PUT', path, { ...headers, 'content-length': String(body.length) }, body)
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('x-amz-content-sha256') })
    expect(await stored()).toBeUndefined()
  })

  it('is not asked for by how it is encrypted', async () => {
    await s3('PutObject', { Bucket, Key: key, Body: 'here' })
    const path = `/${Bucket}/${key}`
    const read = async (method: string, more: Record<string, string>) => {
      const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...more }
      return send(method, path, await signed(method, path, headers))
    }
    const encrypted = { 'x-amz-server-side-encryption': 'AES256' }
    expect(await read('GET', encrypted)).toMatchObject({
      status: 400,
      body: expect.stringContaining(
        'x-amz-server-side-encryption header is not supported for this operation.',
      ),
    })
    expect(await read('HEAD', encrypted)).toMatchObject({ status: 400 })
    expect(await read('GET', {})).toMatchObject({ status: 200, body: 'here' })
  })

  it('may be left out of the signature', async () => {
    expect(await put('UNSIGNED-PAYLOAD')).toBe('kept')
    expect(await stored()).toBe(body)
  })

  it('that ends early leaves nothing, and what was there before stays', async () => {
    await s3('PutObject', { Bucket, Key: key, Body: 'before' })
    const path = `/${Bucket}/${key}`
    const headers = await signed('PUT', path, {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': '100000',
    })
    await new Promise<void>(resolve => {
      const outgoing = request(new URL(path, server.url), { method: 'PUT', headers })
      outgoing.on('error', () => resolve())
      outgoing.write('half of it', () => setTimeout(() => outgoing.destroy(), 50))
      outgoing.on('close', () => resolve())
    })
    expect(await stored()).toBe('before')
  })

  it('that is refused half way is no hindrance to what is asked next on its connection', async () => {
    const path = `/${Bucket}/${key}`
    const sent = Buffer.alloc(3_000_000, 'no chunk\n')
    const headers = await signed('PUT', path, {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '1000000',
      'content-length': String(sent.length),
    })
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const { hostname, port } = new URL(server.url)
    const text = await new Promise<string>((resolve, reject) => {
      let answers = ''
      const socket = connect(Number(port), hostname)
      socket.setEncoding('utf8').on('data', piece => {
        answers += piece
      })
      socket.on('error', reject).on('end', () => resolve(answers))
      socket.write(`${[`PUT ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`)
      socket.write(sent)
      socket.write('GET /_crossrole/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    })
    expect(text).toMatch(/^HTTP\/1.1 400 .*<Code>IncompleteBody<.*HTTP\/1.1 200 OK\r\n.*"ok"/s)
    expect(await stored()).toBeUndefined()
  })

  it('must say how long it is', async () => {
    const path = `/${Bucket}/${key}`
    const headers = await signed('PUT', path, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })
    const refused = { status: 411, body: expect.stringContaining('MissingContentLength') }
    const inPieces = { ...headers, 'transfer-encoding': 'chunked' }
    expect(await send('PUT', path, inPieces, body)).toMatchObject(refused)
    expect(await sendWithoutLength('PUT', path, headers)).toMatchObject(refused)
    expect(await send('PUT', path, { ...headers, 'content-length': '0' }, '')).toMatchObject({ status: 200 })
  })

  it('of a document is judged as well', async () => {
    const path = `/${Bucket}`
    const sent = '<Tagging><TagSet></TagSet></Tagging>'
    const ask = async (payload: string) => {
      const { hostname, port, host } = new URL(server.url)
      const signer = new SignatureV4({
        credentials: server.trusting.admin,
        region: 'us-east-1',
        service: 's3',
        sha256: Sha256,
        uriEscapePath: false,
        applyChecksum: false,
      })
      const { headers } = await signer.sign({
        method: 'PUT',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path,
        query: { tagging: '' },
        headers: { host, 'x-amz-content-sha256': payload, 'content-length': String(sent.length) },
      })
      return send('PUT', `${path}?tagging`, headers as Record<string, string>, sent)
    }
    expect(await ask(sha256(sent))).toMatchObject({ status: 204 })
    expect(await ask(sha256('other'))).toMatchObject({
      status: 400,
      body: expect.stringContaining('XAmzContentSHA256Mismatch'),
    })
  })
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
class Chunks {
  readonly #key: Buffer
  readonly #scope: string
  readonly #date: string
  #previous: string

  constructor(headers: Record<string, string>, secret: string) {
    const [, scope = '', signature = ''] =
      /Credential=[^/]+\/([^,]+),.*Signature=([0-9a-f]+)/.exec(headers.authorization ?? '') ?? []
    this.#scope = scope
    this.#date = headers['x-amz-date'] ?? ''
    this.#previous = signature
    this.#key = scope
      .split('/')
      .reduce(
        (key: Buffer | string, part) => createHmac('sha256', key).update(part).digest(),
        `AWS4${secret}`,
      ) as Buffer
  }

  chunk(data: string): string {
    const text = `AWS4-HMAC-SHA256-PAYLOAD\n${this.#date}\n${this.#scope}\n${this.#previous}\n${sha256('')}\n${sha256(data)}`
    return `${data.length.toString(16)};chunk-signature=${this.#sign(text)}\r\n${data}${data === '' ? '' : '\r\n'}`
  }

  trailer(line: string): string {
    const text = `AWS4-HMAC-SHA256-TRAILER\n${this.#date}\n${this.#scope}\n${this.#previous}\n${sha256(`${line}\n`)}`
    return `${line}\r\nx-amz-trailer-signature:${this.#sign(text)}\r\n\r\n`
  }

  #sign(text: string): string {
    this.#previous = createHmac('sha256', this.#key).update(text).digest('hex')
    return this.#previous
  }
}

const crc = (text: string) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes.toString('base64')
}

async function putChunks(
  payload: string,
  write: (chunks: Chunks) => string,
  { decoded = String(body.length), more = {} }: { decoded?: string; more?: Record<string, string> } = {},
) {
  const path = `/${Bucket}/${key}`
  const headers = await signed('PUT', path, {
    'x-amz-content-sha256': payload,
    'x-amz-decoded-content-length': decoded,
    'content-encoding': 'aws-chunked',
    ...more,
  })
  const text = write(new Chunks(headers, server.trusting.admin.secretAccessKey))
  const answer = await send('PUT', path, { ...headers, 'content-length': String(text.length) }, text)
  return answer.status === 200
    ? 'kept'
    : (/<Code>(.*?)<\/Code>/.exec(answer.body)?.[1] ?? String(answer.status))
}

describe('signed chunks', () => {
  const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  const whole = (chunks: Chunks) =>
    `${chunks.chunk(body.slice(0, 65_536))}${chunks.chunk(body.slice(65_536))}${chunks.chunk('')}\r\n`

  it('are taken apart, each by its signature', async () => {
    expect(await putChunks(kind, whole)).toBe('kept')
    expect(await stored()).toBe(body)
    expect(await s3('HeadObject', { Bucket, Key: key })).not.toHaveProperty('ContentEncoding')
  })

  it.each<[string, (chunks: Chunks) => string, string]>([
    ['altered', chunks => whole(chunks).replace('xxxx', 'xxxy'), 'SignatureDoesNotMatch'],
    [
      'in another order',
      chunks => {
        const [one, two] = [chunks.chunk(body.slice(0, 65_536)), chunks.chunk(body.slice(65_536))]
        return `${two}${one}${chunks.chunk('')}\r\n`
      },
      'SignatureDoesNotMatch',
    ],
    ['unsigned', () => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, 'IncompleteBody'],
    [
      'with half a signature',
      chunks => whole(chunks).replace(/(signature=.{32}).{32}/, '$1'),
      'IncompleteBody',
    ],
    ['without the last', chunks => chunks.chunk(body), 'IncompleteBody'],
    ['that are none', () => body, 'IncompleteBody'],
  ])('%s are not kept', async (_, write, refused) => {
    expect(await putChunks(kind, write)).toBe(refused)
    expect(await stored()).toBeUndefined()
  })

  /** https://github.com/versity/versitygw/issues/1683, where AWS's answer is recorded */
  it('smaller than 8 KiB are not kept, but the last', async () => {
    const cut = (size: number) => (chunks: Chunks) =>
      `${chunks.chunk(body.slice(0, size))}${chunks.chunk(body.slice(size))}${chunks.chunk('')}\r\n`
    expect(await putChunks(kind, cut(8191))).toBe('InvalidChunkSizeError')
    expect(await stored()).toBeUndefined()
    expect(await putChunks(kind, cut(8192))).toBe('kept')
    expect(await putChunks(kind, cut(body.length - 1))).toBe('kept')
    expect(await stored()).toBe(body)
  })

  it('that are fewer bytes than was said are not kept', async () => {
    expect(await putChunks(kind, whole, { decoded: String(body.length + 1) })).toBe('IncompleteBody')
    expect(await putChunks(kind, whole, { decoded: String(body.length - 1) })).toBe('IncompleteBody')
    expect(await stored()).toBeUndefined()
  })
})

describe('trailers', () => {
  const more = { 'x-amz-trailer': 'x-amz-checksum-crc32' }

  it('bring the checksum, unsigned', async () => {
    const write = (sum: string) => () =>
      `${body.length.toString(16)}\r\n${body}\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`
    const kind = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
    expect(await putChunks(kind, write(crc('other')), { more })).toBe('BadDigest')
    expect(await putChunks(kind, write('none'), { more })).toBe('InvalidRequest')
    expect(await putChunks(kind, () => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, { more })).toBe(
      'MalformedTrailerError',
    )
    expect(await stored()).toBeUndefined()
    expect(await putChunks(kind, write(crc(body)), { more })).toBe('kept')
    expect(await s3('GetObject', { Bucket, Key: key, ChecksumMode: 'ENABLED' })).toMatchObject({
      ChecksumCRC32: crc(body),
    })
  })

  it('are those that were announced, and one checksum', async () => {
    const kind = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
    const write = (trailer: string) => () =>
      `${body.length.toString(16)}\r\n${body}\r\n0\r\n${trailer}\r\n\r\n`
    const sum = write(`x-amz-checksum-crc32:${crc(body)}`)
    expect(await putChunks(kind, sum)).toBe('MalformedTrailerError')
    expect(await putChunks(kind, write(`:${crc(body)}`), { more })).toBe('MalformedTrailerError')
    const unknown = { 'x-amz-trailer': 'x-amz-checksum-none' }
    expect(await putChunks(kind, write('x-amz-checksum-none:1'), { more: unknown })).toBe('InvalidRequest')
    const both = { ...more, 'x-amz-checksum-crc32': crc(body) }
    expect(await putChunks(kind, sum, { more: both })).toBe('InvalidRequest')
    expect(await stored()).toBeUndefined()
    expect(await putChunks(kind, sum, { more })).toBe('kept')
  })

  it('bring the checksum, signed', async () => {
    const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
    const write = (change: (trailer: string) => string) => (chunks: Chunks) =>
      `${chunks.chunk(body)}${chunks.chunk('')}${change(chunks.trailer(`x-amz-checksum-crc32:${crc(body)}`))}`
    expect(
      await putChunks(
        kind,
        write(trailer => trailer.replace(crc(body), crc('other'))),
        { more },
      ),
    ).toBe('SignatureDoesNotMatch')
    expect(await stored()).toBeUndefined()
    expect(
      await putChunks(
        kind,
        write(trailer => trailer),
        { more },
      ),
    ).toBe('kept')
    expect(await stored()).toBe(body)
  })

  it('are what the SDK sends of a stream', async () => {
    const client = server.s3(server.trusting.admin)
    const put = (first: number) => {
      const Body = Readable.from([Buffer.from(body.slice(0, first)), Buffer.from(body.slice(first))])
      return client.send(new PutObjectCommand({ Bucket, Key: key, Body, ContentLength: body.length }))
    }
    // It makes a chunk of what it is given at once, and knows what is said of those that are too small.
    await expect(put(1000)).rejects.toThrow('less than 8192 bytes. Set [requestStreamBufferSize')
    expect(await stored()).toBeUndefined()
    await put(10_000)
    expect(await stored()).toBe(body)
  })

  it('of a kind that is not known are not kept', async () => {
    expect(await putChunks('STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', () => body)).toBe('NotImplemented')
  })
})

/** A URL that somebody signs for others. */
async function presigned(
  method: string,
  seconds: number,
  { keys = server.trusting.admin, query = {} }: { keys?: Keys; query?: Record<string, string> } = {},
) {
  const { hostname, port, host } = new URL(server.url)
  const signer = new SignatureV4({
    credentials: keys,
    region: 'eu-west-3',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const sent = await signer.presign(
    {
      method,
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: `/${Bucket}/${key}`,
      query,
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: seconds, unsignableHeaders: new Set(['x-amz-content-sha256']) },
  )
  return `${server.url}${sent.path}?${new URLSearchParams(sent.query as Record<string, string>)}`
}

describe('a presigned URL', () => {
  it('does for anybody what its maker may, as long as it says', async () => {
    const url = await presigned('PUT', 600)
    expect((await fetch(url, { method: 'PUT', body: 'by url' })).status).toBe(200)
    const read = await presigned('GET', 600)
    expect(await (await fetch(read)).text()).toBe('by url')
    expect((await fetch(read, { method: 'DELETE' })).status).toBe(403)
    expect((await fetch(read.replace(key, `${key}x`))).status).toBe(403)
    const nobody = await makeUser(server, server.trusting)
    expect((await fetch(await presigned('GET', 600, { keys: nobody.keys }))).status).toBe(403)
  })

  it('asks under the condition keys of its form', async () => {
    await s3('PutObject', { Bucket, Key: key, Body: 'here' })
    const byUrl = allow('s3:GetObject', '*', { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } })
    const reader = await makeUser(server, server.trusting, byUrl)
    expect((await fetch(await presigned('GET', 60, { keys: reader.keys }))).status).toBe(200)
    expect(await s3('GetObject', { Bucket, Key: key }, reader.keys)).toMatchObject({
      refused: 'AccessDenied',
    })
  })

  it('is over when it says, and lasts no longer than a week', async () => {
    await s3('PutObject', { Bucket, Key: key, Body: 'here' })
    const [short, week] = [await presigned('GET', 1), await presigned('GET', 604_800)]
    expect((await fetch(week)).status).toBe(200)
    server.advance(3600)
    const over = await fetch(short)
    expect([over.status, await over.text()]).toEqual([
      403,
      expect.stringMatching(/Request has expired.*<X-Amz-Expires>1<.*<Expires>.*<ServerTime>/),
    ])
    expect((await fetch(week)).status).toBe(200)
    server.advance(-3600)
    const lasting = async (seconds: string) => {
      const answer = await fetch(week.replace('X-Amz-Expires=604800', `X-Amz-Expires=${seconds}`))
      return { status: answer.status, body: await answer.text() }
    }
    const refused = (message: string) => ({
      status: 400,
      body: expect.stringContaining(
        `<Code>AuthorizationQueryParametersError</Code><Message>${message}</Message>`,
      ),
    })
    expect(await lasting('604801')).toEqual(
      refused(
        'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      ),
    )
    expect(await lasting('-7')).toEqual(refused('X-Amz-Expires must be non-negative'))
    expect(await lasting('soon')).toEqual(refused('X-Amz-Expires should be a number'))
    expect(await lasting('0')).toEqual({ status: 403, body: expect.stringContaining('Request has expired') })
  })

  it('in the form before SigV4 does too', async () => {
    await s3('PutObject', { Bucket, Key: key, Body: 'here' })
    const { accessKeyId, secretAccessKey } = server.trusting.admin
    const url = (expires: number, method = 'GET') => {
      const text = `${method}\n\n\n${expires}\n/${Bucket}/${key}`
      const Signature = createHmac('sha1', secretAccessKey).update(text).digest('base64')
      return `${server.url}/${Bucket}/${key}?${new URLSearchParams({ AWSAccessKeyId: accessKeyId, Expires: String(expires), Signature })}`
    }
    const later = Math.floor(Date.now() / 1000) + 86_400
    expect(await (await fetch(url(later))).text()).toBe('here')
    expect((await fetch(url(later, 'PUT'))).status).toBe(403)
    expect((await fetch(url(1))).status).toBe(403)
    expect((await fetch(url(later).replace(/Expires=\d+/, `Expires=${later + 1}`))).status).toBe(403)
    expect((await fetch(`${url(later)}&AWSAccessKeyId=other`)).status).toBe(400)
  })
})

describe('whoever cannot sign', () => {
  it('is told in S3’s words', async () => {
    const ask = async (keys: Partial<Keys>) =>
      (await s3('GetObject', { Bucket, Key: key }, { ...server.trusting.admin, ...keys })).refused
    expect(await ask({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toBe('InvalidAccessKeyId')
    expect(await ask({ secretAccessKey: 'another' })).toBe('SignatureDoesNotMatch')
    const session = await server.sts(server.trusting.admin).send(new GetSessionTokenCommand({}))
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = session.Credentials ?? {}
    expect(await ask({ accessKeyId, secretAccessKey })).toBe('InvalidAccessKeyId')
    expect(await ask({ accessKeyId, secretAccessKey, sessionToken: 'another' })).toBe('InvalidToken')
    expect(await ask({ sessionToken: 'none' })).toBe('InvalidToken')
    const path = `/${Bucket}/${key}`
    const headers = await signed('GET', path, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })
    const old = {
      ...headers,
      'x-amz-date': '20200101T000000Z',
      authorization: (headers.authorization ?? '').replace(/\/\d{8}\//, '/20200101/'),
    }
    expect((await send('GET', path, old)).body).toContain('<Code>RequestTimeTooSkewed</Code>')
    for (const date of [undefined, '', 'Bad Date']) {
      const { 'x-amz-date': _, ...undated } = headers
      const dated = date === undefined ? undated : { ...undated, 'x-amz-date': date }
      expect(await send('GET', path, dated)).toMatchObject({
        status: 403,
        body: expect.stringContaining(
          '<Code>AccessDenied</Code><Message>AWS authentication requires a valid Date or x-amz-date header</Message>',
        ),
      })
    }
    const by = async (authorization: string) =>
      /<Code>(\w+)/.exec((await send('PUT', path, { ...headers, authorization }, body)).body)?.[1]
    expect(await by('AWS4-HMAC-SHA256 Credential=HAHAHA')).toBe('AuthorizationHeaderMalformed')
    expect(await by('AWS AKIAIOSFODNN7EXAMPLE:c2lnbmF0dXJl')).toBe('InvalidRequest')
    expect(await by('Bearer of-another-service')).toBe('InvalidArgument')
    expect(await by('')).toBe('AccessDenied')
    const elsewhere = { ...headers, authorization: (headers.authorization ?? '').replace('us-east-1', 'US') }
    expect((await send('GET', path, elsewhere)).body).toContain('<Region>us-east-1</Region>')
  })
})

describe('a document', () => {
  it('that is none of its operation’s is malformed, and changes nothing', async () => {
    const documents = [
      '<Tagging',
      '<Tagging><TagSet><Tag><Key>a</Key></Tag></Tagging>',
      '<Other><TagSet/></Other>',
      '<Tagging><TagSet/><More/></Tagging>',
      '<!DOCTYPE a [<!ENTITY e "x">]><Tagging><TagSet><Tag><Key>&e;</Key><Value/></Tag></TagSet></Tagging>',
      `${'<Tagging>'.repeat(100)}${'</Tagging>'.repeat(100)}`,
    ]
    await s3('PutObject', { Bucket, Key: key, Body: '' })
    const path = `/${Bucket}/${key}`
    const { hostname, port, host } = new URL(server.url)
    const signer = new SignatureV4({
      credentials: server.trusting.admin,
      region: 'us-east-1',
      service: 's3',
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: false,
    })
    for (const document of documents) {
      const { headers } = await signer.sign({
        method: 'PUT',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path,
        query: { tagging: '' },
        headers: {
          host,
          'x-amz-content-sha256': sha256(document),
          'content-length': String(document.length),
        },
      })
      const answer = await send('PUT', `${path}?tagging`, headers as Record<string, string>, document)
      expect([document, answer.body]).toEqual([
        document,
        expect.stringContaining('<Code>MalformedXML</Code>'),
      ])
    }
  })
})

it('many readers of what is being overwritten each see one whole object', async () => {
  const versions = ['a', 'b', 'c'].map(letter => letter.repeat(400_000))
  await s3('PutObject', { Bucket, Key: key, Body: versions[0] })
  const client = server.s3(server.trusting.admin)
  const writing = (async () => {
    for (const Body of [...versions, ...versions]) await s3('PutObject', { Bucket, Key: key, Body })
  })()
  const readings = Array.from({ length: 12 }, async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
    return Body?.transformToString()
  })
  for (const text of await Promise.all(readings)) expect(versions.includes(text ?? '')).toBe(true)
  await writing
})

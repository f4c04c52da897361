import { createHmac } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { type RunningServer, serve } from '../../src/server/main.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'
import { rawGet } from './console-browser.ts'

/** The console's files as browsers get them. */
const html = '<!doctype html><title>Console</title>'
const script = 'export const answer = 42\n'.repeat(100)

let directory: string
let server: RunningServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-pages-'))
  await mkdir(join(directory, 'built/assets'), { recursive: true })
  await writeFile(join(directory, 'secret.txt'), 'secret')
  await writeFile(join(directory, 'built/index.html'), html)
  await writeFile(join(directory, 'built/assets/main-abc123.js'), script)
  await writeFile(join(directory, 'built/assets/font-abc123.woff2'), 'font')
  server = await start(join(directory, 'built'))
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

async function start(consoleDirectory: string): Promise<RunningServer> {
  return serve(await testFoundation(), { host: '127.0.0.1', port: 0, consoleDirectory }, silentLog)
}

const get = (path: string, headers?: Record<string, string>) => rawGet(`${server.url}${path}`, headers)

describe('a page', () => {
  it.each([
    '/console',
    '/console/',
    '/console/my-alias',
    '/console/iam/roles/details/Auditor',
    '/signin',
    '/switchrole?account=1&roleName=x',
    '/console/index.html',
  ])('is answered at %s, and is kept by no cache', async path => {
    const { status, headers, body } = await get(path)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body.toString()).toBe(html)
  })

  it('runs our own scripts only, is framed by nobody, and tells nobody where it was', async () => {
    const { headers } = await get('/console')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    // Objects of buckets come from the same origin: its folder is named, not the origin alone.
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe(`${server.url}/console/assets/`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  it('is no page for what is signed or posted: that is the API’s', async () => {
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request' }
    for (const response of [
      await fetch(`${server.url}/console/key`, { headers: signed }),
      await fetch(`${server.url}/console/key?X-Amz-Algorithm=AWS4-HMAC-SHA256`),
      await fetch(`${server.url}/console`, { method: 'POST' }),
      await fetch(`${server.url}/consoles`),
      await fetch(`${server.url}/signin/more`),
    ]) {
      expect(response.headers.get('content-type')).not.toContain('html')
      expect(response.status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('a bucket that is called like a page', () => {
  const Bucket = 'console'
  const Key = 'key'
  const s3 = () => {
    const key = server.created?.[0]?.accessKeys[0]
    const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
    return new S3Client({ endpoint: server.url, region: 'us-east-1', credentials, forcePathStyle: true })
  }
  /** In the form before SigV4. */
  const presignedV2 = () => {
    const { id, secret } = server.created?.[0]?.accessKeys[0] ?? { id: '', secret: '' }
    const Expires = String(Math.floor(Date.now() / 1000) + 600)
    const Signature = createHmac('sha1', secret)
      .update(`GET\n\n\n${Expires}\n/${Bucket}/${Key}`)
      .digest('base64')
    return `/${Bucket}/${Key}?${new URLSearchParams({ AWSAccessKeyId: id, Expires, Signature })}`
  }

  it('is S3’s for who signs, and the page’s for who does not, even where anybody may read it', async () => {
    await s3().send(new CreateBucketCommand({ Bucket }))
    await s3().send(new PutObjectCommand({ Bucket, Key, Body: 'an object' }))
    await s3().send(new DeletePublicAccessBlockCommand({ Bucket }))
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    }
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [open] })
    await s3().send(new PutBucketPolicyCommand({ Bucket, Policy }))
    const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }))
    expect(await Body?.transformToString()).toBe('an object')
    expect((await get(presignedV2())).body.toString()).toBe('an object')
    expect((await get(`/${Bucket}/${Key}`)).body.toString()).toBe(html)
    expect((await get(`/${Bucket}`)).body.toString()).toBe(html)
    // The name in the host leaves the path to the key.
    expect((await get(`/${Key}`, { host: `${Bucket}.localhost` })).body.toString()).toBe('an object')
  })

  it('takes what else is not signed as any other bucket does', async () => {
    for (const method of ['PUT', 'POST', 'DELETE']) {
      const response = await fetch(`${server.url}/${Bucket}/${Key}`, { method })
      expect(response.headers.get('content-type')).toBe('application/xml')
      expect([403, 405]).toContain(response.status)
    }
  })
})

it('the address of the server leads a browser to the console, and nobody else', async () => {
  const browser = await get('/', { accept: 'text/html,application/xhtml+xml;q=0.9' })
  expect([browser.status, browser.headers.location]).toEqual([302, '/console'])
  expect((await get('/', { accept: '*/*' })).status).toBe(403)
})

it('what the API answers is of no origin and runs nothing when a browser opens it', async () => {
  for (const path of ['/?Action=ListUsers&Version=2010-05-08', '/bucket/page.html']) {
    const { headers } = await get(path)
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox")
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

it('a host that is none by its form adds nothing to the policy of a page', async () => {
  const { headers } = await get('/console', { host: "x; script-src 'unsafe-inline'" })
  expect(headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'")
})

describe('a file', () => {
  it('that has its hash in its name is kept for ever, and comes compressed to who takes that', async () => {
    const path = '/console/assets/main-abc123.js'
    const plain = await get(path)
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body.toString()).toBe(script)
    const zipped = await get(path, { 'accept-encoding': 'br, gzip' })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(zipped.body.length).toBeLessThan(script.length / 2)
    expect(gunzipSync(zipped.body).toString()).toBe(script)
    expect((await get(path, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined()
    const font = await get('/console/assets/font-abc123.woff2', { 'accept-encoding': 'gzip' })
    expect(font.headers).not.toHaveProperty('content-encoding')
  })

  it('is not sent again to who has it', async () => {
    const path = '/console/assets/main-abc123.js'
    const { headers } = await get(path)
    const again = await get(path, { 'if-none-match': String(headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it.each([
    '/console/assets/none.js',
    '/console/assets/../../secret.txt',
    '/console/assets/%2e%2e/%2e%2e/secret.txt',
    '/console/reference/none.json',
  ])('is not found outside of what was built: %s', async path => {
    const response = await asSent(path)
    expect(response).toMatch(/^HTTP\/1\.1 404 /)
    expect(response).not.toContain('\r\n\r\nsecret')
  })
})

/** As bytes: clients tidy such paths up. */
async function asSent(path: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

it('without a build the paths say so, and begin to answer when there is one', async () => {
  const later = join(directory, 'later')
  const unbuilt = await start(later)
  const missing = await fetch(`${unbuilt.url}/console`)
  expect(missing.status).toBe(503)
  expect(await missing.text()).toContain('npm run build:console')
  await mkdir(later)
  await writeFile(join(later, 'index.html'), html)
  expect(await (await fetch(`${unbuilt.url}/console`)).text()).toBe(html)
  await unbuilt.close()
})

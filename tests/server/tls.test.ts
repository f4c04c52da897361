import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../src/server/configuration.ts'
import { silentLog } from '../../src/server/log.ts'
import { type RunningServer, serve, startServer } from '../../src/server/main.ts'
import { makeCertificate, oid, sequence, tlv } from '../behaviour/support/certificates.ts'
import { policy } from '../behaviour/support/scene.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

const loopback = sequence(oid('551d11'), tlv(4, sequence(tlv(0x87, Buffer.from([127, 0, 0, 1])))))
const { pem, privateKey } = makeCertificate({ extensions: sequence(loopback) })
const tls = { cert: Buffer.from(pem), key: Buffer.from(privateKey) }
const here = { host: '127.0.0.1', port: 0 }

let server: RunningServer
beforeAll(async () => {
  server = await serve(await testFoundation(), { ...here, tls }, silentLog)
})
afterAll(() => server.close())

function s3Of({ url, created }: RunningServer): S3Client {
  const [key] = created?.flatMap(({ accessKeys }) => accessKeys) ?? []
  if (!key) throw new Error('the bootstrap made nobody with keys')
  const credentials = { accessKeyId: key.id, secretAccessKey: key.secret }
  return new S3Client({
    ...{ endpoint: url, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 },
    requestHandler: { httpsAgent: new Agent({ ca: pem }) },
  })
}

const overTls = { Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }

/** What real buckets are given most often: no way in but by TLS. */
async function uploadTo(server: RunningServer): Promise<unknown> {
  const s3 = s3Of(server)
  const at = { Bucket: 'only-by-tls', Key: 'k' }
  try {
    await s3.send(new CreateBucketCommand(at))
    const Resource = ['arn:aws:s3:::only-by-tls', 'arn:aws:s3:::only-by-tls/*']
    const Policy = policy({ Effect: 'Deny', ...overTls, Resource })
    await s3.send(new PutBucketPolicyCommand({ ...at, Policy }))
    await s3.send(new PutObjectCommand({ ...at, Body: Buffer.alloc(3_000_000, 'x') }))
    const { Body } = await s3.send(new GetObjectCommand(at))
    return (await Body?.transformToByteArray())?.length
  } catch (error) {
    return error instanceof Error ? error.name : error
  } finally {
    s3.destroy()
  }
}

/** Until the server hangs up. */
const ended = (socket: Socket) =>
  new Promise<string>(resolve => {
    let said = ''
    socket.setEncoding('utf8').on('data', text => {
      said += text
    })
    socket.on('error', () => {}).on('close', () => resolve(said))
  })

describe('a server with a certificate', () => {
  it('is asked by TLS, and policies know that', async () => {
    expect(server.url).toMatch(/^https:/)
    expect(await uploadTo(server)).toBe(3_000_000)
    const plain = await serve(await testFoundation(), here, silentLog)
    expect(await uploadTo(plain)).toBe('AccessDenied')
    await plain.close()
  })

  it('tells policies of buckets which version of TLS is spoken', async () => {
    const s3 = s3Of(server)
    const at = { Bucket: 'by-version', Key: 'k' }
    await s3.send(new CreateBucketCommand(at))
    await s3.send(new PutObjectCommand({ ...at, Body: 'k' }))
    const readsUnless = async (Condition: object) => {
      const statement = { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Condition }
      const Policy = policy({ ...statement, Resource: 'arn:aws:s3:::by-version/*' })
      await s3.send(new PutBucketPolicyCommand({ ...at, Policy }))
      return s3.send(new GetObjectCommand(at)).then(
        () => 'read',
        error => error.name,
      )
    }
    expect(await readsUnless({ NumericLessThan: { 's3:TlsVersion': '1.2' } })).toBe('read')
    expect(await readsUnless({ NumericLessThan: { 's3:TlsVersion': '1.4' } })).toBe('AccessDenied')
    expect(await readsUnless({ Null: { 's3:TlsVersion': 'true' } })).toBe('read')
    s3.destroy()
  })

  it('says nothing to who does not speak TLS, and is not held up by them when it stops', async () => {
    const connect = ({ url }: RunningServer) => createConnection(Number(new URL(url).port), '127.0.0.1')
    const plain = connect(server)
    plain.write('GET /_crossrole/health HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await ended(plain)).not.toContain('HTTP')
    const another = await serve(await testFoundation(), { ...here, tls }, silentLog)
    const silent = connect(another)
    const hungUp = ended(silent)
    await new Promise(resolve => silent.once('connect', resolve))
    await another.close()
    expect(await hungUp).toBe('')
  })
})

/** What the console answers to a page of this origin that asks who is signed in. */
async function askedFrom(origin: string, { url } = server): Promise<number | undefined> {
  const asked = request(`${url}/_crossrole/console/sessions`, {
    ...{ ca: pem, method: 'POST', headers: { origin, 'content-type': 'application/json' } },
  })
  asked.end('{}')
  const [answer] = await once(asked, 'response')
  answer.resume()
  return answer.statusCode
}

it('a server with a certificate has its console by TLS alone', async () => {
  expect(await askedFrom(server.url)).toBe(200)
  expect(await askedFrom(server.url.replace('https:', 'http:'))).toBe(403)
})

it('a server with a certificate answers what is under way before it stops', async () => {
  const another = await serve(await testFoundation(), { ...here, tls }, silentLog)
  const asked = request(`${another.url}/`, { ca: pem, method: 'POST', headers: { 'content-length': '10' } })
  asked.write('Act')
  await new Promise(resolve => asked.once('socket', socket => socket.once('secureConnect', resolve)))
  // Of the connection before it, the server knows by its answer that what was sent has come.
  await askedFrom(another.url, another)
  const closed = another.close()
  asked.end('ion=Any')
  const [answer] = await once(asked, 'response')
  answer.resume()
  await closed
  expect(answer.statusCode).toBe(403)
})

describe('the settings of TLS', () => {
  it('are a certificate and its key, both', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'crossrole-tls-'))
    const file = (name: string, text: string) => {
      writeFileSync(join(directory, name), text)
      return join(directory, name)
    }
    const certificate = file('certificate', pem)
    const key = file('key', privateKey)
    const start = async (tlsCertificate?: string, tlsKey?: string) => {
      const flags = { port: '0', ephemeral: true, ...(tlsCertificate && { tlsCertificate }) }
      const { close } = await startServer(
        readConfiguration({ ...flags, ...(tlsKey && { tlsKey }) }, {}),
        silentLog,
      )
      await close()
    }
    await start(certificate, key)
    await expect(start(certificate)).rejects.toThrow('takes both a certificate')
    await expect(start(undefined, key)).rejects.toThrow('takes both a certificate')
    await expect(start(certificate, join(directory, 'none'))).rejects.toThrow('cannot be read')
    await expect(start(certificate, file('other', makeCertificate().privateKey))).rejects.toThrow(
      'must be a certificate and its key',
    )
    await rm(directory, { recursive: true })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { readConfiguration } from '../../src/server/configuration.ts'
import { silentLog } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** Objects whose bytes another service keeps: here one of ours. */
let elsewhere: TestServer
let directory: string
beforeAll(async () => {
  elsewhere = await startTestServer()
  directory = await mkdtemp(join(tmpdir(), 'crossrole-elsewhere-'))
  await s3CallsTo(() => elsewhere)('CreateBucket', { Bucket: 'store' })
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await elsewhere.close()
  await rm(directory, { recursive: true, force: true })
})

function configured(data: string) {
  const { accessKeyId, secretAccessKey } = elsewhere.trusting.admin
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  return readConfiguration(
    { port: '0', data: join(directory, data), objects: 's3://store/crossrole' },
    { CROSSROLE_OBJECTS_ENDPOINT: elsewhere.url },
  )
}

it('are read, copied and deleted like others, and what is not known is swept', async () => {
  const server = await startServer(configured('data'), silentLog)
  const key = server.created?.[0]?.accessKeys[0]
  const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
  const client = () =>
    new S3Client({
      endpoint: server.url,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    })
  const here = { trusting: { admin: credentials }, s3: client }
  const s3 = s3CallsTo(() => here as unknown as TestServer)
  const there = async () =>
    (await s3CallsTo(() => elsewhere)('ListObjectsV2', { Bucket: 'store' })).Contents ?? []
  await s3('CreateBucket', { Bucket: 'mine' })
  const Body = 'x'.repeat(400_000)
  await s3('PutObject', { Bucket: 'mine', Key: 'k', Body })
  expect(await there()).toMatchObject([
    { Key: expect.stringMatching(/^crossrole\/mine\//), Size: Body.length },
  ])
  await s3('CopyObject', { Bucket: 'mine', Key: 'copy', CopySource: 'mine/k' })
  await s3('DeleteObject', { Bucket: 'mine', Key: 'k' })
  expect((await s3('GetObject', { Bucket: 'mine', Key: 'copy' })).Body === Body).toBe(true)
  expect(await there()).toHaveLength(1)
  await server.close()
  const stray = `crossrole/mine/${'0'.repeat(32)}`
  await s3CallsTo(() => elsewhere)('PutObject', { Bucket: 'store', Key: stray, Body: 'stray' })
  const again = await startServer(configured('data'), silentLog)
  await again.close()
  expect(await there()).toHaveLength(1)
})

it('of another data directory are nobody’s to sweep', async () => {
  await expect(startServer(configured('other'), silentLog)).rejects.toThrow(
    'objects of another data directory',
  )
})

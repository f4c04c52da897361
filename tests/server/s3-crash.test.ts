import { createHash, randomBytes, randomInt } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type S3Answer, s3CallsTo } from '../behaviour/support/s3-calls.ts'
import type { TestServer } from '../behaviour/support/test-server.ts'
import { CrashScene, keys } from './crash-scene.ts'

/**
 * kill -9 while objects are written, uploaded in parts, overwritten and deleted: afterwards every acknowledged write is
 * there, whole, and of the others each is there whole or not at all; and the events of all are chained.
 * CROSSROLE_CRASHES says how often.
 */
const crashes = Number(process.env.CROSSROLE_CRASHES ?? 1)

let scene: CrashScene
beforeAll(async () => {
  scene = await CrashScene.open({ buckets: [{ name: 'crash' }] })
})
afterAll(() => scene.close())

/** Calls that were answered, whatever the answer: each has left its event. */
let answers = 0

const callsTo = (url: string) => {
  const configuration = { endpoint: url, region: 'us-east-1', credentials: keys, maxAttempts: 1 }
  const server = {
    trusting: { admin: keys },
    s3: () => new S3Client({ ...configuration, forcePathStyle: true }),
  }
  const call = s3CallsTo(() => server as unknown as TestServer)
  return async (operation: string, input: object): Promise<S3Answer> => {
    const answer = await call(operation, input)
    answers += 1
    return answer
  }
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

/** What may be under a key: what was acknowledged last, and what was asked for since. `undefined` stands for nothing. */
type May = ReadonlyMap<string, readonly (string | undefined)[]>

/** So large that the disk begins before all of it is there. */
const flushedOnTheWay = 12_000_000

/** Writes and deletes until the server is gone. */
async function work(url: string, round: number, may: Map<string, (string | undefined)[]>): Promise<void> {
  const s3 = callsTo(url)
  const Bucket = 'crash'
  const put = async (Key: string, size: number) => {
    const Body = randomBytes(Math.ceil(size / 2)).toString('hex')
    may.set(Key, [...(may.get(Key) ?? [undefined]), sha256(Body)])
    if ((await s3('PutObject', { Bucket, Key, Body })).ETag) may.set(Key, [sha256(Body)])
  }
  const remove = async (Key: string) => {
    may.set(Key, [...(may.get(Key) ?? []), undefined])
    const answer = await s3('DeleteObject', { Bucket, Key })
    if (!answer.refused) may.set(Key, [undefined])
  }
  const inParts = async (Key: string) => {
    const Body = randomBytes(100_000).toString('hex')
    const { UploadId } = await s3('CreateMultipartUpload', { Bucket, Key })
    const { ETag } = await s3('UploadPart', { Bucket, Key, UploadId, PartNumber: 1, Body })
    may.set(Key, [...(may.get(Key) ?? [undefined]), sha256(Body)])
    const Parts = [{ PartNumber: 1, ETag }]
    const done = await s3('CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload: { Parts } })
    if (done.ETag) may.set(Key, [sha256(Body)])
  }
  const one = async (worker: number) => {
    for (let step = 0; ; step += 1) {
      const key = `${worker}/${step % 7}`
      if (step % 5 === 4) await remove(key)
      else if (step % 5 === 3) await inParts(key)
      else if (step % 3 === 0) await put(key, worker === 3 ? flushedOnTheWay : 1_500_000)
      else await put(key, 3000 + round)
    }
  }
  await Promise.allSettled([0, 1, 2, 3].map(one))
}

async function verify(url: string, may: May): Promise<number> {
  const s3 = callsTo(url)
  for (const [Key, allowed] of may) {
    const { Body } = await s3('GetObject', { Bucket: 'crash', Key })
    expect(allowed, Key).toContain(Body === undefined ? undefined : sha256(Body))
  }
  const { KeyCount, Contents = [] } = await s3('ListObjectsV2', { Bucket: 'crash' })
  for (const { Key } of Contents) expect(may.has(Key)).toBe(true)
  return KeyCount
}

async function contentFiles(): Promise<number> {
  const entries = await readdir(join(scene.data, 'objects'), { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).length
}

it(`holds what was acknowledged after ${crashes} kills`, { timeout: 60_000 + crashes * 20_000 }, async () => {
  const may = new Map<string, (string | undefined)[]>()
  let running = await scene.start()
  let count = 0
  for (let round = 0; round < crashes; round += 1) {
    const before = answers
    const working = work(running.url, round, may)
    while (answers < before + 12) await sleep(5)
    await sleep(randomInt(0, 300))
    await running.kill()
    await working
    running = await scene.start()
    count = await verify(running.url, may)
    await scene.eventsMustHold(answers)
  }
  // Uploads that nobody finished still have their parts; everything else is swept.
  const s3 = callsTo(running.url)
  const { Uploads = [] } = await s3('ListMultipartUploads', { Bucket: 'crash' })
  for (const { Key, UploadId } of Uploads)
    await s3('AbortMultipartUpload', { Bucket: 'crash', Key, UploadId })
  await expect.poll(contentFiles, { timeout: 20_000 }).toBe(count)
  await running.stop()
})

import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail'
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bucketPolicy } from '../behaviour/support/trail-scene.ts'
import { accountId, CrashScene, keys, type Running } from './crash-scene.ts'

/** How often the server is killed; a hundred times and more where CROSSROLE_CRASHES says so. */
const rounds = Number(process.env.CROSSROLE_CRASHES ?? 1)

let scene: CrashScene
beforeAll(async () => {
  scene = await CrashScene.open()
})
afterAll(() => scene.close())

const Bucket = 'crash-logs'
const start = () => scene.start('--trail-delivery-seconds', '1')

const settings = ({ url: endpoint }: Running) => ({
  endpoint,
  region: 'us-east-1',
  credentials: keys,
  maxAttempts: 1,
})
const s3Of = (server: Running) => new S3Client({ ...settings(server), forcePathStyle: true })

async function makeTrail(server: Running): Promise<void> {
  const [s3, cloudtrail] = [s3Of(server), new CloudTrailClient(settings(server))]
  await s3.send(new CreateBucketCommand({ Bucket }))
  const Statement = bucketPolicy(Bucket, { account: accountId })
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  await cloudtrail.send(new CreateTrailCommand({ Name: 'crashing', S3BucketName: Bucket }))
  await cloudtrail.send(new StartLoggingCommand({ Name: 'crashing' }))
}

const acknowledged: string[] = []

/** Until the server is no more. */
async function keepMaking(server: Running): Promise<void> {
  const iam = new IAMClient(settings(server))
  for (;;) {
    const UserName = `made-${acknowledged.length}-${Date.now()}`
    await iam.send(new CreateUserCommand({ UserName }))
    acknowledged.push(UserName)
  }
}

/** The users that the log files tell of, once the last that was acknowledged is among them. */
async function delivered(server: Running): Promise<string[]> {
  const s3 = s3Of(server)
  const last = acknowledged.at(-1) ?? ''
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
    const texts = await Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
        return gunzipSync((await Body?.transformToByteArray()) ?? '').toString()
      }),
    )
    const records = texts.flatMap(text => JSON.parse(text).Records)
    const users = records.flatMap(({ eventName, requestParameters }) =>
      eventName === 'CreateUser' ? [requestParameters.userName as string] : [],
    )
    if (users.includes(last)) return users
    await pause(50)
  }
}

it(`what was acknowledged is delivered, each event once, however often the server is killed (${rounds} times)`, {
  timeout: 60_000 + rounds * 15_000,
}, async () => {
  let server = await start()
  await makeTrail(server)
  for (let round = 0; round < rounds; round += 1) {
    const making = keepMaking(server).catch(() => 'gone')
    // At another point of the second between two deliveries each time.
    await pause(900 + ((round * 137) % 400))
    await server.kill()
    expect(await making).toBe('gone')
    server = await start()
  }
  const users = await delivered(server)
  expect(users.length).toBe(new Set(users).size)
  expect(acknowledged.filter(name => !users.includes(name))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(rounds)
  await server.stop()
})

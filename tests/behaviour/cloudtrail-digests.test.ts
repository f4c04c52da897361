import { createHash, createPublicKey, createVerify } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { CreateUserCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommandFailed, cliAbsent, runAwsCli } from './support/aws-cli.ts'
import { type AnyAnswer, cliEnvironment } from './support/doorways.ts'
import { answered } from './support/iam-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'
import { bucketPolicy, tells, trailArn, trailScene } from './support/trail-scene.ts'

/**
 * Digests of log files: each of an hour, signed, with the hashes of its files and of the digest before.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
let server: TestServer
let bucket: string
let Name: string
const { call, s3, bucket: makeBucket, setPolicy, delivered, status, trail } = trailScene(() => server)

const hours = 2
const started = new Date(Date.now() - (hours + 0.5) * 3_600_000)

beforeAll(async () => {
  server = await startTestServer(undefined, { trailDeliverySeconds: 0.05 })
  // What is checked by others is to be of their now.
  server.advance((started.getTime() - Date.now()) / 1000)
  bucket = await makeBucket(server.trusted.admin)
  await setPolicy(bucket, bucketPolicy(bucket, { account: server.trusted.id }), server.trusted.admin)
  Name = await trail(bucket, { EnableLogFileValidation: true })
  for (let hour = 0; hour < hours; hour += 1) {
    await makeUser()
    server.advance(3_600)
    await digests(hour + 1)
  }
  server.advance((Date.now() - started.getTime()) / 1000 - hours * 3_600)
})
afterAll(() => server.close())

async function makeUser(): Promise<string> {
  const UserName = fresh('told')
  await server.iam(server.trusted.admin).send(new CreateUserCommand({ UserName }))
  const isLog = (records: readonly AnyAnswer[]) => tells('CreateUser', { userName: UserName })(records)
  await delivered(bucket, isLog, server.trusted.admin)
  return UserName
}

interface Digest {
  readonly key: string
  readonly text: string
  readonly content: AnyAnswer
  readonly metadata: Readonly<Record<string, string>>
}

async function objectAt(Key: string) {
  const client = server.s3(server.trusted.admin)
  const { Body, Metadata = {} } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  const text = gunzipSync((await Body?.transformToByteArray()) ?? '').toString()
  return { text, metadata: Metadata }
}

/** In their order, once there are so many. */
async function digests(count: number): Promise<Digest[]> {
  for (;;) {
    const listed = await s3('ListObjectsV2', { Bucket: bucket }, server.trusted.admin)
    const keys: string[] = listed.Contents.map(({ Key }: { Key: string }) => Key).filter((key: string) =>
      key.includes('/CloudTrail-Digest/'),
    )
    if (keys.length >= count)
      return Promise.all(
        keys.sort().map(async key => {
          const { text, metadata } = await objectAt(key)
          return { key, text, content: JSON.parse(text), metadata }
        }),
      )
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

it('tell of every log file by its hash, and of the digest before, signed with a key that is public', async () => {
  const [first, second] = (await digests(hours)) as [Digest, Digest]
  const { id } = server.trusted
  for (const { key, content } of [first, second]) {
    const folder = `AWSLogs/${id}/CloudTrail-Digest/us-east-1/\\d{4}/\\d\\d/\\d\\d`
    expect(key).toMatch(
      new RegExp(
        `^${folder}/${id}_CloudTrail-Digest_us-east-1_${Name}_us-east-1_\\d{8}T\\d{6}Z\\.json\\.gz$`,
      ),
    )
    expect(content).toMatchObject({ awsAccountId: id, digestS3Bucket: bucket, digestS3Object: key })
  }
  expect(first.content).toMatchObject({ previousDigestS3Object: null, previousDigestSignature: null })
  expect(second.content).toMatchObject({
    digestStartTime: first.content.digestEndTime,
    previousDigestS3Bucket: bucket,
    previousDigestS3Object: first.key,
    previousDigestHashValue: sha256(first.text),
    previousDigestHashAlgorithm: 'SHA-256',
    previousDigestSignature: first.metadata.signature,
  })
  const told = [first, second].flatMap(({ content }) => content.logFiles)
  expect(told.length).toBeGreaterThanOrEqual(hours)
  expect(new Set(told.map(({ s3Object }) => s3Object)).size).toBe(told.length)
  for (const { s3Object, hashValue } of told) expect(hashValue).toBe(sha256((await objectAt(s3Object)).text))
  const { PublicKeyList } = answered(await call('ListPublicKeys', { EndTime: new Date() }))
  const [{ Value, Fingerprint }] = PublicKeyList
  const key = createPublicKey({ key: Buffer.from(Value), format: 'der', type: 'pkcs1' })
  for (const { content, text, metadata } of [first, second]) {
    expect(content.digestPublicKeyFingerprint).toBe(Fingerprint)
    expect(metadata['signature-algorithm']).toBe('SHA256withRSA')
    const { digestEndTime, digestS3Object, previousDigestSignature } = content
    const signed = [
      digestEndTime,
      `${bucket}/${digestS3Object}`,
      sha256(text),
      previousDigestSignature ?? 'null',
    ].join('\n')
    const isSigned = (data: string) =>
      createVerify('RSA-SHA256')
        .update(data)
        .verify(key, metadata.signature ?? '', 'hex')
    expect([isSigned(signed), isSigned(`${signed}.`)]).toEqual([true, false])
  }
  const { LatestDigestDeliveryTime } = await status(Name, () => true)
  expect(LatestDigestDeliveryTime).toBeInstanceOf(Date)
})

describe.skipIf(cliAbsent)(
  `aws cloudtrail validate-logs${cliAbsent ? ` (skipped: ${cliAbsent})` : ''}`,
  () => {
    /** What it prints; where something is not valid, what it says of that. */
    const validated = async () => {
      const arn = trailArn(server.trusted.id, Name)
      const args = ['cloudtrail', 'validate-logs', '--trail-arn', arn, '--start-time', started.toISOString()]
      return runAwsCli(args, cliEnvironment(server, server.trusted.admin)).then(
        ({ stdout }) => stdout,
        error => (error instanceof CommandFailed ? error.stderr : Promise.reject(error)),
      )
    }

    it('finds all as it was delivered, and a log file that was changed', { timeout: 60_000 }, async () => {
      const digested = (await digests(hours)).flatMap(({ content }) => content.logFiles)
      const all = `${digested.length}/${digested.length}`
      expect(await validated()).toMatch(
        new RegExp(`${hours}/${hours}.* digest files valid\\n.*${all}.* log files valid`),
      )
      const [{ s3Object: Key }] = digested
      const client = server.s3(server.trusted.admin)
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
      const original = (await Body?.transformToByteArray()) ?? ''
      const text = gunzipSync(original).toString()
      const altered = gzipSync(text.replace('"readOnly":false', '"readOnly":true'))
      expect(text).toContain('"readOnly":false')
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: altered }))
      expect(await validated()).toMatch(
        new RegExp(`s3://${bucket}/${Key}\\s+INVALID: hash value doesn't match`),
      )
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: original }))
      expect(await validated()).toMatch(new RegExp(`${all}.* log files valid`))
    })
  },
)

it('end when validation is turned off, and begin a chain of their own when it is turned on again', async () => {
  answered(await call('UpdateTrail', { Name, EnableLogFileValidation: false }))
  expect(answered(await call('GetTrail', { Name })).Trail.LogFileValidationEnabled).toBe(false)
  await makeUser()
  server.advance(3_600)
  await makeUser()
  expect(await digests(hours)).toHaveLength(hours)
  answered(await call('UpdateTrail', { Name, EnableLogFileValidation: true }))
  const told = await makeUser()
  server.advance(3_600)
  const last = (await digests(hours + 1)).at(-1)
  expect(last?.content.previousDigestS3Object).toBeNull()
  const texts = await Promise.all(
    last?.content.logFiles.map(async ({ s3Object }: AnyAnswer) => (await objectAt(s3Object)).text),
  )
  expect(texts.some(text => text.includes(told))).toBe(true)
  answered(await call('DeleteTrail', { Name }))
})

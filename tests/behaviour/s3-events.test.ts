import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What S3's calls leave in the event history, as recorded: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */
let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
})
afterAll(() => server.close())

const Host = () => new URL(server.url).host

/** The newest event of this name. */
async function recorded(eventName: string, account = server.trusting.id) {
  const [event] = await server.store.events(accountId(account), { eventName, limit: 1 })
  return JSON.parse(event?.event ?? '{}')
}

it('buckets are told of by what was sent: names of headers, and bodies as they are written', async () => {
  expect(await recorded('CreateBucket')).toMatchObject({
    eventSource: 's3.amazonaws.com',
    requestParameters: {
      bucketName: Bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      Host: Host(),
    },
    responseElements: null,
    additionalEventData: { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader' },
    eventCategory: 'Management',
  })
  expect(await recorded('CreateBucket')).not.toHaveProperty('resources')
  const statement = {
    ...trust({ AWS: server.trusted.id }, undefined, 's3:GetObject'),
    Resource: `arn:aws:s3:::${Bucket}/*`,
  }
  const Policy = { Version: '2012-10-17', Statement: [statement] }
  await s3('PutBucketPolicy', { Bucket, Policy: JSON.stringify(Policy) })
  expect((await recorded('PutBucketPolicy')).requestParameters).toMatchObject({ bucketPolicy: Policy })
  await s3('PutBucketPolicy', { Bucket, Policy: 'none' })
  expect((await recorded('PutBucketPolicy')).requestParameters).toMatchObject({ bucketPolicy: 'none' })
})

it('objects are told of as data, with themselves and their bucket, in both accounts', async () => {
  await s3('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
  await s3('PutObject', { Bucket, Key: 'a key', Body: 'very private', Metadata: { m: 'v' } })
  const put = await recorded('PutObject')
  const bucket = { accountId: server.trusting.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}` }
  expect(put).toMatchObject({
    requestParameters: { bucketName: Bucket, key: 'a key', 'x-amz-meta-m': 'v' },
    responseElements: { 'x-amz-version-id': expect.any(String) },
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${Bucket}/a key` }, bucket],
    managementEvent: false,
    eventCategory: 'Data',
  })
  expect(JSON.stringify(put)).not.toContain('very private')
  await s3('GetObject', { Bucket, Key: 'a key' }, server.trusted.admin)
  const [here, there] = [await recorded('GetObject', server.trusted.id), await recorded('GetObject')]
  expect(here.resources).toEqual(there.resources)
  expect(there).toMatchObject({ responseElements: null, sharedEventID: here.sharedEventID })
  await s3('ListObjectsV2', { Bucket, Prefix: 'a', MaxKeys: 3 })
  expect(await recorded('ListObjectsV2')).toMatchObject({
    requestParameters: { bucketName: Bucket, prefix: 'a', 'max-keys': '3' },
    resources: [{ type: 'AWS::S3::Object', ARNPrefix: `arn:aws:s3:::${Bucket}/` }, bucket],
  })
})

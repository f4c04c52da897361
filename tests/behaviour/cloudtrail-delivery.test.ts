import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { CreateUserCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import type { AnyAnswer } from './support/doorways.ts'
import { answered } from './support/iam-calls.ts'
import { fresh, makeRole, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestAccount, type TestServer } from './support/test-server.ts'
import { bucketPolicy, cloudtrailService, tells, trailScene } from './support/trail-scene.ts'

/**
 * What trails deliver, and when. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer(undefined, { trailDeliverySeconds: 0.05 })
})
afterAll(() => server.close())
afterEach(async () => {
  for (const { admin } of [server.trusted, server.trusting]) {
    const { Trails } = answered(await call('ListTrails', {}, admin))
    for (const { Name } of Trails) answered(await call('DeleteTrail', { Name }, admin))
  }
})
const { call, s3, bucket: makeBucket, setPolicy, files, delivered, status, trail } = trailScene(() => server)

/** A bucket of the trusting account that takes what trails of an account deliver. */
async function openBucket(from: TestAccount = server.trusted): Promise<string> {
  const Bucket = await makeBucket()
  await setPolicy(Bucket, bucketPolicy(Bucket, { account: from.id }))
  return Bucket
}

async function makeUser(keys: Keys = server.trusted.admin): Promise<string> {
  const UserName = fresh('told')
  await server.iam(keys).send(new CreateUserCommand({ UserName }))
  return UserName
}

const about = (userName: string, eventName = 'CreateUser') => tells(eventName, { userName })
const namesIn = (records: readonly AnyAnswer[]) =>
  records.filter(record => record.eventName === 'CreateUser').map(record => record.requestParameters.userName)

it('are the management events since it was started, as LookupEvents shows them, in files that AWS would name so', async () => {
  const bucket = await openBucket()
  const before = await makeUser()
  await trail(bucket)
  const UserName = await makeUser()
  const records = await delivered(bucket, about(UserName))
  expect(namesIn(records)).toEqual([UserName])
  expect(about(before)(records)).toBe(false)
  // What started it is the first of them.
  expect(records[0].eventName).toBe('StartLogging')
  const by = { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: UserName } as const] }
  const { Events = [] } = await server.cloudtrail(server.trusted.admin).send(new LookupEventsCommand(by))
  expect(records).toContainEqual(JSON.parse(Events[0]?.CloudTrailEvent ?? ''))
  const { id } = server.trusted
  for (const { key, object } of await files(bucket)) {
    expect(key).toMatch(
      new RegExp(
        `^AWSLogs/${id}/CloudTrail/us-east-1/\\d{4}/\\d\\d/\\d\\d/${id}_CloudTrail_us-east-1_\\d{8}T\\d{4}Z_[A-Za-z0-9]{16}\\.json\\.gz$`,
      ),
    )
    expect([object.ContentType, object.ContentEncoding]).toEqual(['application/json', 'gzip'])
  }
})

it('are recorded in turn where they come to, as data, with the decision that let them in', async () => {
  const bucket = await openBucket()
  await trail(bucket)
  await delivered(bucket, about(await makeUser()))
  const puts = await server.store.events(accountId(server.trusting.id), {
    eventName: 'PutObject',
    limit: 100,
  })
  const [put] = puts.filter(({ event }) => event.includes(bucket))
  expect(JSON.parse(put?.event ?? '')).toMatchObject({
    userIdentity: { type: 'AWSService', invokedBy: cloudtrailService },
    sourceIPAddress: cloudtrailService,
    managementEvent: false,
    requestParameters: { bucketName: bucket, 'x-amz-acl': 'bucket-owner-full-control' },
  })
  expect(JSON.parse(put?.decision ?? '')).toMatchObject([
    { action: 's3:PutObject', decision: { outcome: 'Allowed', because: [{ layer: 'resource' }] } },
  ])
})

it('are those of its own account: of a request between two, each tells its own side', async () => {
  const [here, there] = [await openBucket(), await openBucket(server.trusting)]
  await trail(here)
  await trail(there, {}, server.trusting.admin)
  const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
  const RoleSessionName = fresh('session')
  const taken = { RoleArn: role.arn, RoleSessionName }
  await server.sts(server.trusted.admin).send(new AssumeRoleCommand(taken))
  const took = tells('AssumeRole', { roleSessionName: RoleSessionName })
  const [own, other] = [await delivered(here, took), await delivered(there, took)]
  const only = (records: readonly AnyAnswer[]) => [...new Set(records.map(one => one.recipientAccountId))]
  expect([only(own), only(other)]).toEqual([[server.trusted.id], [server.trusting.id]])
  const shared = (records: readonly AnyAnswer[]) =>
    records.find(record => record.eventName === 'AssumeRole')?.sharedEventID
  expect(shared(own)).toBe(shared(other))
  // That trail delivers to its own account: nothing tells of its deliveries.
  const later = await makeUser(server.trusting.admin)
  const all = await delivered(there, about(later))
  expect(all.filter(record => record.eventName === 'PutObject')).toEqual([])
})

it('end when it is stopped; what is recorded until it is started again is never delivered', async () => {
  const bucket = await openBucket()
  const Name = await trail(bucket)
  const first = await makeUser()
  answered(await call('StopLogging', { Name }))
  // Times are told apart by milliseconds.
  server.advance(1)
  const between = await makeUser()
  server.advance(1)
  answered(await call('StartLogging', { Name }))
  const last = await makeUser()
  const records = await delivered(bucket, about(last))
  expect(namesIn(records)).toEqual([first, last])
  expect(about(between)(records)).toBe(false)
  expect(records.filter(record => record.eventName === 'StopLogging')).toHaveLength(1)
})

it('stay with the trail while the bucket refuses them, and come when it takes them again: each once', async () => {
  const bucket = await openBucket()
  const Name = await trail(bucket)
  const users = [await makeUser()]
  await delivered(bucket, about(users[0] ?? ''))
  await s3('DeleteBucketPolicy', { Bucket: bucket })
  users.push(await makeUser())
  const refused = await status(Name, ({ LatestDeliveryError }) => LatestDeliveryError !== undefined)
  expect(refused.LatestDeliveryError).toBe('AccessDenied')
  expect(refused.LatestDeliveryTime?.getTime()).toBeLessThan(
    new Date(refused.LatestDeliveryAttemptTime ?? '').getTime() + 1000,
  )
  // Why, is for the bucket's account to know.
  const puts = await server.store.events(accountId(server.trusting.id), { eventName: 'PutObject', limit: 10 })
  const EncodedMessage = puts.find(({ event }) => event.includes(bucket))?.requestId
  const why = (keys: Keys) => server.sts(keys).send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
  const { DecodedMessage = '' } = await why(server.trusting.admin)
  expect(JSON.parse(DecodedMessage)).toMatchObject({
    allowed: false,
    decisions: [{ principal: { arn: cloudtrailService }, decision: { outcome: 'ImplicitlyDenied' } }],
  })
  await expect(why(server.trusted.admin)).rejects.toThrow()
  users.push(await makeUser())
  await setPolicy(bucket, bucketPolicy(bucket, { account: server.trusted.id }))
  const records = await delivered(bucket, about(users[2] ?? ''))
  expect(namesIn(records).sort()).toEqual([...users].sort())
  const well = await status(Name, ({ LatestDeliveryError }) => LatestDeliveryError === undefined)
  expect(well.IsLogging).toBe(true)
})

it('go to the bucket that it has now; one that is gone is named as the error', async () => {
  const [first, second] = [await openBucket(), await openBucket()]
  const Name = await trail(first)
  for (const { key } of await files(first)) await s3('DeleteObject', { Bucket: first, Key: key })
  await s3('DeleteBucketPolicy', { Bucket: first })
  const UserName = await makeUser()
  await status(Name, ({ LatestDeliveryError }) => LatestDeliveryError === 'AccessDenied')
  for (const { key } of await files(first)) await s3('DeleteObject', { Bucket: first, Key: key })
  expect(await s3('DeleteBucket', { Bucket: first })).toEqual({})
  await status(Name, ({ LatestDeliveryError }) => LatestDeliveryError === 'NoSuchBucket')
  answered(await call('UpdateTrail', { Name, S3BucketName: second }))
  await delivered(second, about(UserName))
})

it('are chosen by selectors: what changes something, or what is read', async () => {
  const [writes, reads] = [await openBucket(), await openBucket()]
  const [TrailName, other] = [await trail(writes), await trail(reads)]
  const EventSelectors = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }]
  answered(await call('PutEventSelectors', { TrailName, EventSelectors }))
  const FieldSelectors = [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'readOnly', Equals: ['true'] },
  ]
  answered(
    await call('PutEventSelectors', { TrailName: other, AdvancedEventSelectors: [{ FieldSelectors }] }),
  )
  const UserName = await makeUser()
  await server.iam(server.trusted.admin).send(new GetUserCommand({ UserName }))
  const last = await makeUser()
  await server.iam(server.trusted.admin).send(new GetUserCommand({ UserName: last }))
  expect(about(UserName, 'GetUser')(await delivered(writes, about(last)))).toBe(false)
  expect(about(UserName)(await delivered(reads, about(last, 'GetUser')))).toBe(false)
})

it('are data events too where selectors name them: objects of a bucket, or what is done with some', async () => {
  const [named, deleted, neither] = [await openBucket(), await openBucket(), await openBucket()]
  const trails = [await trail(named), await trail(deleted)]
  await trail(neither)
  const keys = server.trusted.admin
  const Bucket = await makeBucket(keys)
  const EventSelectors = [
    {
      ReadWriteType: 'All',
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${Bucket}/logged/`] }],
      ExcludeManagementEventSources: [],
    },
  ]
  const AdvancedEventSelectors = [
    {
      Name: 'deletions',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'resources.ARN', StartsWith: [`arn:aws:s3:::${Bucket}/`], NotEndsWith: ['/kept'] },
        { Field: 'eventName', Equals: ['DeleteObject'] },
      ],
    },
    { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  ]
  for (const [at, selectors] of [{ EventSelectors }, { AdvancedEventSelectors }].entries()) {
    const put = answered(await call('PutEventSelectors', { TrailName: trails[at], ...selectors }))
    expect(put).toMatchObject(selectors)
    expect(answered(await call('GetEventSelectors', { TrailName: trails[at] }))).toEqual(put)
  }
  for (const Key of ['logged/a', 'other', 'kept'])
    await s3('PutObject', { Bucket, Key, Body: 'content' }, keys)
  for (const Key of ['other', 'kept']) await s3('DeleteObject', { Bucket, Key }, keys)
  await s3('GetObject', { Bucket, Key: 'logged/a' }, keys)
  const last = await makeUser()
  const objects = (records: readonly AnyAnswer[]) =>
    records
      .filter(({ eventCategory }) => eventCategory === 'Data')
      .map(({ eventName, requestParameters: { key } }) => `${eventName} ${key}`)
  const logged = await delivered(named, tells('GetObject', { key: 'logged/a' }))
  expect(objects(logged)).toEqual(['PutObject logged/a', 'GetObject logged/a'])
  expect(about(last)(logged)).toBe(false)
  expect(objects(await delivered(deleted, about(last)))).toEqual(['DeleteObject other'])
  expect(objects(await delivered(neither, about(last)))).toEqual([])
})

it('never tell of themselves, also where all objects are logged', async () => {
  const own = await makeBucket(server.trusted.admin)
  await setPolicy(own, bucketPolicy(own, { account: server.trusted.id }), server.trusted.admin)
  const TrailName = await trail(own)
  const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }]
  answered(await call('PutEventSelectors', { TrailName, EventSelectors: [{ DataResources }] }))
  const first = await makeUser()
  await delivered(own, about(first), server.trusted.admin)
  const last = await makeUser()
  const records = await delivered(own, about(last), server.trusted.admin)
  expect(tells('GetObject', { bucketName: own })(records)).toBe(true)
  expect(tells('PutObject', { bucketName: own })(records)).toBe(false)
})

it('of a trail of one region are those of its region; of all regions, each in a folder of its own', async () => {
  const [one, all] = [await openBucket(), await openBucket()]
  await trail(one)
  await trail(all, { IsMultiRegionTrail: true })
  const elsewhere = new IAMClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: server.trusted.admin,
    maxAttempts: 1,
  })
  const UserName = fresh('told')
  await elsewhere.send(new CreateUserCommand({ UserName }))
  elsewhere.destroy()
  const last = await makeUser()
  await delivered(all, records => about(UserName)(records) && about(last)(records))
  const folders = (await files(all)).filter(file => about(UserName)(file.records)).map(({ key }) => key)
  expect(folders).toEqual([expect.stringContaining('/CloudTrail/eu-west-1/')])
  expect(about(UserName)(await delivered(one, about(last)))).toBe(false)
})

it('of two trails do not mix in one bucket, below a prefix or not', async () => {
  const bucket = await makeBucket()
  const [readsAcl = {}, writes = {}] = bucketPolicy(bucket, { account: server.trusted.id })
  const [, writesBelow = {}] = bucketPolicy(bucket, { account: server.trusted.id, folder: 'team/a/' })
  await setPolicy(bucket, [readsAcl, writes, { ...writesBelow, Sid: 'Below' }])
  await trail(bucket)
  await trail(bucket, { S3KeyPrefix: 'team/a' })
  const UserName = await makeUser()
  await delivered(bucket, records => namesIn(records).filter(name => name === UserName).length === 2)
  const folders = (await files(bucket))
    .filter(file => about(UserName)(file.records))
    .map(({ key }) => key.slice(0, key.indexOf('AWSLogs')))
  expect(folders.sort()).toEqual(['', 'team/a/'])
})

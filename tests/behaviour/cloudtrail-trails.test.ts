import {
  CloudTrailClient,
  GetTrailCommand,
  ListTagsCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { refusalOf } from './support/doorways.ts'
import { answered, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'
import { bucketPolicy, cloudtrailCallsTo, trailArn, trailScene } from './support/trail-scene.ts'

/** Trails: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trails.html */
let server: TestServer
/** A bucket of the trusting account that takes what trails of the trusted one deliver. */
let bucket: string
const { call, bucket: makeBucket, setPolicy } = trailScene(() => server)
beforeAll(async () => {
  server = await startTestServer()
  bucket = await makeBucket()
  await setPolicy(bucket, bucketPolicy(bucket, { account: server.trusted.id }))
})
afterAll(() => server.close())

const eachDoorway = casesThroughEachDoorway('cloudtrail-trails', () => server, cloudtrailCallsTo)

const arnOf = (name: string) => trailArn(server.trusted.id, name)

/** Five are the most that an account may have in a region. */
afterEach(async () => {
  const { Trails } = answered(await call('ListTrails'))
  for (const { Name } of Trails) answered(await call('DeleteTrail', { Name }))
})

eachDoorway("is made for another account's bucket, shown, changed and deleted", async through => {
  const Name = fresh('trail')
  const settings = {
    Name,
    S3BucketName: bucket,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: false,
    TrailARN: arnOf(Name),
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
  }
  expect(await through('CreateTrail', { Name, S3BucketName: bucket })).toEqual({ ok: settings })
  expect(await through('CreateTrail', { Name, S3BucketName: bucket })).toEqual(
    refused('TrailAlreadyExistsException', `Trail ${Name} already exists for customer: ${server.trusted.id}`),
  )
  const shown = {
    ...settings,
    HomeRegion: 'us-east-1',
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
  }
  expect(await through('GetTrail', { Name })).toEqual({ ok: { Trail: shown } })
  expect(await through('GetTrail', { Name: arnOf(Name) })).toEqual({ ok: { Trail: shown } })
  expect(await through('DescribeTrails', { trailNameList: [Name] })).toEqual({ ok: { trailList: [shown] } })
  // The first digest makes one.
  expect(await through('ListPublicKeys')).toEqual({ ok: { PublicKeyList: [] } })
  const { Trails } = answered(await through('ListTrails'))
  expect(Trails).toContainEqual({ TrailARN: arnOf(Name), Name, HomeRegion: 'us-east-1' })
  const folder = { Name, S3KeyPrefix: 'all/trails' }
  expect(await through('UpdateTrail', folder)).toEqual(
    refused(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
    ),
  )
  const [readsAcl = {}, writes = {}] = bucketPolicy(bucket, { account: server.trusted.id })
  const [, writesThere] = bucketPolicy(bucket, { account: server.trusted.id, folder: 'all/trails/' })
  await setPolicy(bucket, [readsAcl, writes, { ...writesThere, Sid: 'Folder' }])
  const changed = {
    ...settings,
    S3KeyPrefix: 'all/trails',
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: true,
  }
  const change = { ...folder, IsMultiRegionTrail: true, EnableLogFileValidation: true }
  expect(await through('UpdateTrail', change)).toEqual({ ok: changed })
  expect(answered(await through('GetTrail', { Name })).Trail).toMatchObject(changed)
  await setPolicy(bucket, [readsAcl, writes])
  expect(await through('DeleteTrail', { Name })).toEqual({ ok: {} })
  expect(await through('GetTrail', { Name })).toEqual(
    refused('TrailNotFoundException', `Unknown trail: ${Name} for the user: ${server.trusted.id}`),
  )
  expect(await through('DeleteTrail', { Name })).toEqual(
    refused('TrailNotFoundException', `Unknown trail: ${arnOf(Name)} for the user: ${server.trusted.id}`),
  )
})

eachDoorway('logs from when it is started until it is stopped, and tells so', async through => {
  const Name = fresh('trail')
  answered(await call('CreateTrail', { Name, S3BucketName: bucket }))
  const never = {
    IsLogging: false,
    LatestDeliveryAttemptTime: '',
    LatestDeliveryAttemptSucceeded: '',
    LatestNotificationAttemptTime: '',
    LatestNotificationAttemptSucceeded: '',
    TimeLoggingStarted: '',
    TimeLoggingStopped: '',
  }
  expect(await through('GetTrailStatus', { Name })).toEqual({ ok: never })
  expect(await through('StartLogging', { Name })).toEqual({ ok: {} })
  const { StartLoggingTime, ...started } = answered(await through('GetTrailStatus', { Name: arnOf(Name) }))
  expect(started).toEqual({
    ...never,
    IsLogging: true,
    TimeLoggingStarted: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  })
  expect(new Date(StartLoggingTime).toISOString().slice(0, 19)).toBe(started.TimeLoggingStarted.slice(0, 19))
  // Again, which changes nothing.
  expect(await through('StartLogging', { Name })).toEqual({ ok: {} })
  expect(answered(await through('GetTrailStatus', { Name })).StartLoggingTime).toEqual(StartLoggingTime)
  expect(await through('StopLogging', { Name })).toEqual({ ok: {} })
  expect(answered(await through('GetTrailStatus', { Name }))).toMatchObject({
    IsLogging: false,
    StartLoggingTime,
    TimeLoggingStopped: expect.stringMatching(/Z$/),
  })
})

eachDoorway('has tags, which it can be made with', async through => {
  const Name = fresh('trail')
  const TagsList = [
    { Key: 'team', Value: 'audit' },
    { Key: 'stage', Value: 'test' },
  ]
  answered(await through('CreateTrail', { Name, S3BucketName: bucket, TagsList }))
  const ResourceId = arnOf(Name)
  const tagged = async () =>
    answered(await through('ListTags', { ResourceIdList: [ResourceId] })).ResourceTagList
  expect(await tagged()).toEqual([{ ResourceId, TagsList }])
  answered(await through('AddTags', { ResourceId, TagsList: [{ Key: 'stage', Value: 'live' }] }))
  answered(await through('RemoveTags', { ResourceId, TagsList: [{ Key: 'team' }] }))
  expect(await tagged()).toEqual([{ ResourceId, TagsList: [{ Key: 'stage', Value: 'live' }] }])
  const missing = arnOf('missing')
  expect(await through('AddTags', { ResourceId: missing, TagsList })).toMatchObject({
    refused: { code: 'ResourceNotFoundException' },
  })
})

eachDoorway('logs all management events, or those that its selectors choose', async through => {
  const TrailName = fresh('trail')
  answered(await call('CreateTrail', { Name: TrailName, S3BucketName: bucket }))
  const TrailARN = arnOf(TrailName)
  const everything = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  }
  const before = { ok: { TrailARN, EventSelectors: [everything] } }
  expect(await through('GetEventSelectors', { TrailName })).toEqual(before)
  const EventSelectors = [
    { ...everything, ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] },
  ]
  const basic = { ok: { TrailARN, EventSelectors } }
  expect(await through('PutEventSelectors', { TrailName, EventSelectors })).toEqual(basic)
  expect(await through('GetEventSelectors', { TrailName: TrailARN })).toEqual(basic)
  const AdvancedEventSelectors = [
    {
      Name: 'what is read',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Management'] },
        { Field: 'readOnly', Equals: ['true'] },
        { Field: 'eventSource', NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] },
      ],
    },
  ]
  const advanced = { ok: { TrailARN, AdvancedEventSelectors } }
  expect(await through('PutEventSelectors', { TrailName, AdvancedEventSelectors })).toEqual(advanced)
  expect(await through('GetEventSelectors', { TrailName })).toEqual(advanced)
  expect(answered(await call('GetTrail', { Name: TrailName })).Trail.HasCustomEventSelectors).toBe(true)
  expect(await through('GetInsightSelectors', { TrailName })).toEqual(
    refused(
      'InsightNotEnabledException',
      `Trail ${TrailARN} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
    ),
  )
})

describe('the name of a trail', () => {
  const characters =
    'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).'
  it.each([
    ['', 'Trail name cannot be blank!'],
    [
      'aa',
      'Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 characters.',
    ],
    [
      'a'.repeat(129),
      'Trail name too long. Maximum allowed length: 128 characters. Specified name length: 129 characters.',
    ],
    ['-trail', 'Trail name must starts with a letter or number.'],
    ['trail!', 'Trail name must ends with a letter or number.'],
    ['my#trail', characters],
    ['my trail', characters],
    ['my--trail', 'Trail name cannot have adjacent periods, hyphens or underscores.'],
    ['192.168.5.4', 'Trail name must not be formatted as an IP address.'],
  ])('%j is none', async (Name, message) => {
    const invalid = refused('InvalidTrailNameException', message)
    expect(await call('CreateTrail', { Name, S3BucketName: bucket })).toEqual(invalid)
    expect(await call('StartLogging', { Name })).toEqual(invalid)
  })

  it('is no ARN of anything else', async () => {
    for (const Name of ['arn:aws:cloudtrail:us-east-1', 'arn:aws:s3:::bucket', `${arnOf('abc')}/more`])
      expect(await call('GetTrailStatus', { Name })).toMatchObject({
        refused: { code: 'CloudTrailARNInvalidException' },
      })
    expect(await call('ListTags', { ResourceIdList: ['abc'] })).toMatchObject({
      refused: { code: 'CloudTrailARNInvalidException' },
    })
    const store = arnOf('abc').replace('trail/abc', 'eventdatastore/abc')
    expect(await call('ListTags', { ResourceIdList: [store] })).toMatchObject({
      refused: { code: 'ResourceTypeNotSupportedException' },
    })
  })
})

describe('a trail is not made', () => {
  const make = (input: object) =>
    call('CreateTrail', { Name: fresh('trail'), S3BucketName: bucket, ...input })

  it.each([
    [{ SnsTopicName: 'topic' }, 'InsufficientSnsTopicPolicyException'],
    [{ KmsKeyId: 'alias/key' }, 'KmsKeyNotFoundException'],
    [{ CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:1:group' }, 'UnsupportedOperationException'],
    [{ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false }, 'InvalidParameterCombinationException'],
    [{ S3BucketName: 'No_Bucket' }, 'InvalidS3BucketNameException'],
    [{ S3KeyPrefix: 'a'.repeat(201) }, 'InvalidS3PrefixException'],
    [{ S3KeyPrefix: '/a' }, 'InvalidS3PrefixException'],
    [{ S3KeyPrefix: 'a\u0000b' }, 'InvalidS3PrefixException'],
    [{ TagsList: [{ Key: 'aws:x', Value: 'y' }] }, 'InvalidTagParameterException'],
    [
      {
        TagsList: [
          { Key: 'x', Value: 'y' },
          { Key: 'x', Value: 'z' },
        ],
      },
      'InvalidTagParameterException',
    ],
  ])('with what would not act: %j', async (input, code) => {
    expect(await make(input)).toMatchObject({ refused: { code } })
  })

  it('where everything that would not act is turned off, it is', async () => {
    const off = { EnableLogFileValidation: false, IsOrganizationTrail: false, KmsKeyId: '', SnsTopicName: '' }
    answered(await make(off))
  })

  it('for a bucket that is not there, or that does not let CloudTrail read its ACL and write its files', async () => {
    expect(await make({ S3BucketName: 'bucket-of-nobody' })).toEqual(
      refused('S3BucketDoesNotExistException', 'S3 bucket bucket-of-nobody does not exist!'),
    )
    const S3BucketName = await makeBucket()
    const insufficient = refused(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${S3BucketName}`,
    )
    expect(await make({ S3BucketName })).toEqual(insufficient)
    const [readsAcl = {}, writes = {}] = bucketPolicy(S3BucketName, { account: server.trusted.id })
    for (const half of [readsAcl, writes]) {
      await setPolicy(S3BucketName, [half])
      expect(await make({ S3BucketName })).toEqual(insufficient)
    }
    await setPolicy(S3BucketName, bucketPolicy(S3BucketName, { account: server.trusting.id }))
    expect(await make({ S3BucketName })).toEqual(insufficient)
    await setPolicy(S3BucketName, [readsAcl, writes])
    answered(await make({ S3BucketName }))
  })

  it('as the sixth of its region', async () => {
    for (let count = 0; count < 5; count += 1) answered(await make({}))
    expect(await make({})).toEqual(
      refused(
        'MaximumNumberOfTrailsExceededException',
        `User: ${server.trusted.id} already has 5 trails in us-east-1.`,
      ),
    )
  })
})

describe('a trail of another region', () => {
  const elsewhere = () =>
    new CloudTrailClient({
      endpoint: server.url,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: server.trusted.admin,
    })

  it('is known there by its ARN, and is changed at home', async () => {
    const Name = fresh('trail')
    answered(await call('CreateTrail', { Name, S3BucketName: bucket }))
    const client = elsewhere()
    const byName = await client.send(new GetTrailCommand({ Name })).catch(refusalOf)
    expect(byName).toMatchObject({ code: 'TrailNotFoundException' })
    const { Trail } = await client.send(new GetTrailCommand({ Name: arnOf(Name) }))
    expect(Trail?.HomeRegion).toBe('us-east-1')
    const change = new UpdateTrailCommand({ Name: arnOf(Name), IsMultiRegionTrail: true })
    expect(await client.send(change).catch(refusalOf)).toMatchObject({ code: 'InvalidHomeRegionException' })
    client.destroy()
  })

  it('has its tags at home', async () => {
    const Name = fresh('trail')
    answered(await call('CreateTrail', { Name, S3BucketName: bucket }))
    const client = elsewhere()
    const asked = client.send(new ListTagsCommand({ ResourceIdList: [arnOf(Name)] }))
    expect(await asked.catch(refusalOf)).toEqual({
      code: 'CloudTrailARNInvalidException',
      message: 'Region in ARN is wrong, you can only access resources in region eu-west-1.',
    })
    client.destroy()
  })

  it('is described there where it logs the events of all regions, unless shadows are not asked for', async () => {
    const [one, all] = [fresh('trail'), fresh('trail')]
    answered(await call('CreateTrail', { Name: one, S3BucketName: bucket }))
    answered(await call('CreateTrail', { Name: all, S3BucketName: bucket, IsMultiRegionTrail: true }))
    const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail')
    const client = elsewhere()
    const seen = async (input = {}) =>
      (await client.send(new DescribeTrailsCommand(input))).trailList?.map(trail => trail.Name)
    expect(await seen()).toEqual([all])
    expect(await seen({ includeShadowTrails: false })).toEqual([])
    expect(await seen({ trailNameList: [one, all] })).toEqual([])
    expect(await seen({ trailNameList: [arnOf(one)] })).toEqual([one])
    client.destroy()
  })
})

describe('who may do what', () => {
  it('is said of trails by their ARN and tags, and of those that are to be by the tags that they are to have', async () => {
    const Name = fresh('trail')
    answered(
      await call('CreateTrail', { Name, S3BucketName: bucket, TagsList: [{ Key: 'team', Value: 'a' }] }),
    )
    const ofTeam = { StringEquals: { 'aws:ResourceTag/team': 'a' } }
    const user = await makeUser(
      server,
      server.trusted,
      allow('cloudtrail:GetTrail', arnOf(Name)),
      allow('cloudtrail:StartLogging', '*', ofTeam),
      allow(['cloudtrail:CreateTrail', 'cloudtrail:AddTags'], '*', {
        StringEquals: { 'aws:RequestTag/team': 'b' },
      }),
    )
    const as = (operation: string, input: object) => call(operation, input, user.keys)
    expect(await as('GetTrail', { Name })).toMatchObject({ ok: {} })
    expect(await as('StartLogging', { Name })).toEqual({ ok: {} })
    expect(await as('StopLogging', { Name })).toEqual(
      refused(
        'AccessDeniedException',
        `User: ${user.arn} is not authorized to perform: cloudtrail:StopLogging on resource: ${arnOf(Name)} because no identity-based policy allows the cloudtrail:StopLogging action`,
      ),
    )
    answered(await call('RemoveTags', { ResourceId: arnOf(Name), TagsList: [{ Key: 'team' }] }))
    expect(await as('StartLogging', { Name })).toMatchObject({ refused: { code: 'AccessDeniedException' } })
    const made = fresh('trail')
    const tagged = (Value: string) => ({
      Name: made,
      S3BucketName: bucket,
      TagsList: [{ Key: 'team', Value }],
    })
    expect(await as('CreateTrail', tagged('a'))).toMatchObject({ refused: { code: 'AccessDeniedException' } })
    expect(await as('CreateTrail', tagged('b'))).toMatchObject({ ok: { Name: made } })
  })

  it('ends at the own account: a trail of another one is not there', async () => {
    const Name = fresh('trail')
    answered(await call('CreateTrail', { Name, S3BucketName: bucket }))
    const stranger = server.trusting
    for (const operation of ['GetTrailStatus', 'StartLogging', 'DeleteTrail'])
      expect(await call(operation, { Name: arnOf(Name) }, stranger.admin)).toEqual(
        refused('TrailNotFoundException', `Unknown trail: ${arnOf(Name)} for the user: ${stranger.id}`),
      )
    expect(answered(await call('DescribeTrails', { trailNameList: [arnOf(Name)] }, stranger.admin))).toEqual({
      trailList: [],
    })
  })
})

describe('selectors are refused', () => {
  const management = { Field: 'eventCategory', Equals: ['Management'] }
  const data = { Field: 'eventCategory', Equals: ['Data'] }
  const advanced = (...FieldSelectors: object[]) => ({ AdvancedEventSelectors: [{ FieldSelectors }] })
  const dataOf = (Type: string, ...Values: string[]) => ({
    EventSelectors: [{ DataResources: [{ Type, Values }] }],
  })
  it.each([
    ['that are none', { EventSelectors: [] }, 'InvalidEventSelectorsException'],
    ['that are too many', { EventSelectors: Array(6).fill({}) }, 'InvalidEventSelectorsException'],
    [
      'that leave out what cannot be',
      { EventSelectors: [{ ExcludeManagementEventSources: ['iam.amazonaws.com'] }] },
      'InvalidEventSelectorsException',
    ],
    ['of both kinds', { EventSelectors: [{}], ...advanced(management) }, 'InvalidEventSelectorsException'],
    [
      'without a category',
      advanced({ Field: 'readOnly', Equals: ['true'] }),
      'InvalidEventSelectorsException',
    ],
    [
      'by other fields',
      advanced(management, { Field: 'eventName', Equals: ['CreateUser'] }),
      'InvalidEventSelectorsException',
    ],
    ['by a field twice', advanced(management, management), 'InvalidEventSelectorsException'],
    [
      'for a bucket without a slash',
      dataOf('AWS::S3::Object', 'arn:aws:s3:::a-bucket'),
      'InvalidEventSelectorsException',
    ],
    [
      'for what is no basic selector’s',
      dataOf('AWS::SNS::Topic', 'arn:aws:sns'),
      'InvalidEventSelectorsException',
    ],
    [
      'for too many things',
      dataOf('AWS::S3::Object', ...Array(251).fill('arn:aws:s3:::a/')),
      'InvalidEventSelectorsException',
    ],
    [
      'for nothing at all',
      { EventSelectors: [{ IncludeManagementEvents: false }] },
      'InvalidEventSelectorsException',
    ],
    ['for data of no type', advanced(data), 'InvalidEventSelectorsException'],
    [
      'by an operator that the field does not have',
      advanced(data, { Field: 'resources.type', StartsWith: ['AWS::S3'] }),
      'InvalidEventSelectorsException',
    ],
    [
      'for Insights',
      advanced({ Field: 'eventCategory', Equals: ['Insight'] }),
      'UnsupportedOperationException',
    ],
  ])('%s', async (_what, selectors, code) => {
    const TrailName = fresh('trail')
    expect(await call('PutEventSelectors', { TrailName, ...selectors })).toMatchObject({ refused: { code } })
  })
})

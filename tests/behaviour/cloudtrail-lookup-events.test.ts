import { type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail'
import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedDecision } from '../../src/authorize/recorded.ts'
import { accountId } from '../../src/identity/account-id.ts'
import { type Doorway, doorways, refusalOf } from './support/doorways.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, type TestRole, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** The event history of an account: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
let server: TestServer
let role: TestRole
/** The admin's session of the role, and the request that made it. */
let session: Keys
let assumedBy: string
beforeAll(async () => {
  server = await startTestServer()
  role = await makeRole(server, server.trusting, {
    trust: [trust(rootOf(server.trusted))],
    permissions: [allow('sts:GetCallerIdentity', '*')],
  })
  const answer = await server
    .sts(server.trusted.admin)
    .send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'looked-for' }))
  assumedBy = answer.$metadata.requestId ?? ''
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {}
  session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
  await server.sts(session).send(new GetCallerIdentityCommand({}))
})
afterAll(() => server.close())

async function look(keys: Keys, input: LookupEventsCommandInput = {}) {
  const { $metadata: _, ...answer } = await server.cloudtrail(keys).send(new LookupEventsCommand(input))
  return answer
}

const by = (AttributeKey: string, AttributeValue: string) =>
  ({ LookupAttributes: [{ AttributeKey, AttributeValue }] }) as LookupEventsCommandInput

const refusal = (keys: Keys, input: LookupEventsCommandInput) =>
  look(keys, input).then(() => 'answered', refusalOf)

const jsonOf = (event: Event | undefined) => JSON.parse(event?.CloudTrailEvent ?? '{}')

/** The event of a request, as an account sees it. */
async function eventOf(keys: Keys, requestId: string, name = 'AssumeRole'): Promise<Event | undefined> {
  const { Events = [] } = await look(keys, by('EventName', name))
  return Events.find(event => jsonOf(event).requestID === requestId)
}

describe('an AssumeRole across accounts', () => {
  it('is found in both accounts, tied by its shared id, and each sees the other only as far as it may', async () => {
    const [here, there] = [
      await eventOf(server.trusted.admin, assumedBy),
      await eventOf(server.trusting.admin, assumedBy),
    ]
    expect(here).toEqual({
      EventId: jsonOf(here).eventID,
      EventName: 'AssumeRole',
      ReadOnly: 'true',
      AccessKeyId: server.trusted.admin.accessKeyId,
      EventTime: new Date(jsonOf(here).eventTime),
      EventSource: 'sts.amazonaws.com',
      Username: 'admin',
      Resources: expect.arrayContaining([
        { ResourceType: 'AWS::IAM::AccessKey', ResourceName: session.accessKeyId },
        { ResourceType: 'AWS::STS::AssumedRole', ResourceName: `${role.id}:looked-for` },
        {
          ResourceType: 'AWS::STS::AssumedRole',
          ResourceName: `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/looked-for`,
        },
        { ResourceType: 'AWS::IAM::Role', ResourceName: role.arn },
      ]),
      CloudTrailEvent: expect.any(String),
    })
    expect(here?.Resources).toHaveLength(4)
    expect(there?.EventId).not.toBe(here?.EventId)
    expect(there?.Resources).toEqual(here?.Resources)
    expect(jsonOf(there).sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
    expect(jsonOf(there).sharedEventID).toBe(jsonOf(here).sharedEventID)
    expect(jsonOf(there).requestID).toBe(jsonOf(here).requestID)
    expect(jsonOf(there).recipientAccountId).toBe(server.trusting.id)
    // Who came is told by account and id alone.
    expect([there?.Username, there?.AccessKeyId]).toEqual([undefined, undefined])
    expect(jsonOf(there).userIdentity).toEqual({
      type: 'AWSAccount',
      principalId: expect.stringMatching(/^AIDA/),
      accountId: server.trusted.id,
    })
  })

  it('leads to its decision by the request id, in both accounts, whether it was allowed or refused', async () => {
    const closed = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
    const refused = await server
      .sts(server.trusted.admin)
      .send(new AssumeRoleCommand({ RoleArn: closed.arn, RoleSessionName: 'refused' }))
      .catch(error => error.$metadata.requestId)
    for (const [requestId, outcome] of [
      [assumedBy, 'Allowed'],
      [refused, 'ImplicitlyDenied'],
    ])
      for (const [side, { admin }] of [
        ['trusted', server.trusted],
        ['trusting', server.trusting],
      ] as const) {
        const event = jsonOf(await eventOf(admin, requestId))
        expect(event.errorCode).toBe(outcome === 'Allowed' ? undefined : 'AccessDenied')
        expect(event.errorMessage === undefined).toBe(outcome === 'Allowed')
        const { DecodedMessage = '' } = await server
          .sts(admin)
          .send(new DecodeAuthorizationMessageCommand({ EncodedMessage: event.requestID }))
        const { allowed, decisions } = JSON.parse(DecodedMessage)
        const [{ decision }] = decisions as [RecordedDecision]
        expect([allowed, decision.outcome]).toEqual([outcome === 'Allowed', outcome])
        const whole = decision.layers.filter(layer => layer.statements.length > 0)
        for (const layer of whole) expect(layer.side).toBe(side)
      }
  })
})

describe('the filters', () => {
  const namesOf = ({ Events = [] }: { Events?: Event[] | undefined }) => Events.map(event => event.EventName)

  it('find events by each attribute', async () => {
    const { admin } = server.trusting
    const iam = server.iam(admin)
    const RoleName = fresh('Looked')
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [trust(rootOf(server.trusting))],
    })
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
    await iam.send(new GetRoleCommand({ RoleName }))
    await iam.send(new DeleteRoleCommand({ RoleName }))
    const life = ['DeleteRole', 'GetRole', 'CreateRole']
    expect(namesOf(await look(admin, by('ResourceName', RoleName)))).toEqual(life)
    expect(namesOf(await look(admin, by('ResourceName', Role?.RoleId ?? '')))).toEqual(['CreateRole'])
    expect(namesOf(await look(admin, by('ResourceName', 'Looked')))).toEqual([])
    expect(namesOf(await look(admin, by('ResourceType', 'AWS::IAM::Role'))).slice(0, 3)).toEqual(life)
    expect(namesOf(await look(admin, by('ReadOnly', 'false'))).slice(0, 2)).toEqual([
      'DeleteRole',
      'CreateRole',
    ])
    expect(namesOf(await look(admin, by('ReadOnly', 'true')))).toContain('GetRole')
    expect(namesOf(await look(admin, by('EventSource', 'iam.amazonaws.com'))).slice(0, 3)).toEqual(life)
    expect(namesOf(await look(admin, by('EventName', 'CreateRole')))[0]).toBe('CreateRole')
    expect(namesOf(await look(admin, by('EventName', 'createrole')))).toEqual([])
    expect(new Set(namesOf(await look(admin, by('Username', 'looked-for'))))).toEqual(
      new Set(['GetCallerIdentity']),
    )
    expect(namesOf(await look(admin, by('AccessKeyId', session.accessKeyId)))).toEqual(['GetCallerIdentity'])
    const [event] = (await look(admin, by('ResourceName', RoleName))).Events ?? []
    expect((await look(admin, by('EventId', event?.EventId ?? ''))).Events).toEqual([event])
    // The same id in another account is no event of it.
    expect((await look(server.trusted.admin, by('EventId', event?.EventId ?? ''))).Events).toEqual([])
  })

  it('find what was done to a bucket, and nothing of its objects', async () => {
    const { admin } = server.trusting
    const s3 = new S3Client({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: admin,
      forcePathStyle: true,
    })
    const Bucket = `looked-${server.trusting.id}`
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'text' }))
    const query = by('ResourceName', Bucket)
    expect(namesOf(await look(admin, query))).toEqual(['CreateBucket'])
    expect(namesOf(await look(admin, by('EventName', 'PutObject')))).toEqual([])
    s3.destroy()
  })

  it('keep to the time, in whole seconds with both ends, the newest first, and to the last 90 days', async () => {
    const other = await startTestServer()
    const own = other.trusted.admin
    const lookThere = async (input: LookupEventsCommandInput) =>
      (await other.cloudtrail(own).send(new LookupEventsCommand(input))).Events ?? []
    const call = async () => {
      const { $metadata } = await other.sts(own).send(new GetCallerIdentityCommand({}))
      const [event] = await lookThere(by('EventName', 'GetCallerIdentity'))
      expect(jsonOf(event).requestID).toBe($metadata.requestId)
      return event?.EventTime?.getTime() ?? 0
    }
    const first = await call()
    other.advance(100)
    const second = await call()
    const named = by('EventName', 'GetCallerIdentity')
    const times = async (from: number | undefined, to?: number) =>
      (
        await lookThere({
          ...named,
          ...(from && { StartTime: new Date(from) }),
          ...(to && { EndTime: new Date(to) }),
        })
      ).map(event => event.EventTime?.getTime())
    expect(await times(undefined)).toEqual([second, first])
    expect(await times(first, second)).toEqual([second, first])
    expect(await times(first + 1000)).toEqual([second])
    expect(await times(undefined, second - 1000)).toEqual([first])
    expect(await times(first, first)).toEqual([first])
    expect(await times(first + 1000, second - 1000)).toEqual([])
    other.advance(90 * 24 * 3600 - 50)
    expect(await times(first)).toEqual([second])
    await other.close()
  })

  it('that cannot be are refused', async () => {
    const { admin } = server.trusted
    const two = [
      ...(by('EventName', 'a').LookupAttributes ?? []),
      ...(by('EventId', 'b').LookupAttributes ?? []),
    ]
    expect(await refusal(admin, { LookupAttributes: two })).toMatchObject({
      code: 'InvalidLookupAttributesException',
    })
    expect(await refusal(admin, by('ReadOnly', 'maybe'))).toMatchObject({
      code: 'InvalidLookupAttributesException',
    })
    const backwards = { StartTime: new Date(2000), EndTime: new Date(1000) }
    expect(await refusal(admin, backwards)).toMatchObject({ code: 'InvalidTimeRangeException' })
    for (const MaxResults of [0, 51])
      expect(await refusal(admin, { MaxResults })).toEqual({
        code: 'ValidationException',
        message: expect.stringContaining(`'${MaxResults}' at 'maxResults'`),
      })
    expect(await refusal(admin, by('Colour', 'red'))).toMatchObject({ code: 'ValidationException' })
    expect(await refusal(admin, { EventCategory: 'management' as never })).toMatchObject({
      code: 'ValidationException',
    })
  })

  it('know Insights events, of which there are none', async () => {
    const { admin } = server.trusted
    expect(await look(admin, { EventCategory: 'insight' })).toEqual({ Events: [] })
    const attribute = by('Username', 'admin')
    expect(await refusal(admin, { EventCategory: 'insight', ...attribute })).toMatchObject({
      code: 'InvalidLookupAttributesException',
    })
  })
})

describe('pages', () => {
  it('hold what was asked for, 50 events unless less is wanted, and go on where the last one ended', async () => {
    const user = await makeUser(server, server.trusted, allow('cloudtrail:LookupEvents', '*'))
    const ids: (string | undefined)[] = []
    for (let call = 0; call < 53; call += 1) {
      const { $metadata } = await server.sts(user.keys).send(new GetCallerIdentityCommand({}))
      ids.unshift($metadata.requestId)
    }
    const query = by('Username', user.name)
    const found: string[] = []
    let NextToken: string | undefined
    const sizes: number[] = []
    do {
      const page = await look(server.trusted.admin, { ...query, NextToken, MaxResults: 20 })
      found.push(...(page.Events ?? []).map(event => jsonOf(event).requestID))
      sizes.push(page.Events?.length ?? 0)
      NextToken = page.NextToken
    } while (NextToken)
    expect(found).toEqual(ids)
    expect(sizes).toEqual([20, 20, 13])
    expect((await look(server.trusted.admin, query)).Events).toHaveLength(50)
  })

  it('take a token for the query, the account and the hour it was made for, and none that is made up', async () => {
    const own = await startTestServer()
    const lookAs = (keys: Keys, input: LookupEventsCommandInput) =>
      own.cloudtrail(keys).send(new LookupEventsCommand(input)).catch(refusalOf)
    for (const { admin } of [own.trusted, own.trusting])
      for (let call = 0; call < 3; call += 1) await own.sts(admin).send(new GetCallerIdentityCommand({}))
    const query = { ...by('EventName', 'GetCallerIdentity'), MaxResults: 1 }
    const { NextToken = '' } = (await lookAs(own.trusted.admin, query)) as { NextToken?: string }
    expect(NextToken).not.toBe('')
    const invalid = { code: 'InvalidNextTokenException' }
    expect(await lookAs(own.trusted.admin, { ...query, NextToken })).toMatchObject({ Events: [{}] })
    expect(await lookAs(own.trusting.admin, { ...query, NextToken })).toMatchObject(invalid)
    expect(await lookAs(own.trusted.admin, { NextToken })).toMatchObject(invalid)
    expect(await lookAs(own.trusted.admin, { ...query, StartTime: new Date(0), NextToken })).toMatchObject(
      invalid,
    )
    for (const madeUp of ['x', NextToken.slice(0, -4), `${NextToken.slice(0, -8)}AAAAAAA=`])
      expect(await lookAs(own.trusted.admin, { ...query, NextToken: madeUp })).toMatchObject(invalid)
    own.advance(3601)
    expect(await lookAs(own.trusted.admin, { ...query, NextToken })).toMatchObject(invalid)
    await own.close()
  })
})

describe('who may look', () => {
  it('is who is allowed cloudtrail:LookupEvents, and sees the events of the own account alone', async () => {
    const stranger = await makeUser(server, server.trusting, allow('iam:*', '*'))
    expect(await refusal(stranger.keys, {})).toEqual({
      code: 'AccessDeniedException',
      message: `User: ${stranger.arn} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
    })
    const reader = await makeUser(server, server.trusting, allow('cloudtrail:LookupEvents', '*'))
    const { Events = [] } = await look(reader.keys, by('EventName', 'LookupEvents'))
    expect(jsonOf(Events[0])).toMatchObject({
      errorCode: 'AccessDenied',
      readOnly: true,
      recipientAccountId: server.trusting.id,
      requestParameters: null,
    })
    const all = (await look(reader.keys)).Events ?? []
    for (const event of all) expect(jsonOf(event).recipientAccountId).toBe(server.trusting.id)
  })

  it('a session of a role of the account looks at that account', async () => {
    const viewer = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('cloudtrail:LookupEvents', '*')],
    })
    const keys = await assume(server, server.trusted.admin, viewer)
    const { Events = [] } = await look(keys)
    expect(Events.length).toBeGreaterThan(0)
    for (const event of Events) expect(jsonOf(event).recipientAccountId).toBe(server.trusting.id)
  })
})

it('what is recorded and is no call of the API is found like the rest', async () => {
  const own = await startTestServer()
  const account = accountId(own.trusted.id)
  const eventID = 'b1e0b4d4-0000-4000-8000-000000000001' // not one that begins with its time
  const event = {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', principalId: 'AIDA', accountId: account, userName: 'admin' },
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'No' },
    eventType: 'AwsConsoleSignIn',
    eventCategory: 'Management',
    readOnly: false,
    eventID,
  }
  const record = {
    account,
    eventId: eventID,
    requestId: 'sign-in',
    time: Date.now(),
    eventName: 'ConsoleLogin',
  }
  await own.store.record({ events: [{ ...record, event: JSON.stringify(event) }], uses: [] })
  for (const query of [
    by('EventName', 'ConsoleLogin'),
    by('EventSource', 'signin.amazonaws.com'),
    by('EventId', eventID),
  ]) {
    const { Events = [] } = await own.cloudtrail(own.trusted.admin).send(new LookupEventsCommand(query))
    expect(Events).toMatchObject([{ EventId: eventID, Username: 'admin', Resources: [], ReadOnly: 'false' }])
    expect(Events[0]).not.toHaveProperty('AccessKeyId')
    expect(jsonOf(Events[0])).toEqual(event)
  }
  await own.close()
})

describe.each(doorways)('through the $name', ({ absent, name, call }: Doorway) => {
  const title = absent ? `; skipped: ${absent}` : ''
  it.skipIf(absent)(`looks up, pages and is refused${title}`, { timeout: 120_000 }, async () => {
    const { admin } = server.trusted
    const lookThrough = (input: object, keys = admin) =>
      call(server, keys, 'cloudtrail', 'LookupEvents', input)
    const query = { ...by('EventName', 'AssumeRole'), MaxResults: 1 }
    const first = await lookThrough(query)
    if ('refused' in first) throw new Error(first.refused.message)
    const { Events, NextToken } = first.ok
    const [event] = Events
    expect([Events.length, event.EventName, event.ReadOnly]).toEqual([1, 'AssumeRole', 'true'])
    expect(event.EventTime).toEqual(new Date(jsonOf(event).eventTime))
    const next = await lookThrough({ ...query, NextToken })
    expect(next).toMatchObject({ ok: { Events: [{ EventName: 'AssumeRole' }] } })
    expect(await lookThrough({ MaxResults: 1, NextToken })).toMatchObject({
      refused: { code: 'InvalidNextTokenException' },
    })
    const stranger = await makeUser(server, server.trusted)
    expect(await lookThrough({}, stranger.keys), name).toMatchObject({
      refused: { code: 'AccessDeniedException' },
    })
  })

  it.skipIf(absent)(`says what it cannot do${title}`, async () => {
    const { admin } = server.trusted
    const ask = (operation: string, input = {}) => call(server, admin, 'cloudtrail', operation, input)
    expect(await ask('CreateEventDataStore', { Name: 'events' })).toMatchObject({
      refused: { code: 'NotImplemented' },
    })
    const stranger = await makeUser(server, server.trusted)
    expect(await call(server, stranger.keys, 'cloudtrail', 'DescribeTrails', {})).toMatchObject({
      refused: { code: 'AccessDeniedException' },
    })
  })
})

import { type LookupAttributeKey, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered, organizationsCallsTo } from './support/iam-calls.ts'
import { type OrganizationScene, organize } from './support/organizations-scene.ts'
import { fresh, makeUser } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** What Organizations leaves in the event history: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html */
let server: TestServer
let scene: OrganizationScene
beforeAll(async () => {
  server = await startTestServer()
  scene = await organize(server, {})
})
afterAll(() => server.close())

const call = organizationsCallsTo(() => server)
const moment = expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/)

/** The events of this name, the newest first. */
async function eventsNamed(AttributeValue: string, keys: Keys = server.trusted.admin) {
  const LookupAttributes = [{ AttributeKey: 'EventName' as LookupAttributeKey, AttributeValue }]
  const { Events = [] } = await server.cloudtrail(keys).send(new LookupEventsCommand({ LookupAttributes }))
  return Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? ''))
}

const byTheService = (by: string) => ({
  eventVersion: '1.11',
  userIdentity: { accountId: server.trusted.id, invokedBy: by },
  eventTime: expect.stringMatching(/Z$/),
  eventSource: 'organizations.amazonaws.com',
  awsRegion: 'us-east-1',
  sourceIPAddress: by,
  userAgent: by,
  requestParameters: null,
  responseElements: null,
  eventID: expect.any(String),
  readOnly: false,
  eventType: 'AwsServiceEvent',
  managementEvent: true,
  recipientAccountId: server.trusted.id,
  eventCategory: 'Management',
})

describe('an account that is created', () => {
  it('is told of twice: that it was asked for, without name and address, and that it was made', async () => {
    const AccountName = fresh('told')
    const Email = `${AccountName}@accounts.example`
    const { CreateAccountStatus } = answered(await call('CreateAccount', { AccountName, Email }))
    const [asked] = await eventsNamed('CreateAccount')
    expect(asked).toMatchObject({
      eventType: 'AwsApiCall',
      requestParameters: { accountName: '****', email: '****' },
      responseElements: {
        createAccountStatus: {
          id: CreateAccountStatus.Id,
          accountName: '****',
          state: 'IN_PROGRESS',
          requestedTimestamp: moment,
        },
      },
    })
    const [result] = await eventsNamed('CreateAccountResult')
    expect(result).toEqual({
      ...byTheService('AWS Internal'),
      eventName: 'CreateAccountResult',
      serviceEventDetails: {
        createAccountStatus: {
          id: CreateAccountStatus.Id,
          state: 'SUCCEEDED',
          accountName: '****',
          accountId: expect.stringMatching(/^\d{12}$/),
          requestedTimestamp: moment,
          completedTimestamp: moment,
        },
      },
    })
    expect(JSON.stringify([asked, result])).not.toContain(AccountName)
    answered(await call('CreateAccount', { AccountName, Email }))
    const [failed] = await eventsNamed('CreateAccountResult')
    expect(failed.serviceEventDetails.createAccountStatus).toEqual({
      id: expect.stringMatching(/^car-/),
      state: 'FAILED',
      accountName: '****',
      failureReason: 'EMAIL_ALREADY_EXISTS',
      requestedTimestamp: moment,
      completedTimestamp: moment,
    })
  })
})

describe('an account that is closed', () => {
  it('is told of twice; a refused closing once', async () => {
    const { id: accountId } = await scene.account()
    answered(await call('CloseAccount', { AccountId: accountId }))
    await call('CloseAccount', { AccountId: accountId })
    expect(await eventsNamed('CloseAccount')).toMatchObject([
      { errorCode: 'AccountAlreadyClosedException', responseElements: null },
      { requestParameters: { accountId }, responseElements: null },
    ])
    expect(await eventsNamed('CloseAccountResult')).toEqual([
      {
        ...byTheService('organizations.amazonaws.com'),
        eventName: 'CloseAccountResult',
        serviceEventDetails: {
          closeAccountStatus: {
            accountId,
            state: 'SUCCEEDED',
            requestedTimestamp: moment,
            completedTimestamp: moment,
          },
        },
      },
    ])
  })
})

it('a denial by policies is AccessDenied in the event, and names what it was about', async () => {
  const user = await makeUser(server, server.trusted)
  await call('LeaveOrganization', {}, user.keys)
  expect(await eventsNamed('LeaveOrganization')).toMatchObject([
    {
      errorCode: 'AccessDenied',
      errorMessage: `User: ${user.arn} is not authorized to perform: organizations:LeaveOrganization on resource: * because no identity-based policy allows the organizations:LeaveOrganization action`,
      requestParameters: null,
      responseElements: null,
      readOnly: false,
    },
  ])
})

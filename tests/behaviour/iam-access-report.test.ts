import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import type { NotReported, Organization, ReportedEntity } from '../../src/services/organizations.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { sdkDoorway } from './support/doorways.ts'
import { type Answer, answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { TestOrganization } from './support/organization.ts'
import { allow, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What an organization's accounts may call and did call, as its management account is told. */
class ReportedOrganization extends TestOrganization {
  answer: ReportedEntity | NotReported = { accounts: [] }
  asked: unknown[] = []

  readonly reportedEntity = async (
    { id }: Organization,
    entityPath: string,
    policyId: string | undefined,
  ) => {
    this.asked = [id, entityPath, policyId]
    return this.answer
  }
}

let server: TestServer
let organizations: ReportedOrganization
beforeAll(async () => {
  const { close, trusted, trusting } = await startTestServer()
  await close()
  organizations = new ReportedOrganization(trusted.id, [trusting.id])
  server = await startTestServer(undefined, { organizations })
  expect([server.trusted.id, server.trusting.id]).toEqual([trusted.id, trusting.id])
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-access-report', () => server)

const EntityPath = 'o-exampleorgid/r-f6g7h8/ou-f6g7-k9l8m7n6'
const pathOf = (account: { id: string }) => `${EntityPath}/${account.id}`
const time = expect.any(Date)
const done = { JobStatus: 'COMPLETED', JobCreationDate: time, JobCompletionDate: time }
const everything = policy(allow('*', '*'))
const only = (...actions: string[]) => policy(allow(actions, '*'))

function reportOn(accounts: readonly { id: string }[], ...levels: string[]) {
  organizations.answer = {
    accounts: accounts.map(account => ({ account: accountId(account.id), path: pathOf(account) })),
    ...(levels.length > 0 && { serviceControl: levels.map(text => [text]) }),
  }
}

async function jobOn(input: object = {}): Promise<string> {
  return answered(await call('GenerateOrganizationsAccessReport', { EntityPath, ...input })).JobId
}

async function namespaces(input: object = {}): Promise<string[]> {
  const asked = { JobId: await jobOn(), MaxItems: 1000, ...input }
  const { AccessDetails } = answered(await call('GetOrganizationsAccessReport', asked))
  return AccessDetails.map((detail: Answer) => detail.ServiceNamespace)
}

const whoAmI = (account: { admin: { accessKeyId: string; secretAccessKey: string } }) =>
  sdkDoorway.call(server, account.admin, 'sts', 'GetCallerIdentity', {})

describe('an access report of an organization', () => {
  beforeEach(() => reportOn([server.trusting], everything, only('sts:*', 's3:*')))

  eachDoorway('lists what its policies leave, and which account called it last', async call => {
    answered(await whoAmI(server.trusting))
    const OrganizationsPolicyId = 'p-examplepolicy'
    const asked = { EntityPath, OrganizationsPolicyId }
    const { JobId } = answered(await call('GenerateOrganizationsAccessReport', asked))
    expect(organizations.asked).toEqual(['o-exampleorgid', EntityPath, OrganizationsPolicyId])
    expect(await call('GetOrganizationsAccessReport', { JobId })).toEqual({
      ok: {
        ...done,
        NumberOfServicesAccessible: 2,
        NumberOfServicesNotAccessed: 1,
        AccessDetails: [
          { ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 },
          {
            ServiceName: 'AWS Security Token Service',
            ServiceNamespace: 'sts',
            Region: 'us-east-1',
            EntityPath: pathOf(server.trusting),
            LastAuthenticatedTime: time,
            TotalAuthenticatedEntities: 1,
          },
        ],
        IsTruncated: false,
      },
    })
  })

  it('counts accounts, and names the one that called last', async () => {
    answered(await whoAmI(server.trusted))
    server.advance(60)
    answered(await whoAmI(server.trusting))
    reportOn([server.trusted, server.trusting], only('sts:*'))
    const { AccessDetails } = answered(await call('GetOrganizationsAccessReport', { JobId: await jobOn() }))
    expect(AccessDetails).toEqual([
      expect.objectContaining({ TotalAuthenticatedEntities: 2, EntityPath: pathOf(server.trusting) }),
    ])
  })

  it('leaves out what any level does not allow, or denies altogether', async () => {
    reportOn([server.trusting], only('sts:*', 's3:*', 'sqs:*'), only('sts:*', 's3:*', 'ec2:*'))
    expect(await namespaces()).toEqual(['s3', 'sts'])
    const denying = policy(allow('*', '*'), { ...allow('s3:*', '*'), Effect: 'Deny' })
    reportOn([server.trusting], only('sts:*', 's3:*'), denying)
    expect(await namespaces()).toEqual(['sts'])
  })

  it('lists every service for the management account, which no policy limits', async () => {
    reportOn([server.trusted])
    expect((await namespaces()).length).toBeGreaterThan(300)
  })

  it('is sorted as asked, and goes by pages', async () => {
    reportOn([server.trusting], only('sts:*', 's3:*', 'iam:*'))
    answered(await call('ListUsers', {}, server.trusting.admin))
    server.advance(60)
    answered(await whoAmI(server.trusting))
    expect(await namespaces()).toEqual(['iam', 's3', 'sts'])
    expect(await namespaces({ SortKey: 'SERVICE_NAMESPACE_DESCENDING' })).toEqual(['sts', 's3', 'iam'])
    expect(await namespaces({ SortKey: 'LAST_AUTHENTICATED_TIME_DESCENDING' })).toEqual(['sts', 'iam', 's3'])
    expect(await namespaces({ SortKey: 'LAST_AUTHENTICATED_TIME_ASCENDING' })).toEqual(['iam', 'sts', 's3'])
    const input = { JobId: await jobOn(), MaxItems: 2 }
    const found = await pages(call, 'GetOrganizationsAccessReport', input, 'AccessDetails')
    expect(found.map(page => page.map((detail: Answer) => detail.ServiceNamespace))).toEqual([
      ['iam', 's3'],
      ['sts'],
    ])
  })

  it.each([
    ['entity', 'NoSuchEntity'],
    ['policy', 'NoSuchEntity'],
    ['service control policies', 'PolicyTypeNotEnabled'],
  ] as const)('fails as a job where there is no such %s', async (missing, Code) => {
    organizations.answer = { missing }
    expect(await call('GetOrganizationsAccessReport', { JobId: await jobOn() })).toEqual({
      ok: { ...done, JobStatus: 'FAILED', ErrorDetails: { Code, Message: expect.any(String) } },
    })
  })

  it('is of who had it made', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:*', '*'))
    const JobId = await jobOn()
    expect(await call('GetOrganizationsAccessReport', { JobId })).toHaveProperty('ok')
    expect(await call('GetOrganizationsAccessReport', { JobId }, user.keys)).toEqual(
      refused('NoSuchEntity', `Job with id ${JobId} cannot be found.`),
    )
  })
})

describe('who may have one made', () => {
  beforeEach(() => reportOn([server.trusting], everything))
  const message = 'The account making the request is not the management account of an organization.'

  it('the management account, and no other of the organization', async () => {
    expect(await call('GenerateOrganizationsAccessReport', { EntityPath })).toHaveProperty('ok')
    expect(await call('GenerateOrganizationsAccessReport', { EntityPath }, server.trusting.admin)).toEqual(
      refused('AccessDenied', message),
    )
    const JobId = await jobOn()
    expect(await call('GetOrganizationsAccessReport', { JobId }, server.trusting.admin)).toEqual(
      refused('AccessDenied', message),
    )
  })

  it('nobody where there is no organization', async () => {
    const alone = await startTestServer()
    try {
      expect(await iamCallsTo(() => alone)('GenerateOrganizationsAccessReport', { EntityPath })).toEqual(
        refused('AccessDenied', message),
      )
    } finally {
      await alone.close()
    }
  })

  it('who is permitted, on the entity and with the policy', async () => {
    const reports = `arn:aws:iam::${server.trusted.id}:access-report/${EntityPath}`
    const condition = { StringEquals: { 'iam:OrganizationsPolicyId': 'p-examplepolicy' } }
    const user = await makeUser(
      server,
      server.trusted,
      allow('iam:GenerateOrganizationsAccessReport', reports, condition),
    )
    const ask = (input: object) => call('GenerateOrganizationsAccessReport', input, user.keys)
    const OrganizationsPolicyId = 'p-examplepolicy'
    expect(await ask({ EntityPath, OrganizationsPolicyId })).toHaveProperty('ok')
    expect(await ask({ EntityPath })).toHaveProperty('refused.code', 'AccessDenied')
    const elsewhere = { EntityPath: 'o-exampleorgid/r-f6g7h8', OrganizationsPolicyId }
    expect(await ask(elsewhere)).toHaveProperty('refused.code', 'AccessDenied')
  })
})

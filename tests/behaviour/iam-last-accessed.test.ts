import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { sdkDoorway } from './support/doorways.ts'
import { type Answer, answered, type IamCall, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import {
  allow,
  assume,
  fresh,
  makeRole,
  makeUser,
  policy,
  rootOf,
  type TestUser,
  trust,
} from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** When which permissions were used last, by whom. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-last-accessed', () => server)

const time = expect.any(Date)
const IsTruncated = false
const done = { JobStatus: 'COMPLETED', JobCreationDate: time, JobCompletionDate: time }
const iamName = 'AWS Identity and Access Management (IAM)'
const used = (ServiceNamespace: string, LastAuthenticatedEntity: string, TotalAuthenticatedEntities = 1) =>
  expect.objectContaining({
    ServiceNamespace,
    LastAuthenticated: time,
    LastAuthenticatedEntity,
    LastAuthenticatedRegion: 'us-east-1',
    TotalAuthenticatedEntities,
  })

async function jobOn(Arn: string, input: object = {}, by: IamCall = call, keys?: Keys): Promise<string> {
  return answered(await by('GenerateServiceLastAccessedDetails', { Arn, ...input }, keys)).JobId
}

async function servicesOf(Arn: string, input: object = {}): Promise<Answer[]> {
  const JobId = await jobOn(Arn, input)
  return answered(await call('GetServiceLastAccessedDetails', { JobId, MaxItems: 1000 })).ServicesLastAccessed
}

async function serviceOf(Arn: string, namespace: string, input: object = {}) {
  return (await servicesOf(Arn, input)).find(service => service.ServiceNamespace === namespace)
}

async function entitiesOf(Arn: string, ServiceNamespace: string): Promise<Answer[]> {
  const JobId = await jobOn(Arn)
  const input = { JobId, ServiceNamespace }
  return answered(await call('GetServiceLastAccessedDetailsWithEntities', input)).EntityDetailsList
}

const getUser = (by: TestUser) => call('GetUser', { UserName: by.name }, by.keys)
const whoAmI = (keys: Keys) => sdkDoorway.call(server, keys, 'sts', 'GetCallerIdentity', {})

async function makeGroup(...statements: object[]) {
  const GroupName = fresh('group')
  const { Group } = answered(await call('CreateGroup', { GroupName }))
  const PolicyDocument = policy(...statements)
  answered(await call('PutGroupPolicy', { GroupName, PolicyName: 'test', PolicyDocument }))
  return { name: GroupName, arn: Group.Arn as string }
}

describe('a report on a user', () => {
  eachDoorway('lists the services that its policies grant, and when it called them', async call => {
    const user = await makeUser(server, server.trusted, allow(['iam:GetUser', 's3:GetObject'], '*'))
    const s3 = { ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 }
    const iam = { ServiceName: iamName, ServiceNamespace: 'iam', TotalAuthenticatedEntities: 0 }
    const answer = { ...done, JobType: 'SERVICE_LEVEL', IsTruncated }
    const before = await jobOn(user.arn, {}, call)
    expect(await call('GetServiceLastAccessedDetails', { JobId: before })).toEqual({
      ok: { ...answer, ServicesLastAccessed: [iam, s3] },
    })
    answered(await getUser(user))
    const after = await jobOn(user.arn, {}, call)
    const access = {
      LastAuthenticated: time,
      LastAuthenticatedEntity: user.arn,
      LastAuthenticatedRegion: 'us-east-1',
    }
    expect(await call('GetServiceLastAccessedDetails', { JobId: after })).toEqual({
      ok: { ...answer, ServicesLastAccessed: [{ ...iam, ...access, TotalAuthenticatedEntities: 1 }, s3] },
    })
    const { arn: Arn, name: Name, id: Id } = user
    const details = { EntityInfo: { Arn, Name, Id, Type: 'USER', Path: '/' }, LastAuthenticated: time }
    const asked = { JobId: after, ServiceNamespace: 'iam' }
    expect(await call('GetServiceLastAccessedDetailsWithEntities', asked)).toEqual({
      ok: { ...done, EntityDetailsList: [details], IsTruncated },
    })
  })

  it('counts attempts that were denied, and calls of others not', async () => {
    const [user, other] = [
      await makeUser(server, server.trusted, allow('iam:GetUser', 'arn:aws:iam::*:user/nobody')),
      await makeUser(server, server.trusted, allow('iam:GetUser', '*')),
    ]
    answered(await getUser(other))
    expect(await serviceOf(user.arn, 'iam')).not.toHaveProperty('LastAuthenticated')
    expect(await getUser(user)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await serviceOf(user.arn, 'iam')).toEqual(used('iam', user.arn))
  })

  it('counts what it did under another name, and as a federated user', async () => {
    const user = await makeUser(server, server.trusted, allow(['sts:*', 'iam:*'], '*'))
    const Policy = policy(allow('iam:GetUser', '*'))
    const token = await sdkDoorway.call(server, user.keys, 'sts', 'GetFederationToken', {
      Name: 'Federated',
      Policy,
    })
    const { AccessKeyId, SecretAccessKey, SessionToken } = answered(token).Credentials
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    expect(await serviceOf(user.arn, 'iam')).not.toHaveProperty('LastAuthenticated')
    await call('GetUser', { UserName: user.name }, keys)
    expect(await serviceOf(user.arn, 'sts')).toEqual(used('sts', user.arn))
    const renamed = `${user.name}-renamed`
    answered(await call('UpdateUser', { UserName: user.name, NewUserName: renamed }))
    const arn = user.arn.replace(user.name, renamed)
    expect(await serviceOf(arn, 'sts')).toEqual(used('sts', arn))
  })

  it('lists neither what nothing grants nor what a boundary would take away', async () => {
    const user = await makeUser(server, server.trusted, allow('s3:*', '*'))
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    answered(await whoAmI(user.keys))
    expect((await servicesOf(user.arn)).map(service => service.ServiceNamespace)).toEqual(['s3'])
  })

  it('lists every service for who may do everything, in pages', async () => {
    const user = await makeUser(server, server.trusted, allow('*', '*'))
    const JobId = await jobOn(user.arn)
    const found = await pages(call, 'GetServiceLastAccessedDetails', { JobId }, 'ServicesLastAccessed')
    const namespaces = found.flat().map(service => service.ServiceNamespace)
    expect(namespaces.length).toBeGreaterThan(300)
    expect(namespaces).toEqual([...new Set(namespaces)].sort())
    expect(found.at(0)).toHaveLength(100)
  })

  it('goes back 400 days', async () => {
    const own = await startTestServer()
    try {
      const user = await makeUser(own, own.trusted, allow('iam:*', '*'))
      await sdkDoorway.call(own, user.keys, 'iam', 'GetUser', {})
      const ownCall = iamCallsTo(() => own)
      const lastUse = async () => {
        const JobId = await jobOn(user.arn, {}, ownCall)
        const { ServicesLastAccessed } = answered(await ownCall('GetServiceLastAccessedDetails', { JobId }))
        return ServicesLastAccessed[0].LastAuthenticated
      }
      own.advance(399 * 24 * 60 * 60)
      expect(await lastUse()).toEqual(time)
      own.advance(2 * 24 * 60 * 60)
      expect(await lastUse()).toBeUndefined()
    } finally {
      await own.close()
    }
  })

  it('finds what lies behind hundreds of other calls', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    answered(await getUser(user))
    await Promise.all(Array.from({ length: 450 }, () => whoAmI(server.trusted.admin)))
    expect(await serviceOf(user.arn, 'iam')).toEqual(used('iam', user.arn))
  })
})

describe('a report on a role, a group, a policy', () => {
  it('finds the sessions of a role, whatever their names', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('iam:ListUsers', '*')],
    })
    expect(await serviceOf(role.arn, 'iam')).not.toHaveProperty('LastAuthenticated')
    const keys = await assume(server, server.trusted.admin, role, { RoleSessionName: 'whoever' })
    answered(await call('ListUsers', {}, keys))
    expect(await serviceOf(role.arn, 'iam')).toEqual(used('iam', role.arn))
  })

  it('finds the users of a group, and whose use was the latest', async () => {
    const group = await makeGroup(allow('iam:GetUser', '*'))
    const [first, second, third] = [
      await makeUser(server, server.trusted),
      await makeUser(server, server.trusted),
      await makeUser(server, server.trusted),
    ]
    for (const { name: UserName } of [first, second, third]) {
      answered(await call('AddUserToGroup', { GroupName: group.name, UserName }))
    }
    answered(await getUser(first))
    expect(await serviceOf(group.arn, 'iam')).toEqual(used('iam', first.arn))
    server.advance(60)
    answered(await getUser(third))
    expect(await serviceOf(group.arn, 'iam')).toEqual(used('iam', third.arn, 2))
    const entities = await entitiesOf(group.arn, 'iam')
    expect(entities.map(entity => entity.EntityInfo.Arn)).toEqual([third.arn, first.arn, second.arn])
    expect(entities.map(entity => entity.LastAuthenticated)).toEqual([time, time, undefined])
    expect(await entitiesOf(group.arn, 's3')).toEqual([])
  })

  it('finds all who have a policy, by themselves or by a group', async () => {
    const PolicyDocument = policy(allow('iam:GetUser', '*'))
    const made = answered(await call('CreatePolicy', { PolicyName: fresh('policy'), PolicyDocument }))
    const PolicyArn = made.Policy.Arn as string
    const [user, member] = [await makeUser(server, server.trusted), await makeUser(server, server.trusted)]
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      managed: [PolicyArn],
    })
    const group = await makeGroup(allow('s3:*', '*'))
    answered(await call('AttachUserPolicy', { UserName: user.name, PolicyArn }))
    answered(await call('AttachGroupPolicy', { GroupName: group.name, PolicyArn }))
    answered(await call('AddUserToGroup', { GroupName: group.name, UserName: member.name }))
    answered(await call('AddUserToGroup', { GroupName: group.name, UserName: user.name }))
    answered(await getUser(member))
    expect(await servicesOf(PolicyArn)).toEqual([used('iam', member.arn)])
    const entities = await entitiesOf(PolicyArn, 'iam')
    expect(entities.map(entity => entity.EntityInfo.Arn).sort()).toEqual(
      [user.arn, member.arn, role.arn].sort(),
    )
    expect(entities[0]).toMatchObject({ EntityInfo: { Arn: member.arn }, LastAuthenticated: time })
    expect(entities.find(entity => entity.EntityInfo.Arn === role.arn).EntityInfo.Type).toBe('ROLE')
  })
})

describe('a report on actions', () => {
  const Granularity = 'ACTION_LEVEL'

  it('tells the latest use of each action that is granted', async () => {
    const user = await makeUser(
      server,
      server.trusted,
      allow(['iam:GetUser', 'iam:GetRole', 's3:GetObject'], '*'),
    )
    answered(await getUser(user))
    const [iam, s3] = await servicesOf(user.arn, { Granularity })
    expect(iam.TrackedActionsLastAccessed).toEqual([
      { ActionName: 'GetRole' },
      {
        ActionName: 'GetUser',
        LastAccessedEntity: user.arn,
        LastAccessedTime: time,
        LastAccessedRegion: 'us-east-1',
      },
    ])
    expect(s3).not.toHaveProperty('TrackedActionsLastAccessed')
    const JobId = await jobOn(user.arn, { Granularity })
    expect(answered(await call('GetServiceLastAccessedDetails', { JobId })).JobType).toBe(Granularity)
  })

  it('tells none where none was used, nor where services only are asked for', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    expect(await serviceOf(user.arn, 'iam', { Granularity })).not.toHaveProperty('TrackedActionsLastAccessed')
    answered(await getUser(user))
    expect(await serviceOf(user.arn, 'iam')).not.toHaveProperty('TrackedActionsLastAccessed')
  })
})

describe('reports', () => {
  const permission = allow(
    ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails*'],
    '*',
  )

  it('are of who had them made', async () => {
    const [one, other] = [
      await makeUser(server, server.trusted, permission),
      await makeUser(server, server.trusted, permission),
    ]
    const JobId = await jobOn(one.arn, {}, call, one.keys)
    const missing = refused('NoSuchEntity', `Job with id ${JobId} cannot be found.`)
    for (const [operation, input] of [
      ['GetServiceLastAccessedDetails', { JobId }],
      ['GetServiceLastAccessedDetailsWithEntities', { JobId, ServiceNamespace: 'iam' }],
    ] as const) {
      expect(await call(operation, input, one.keys)).toHaveProperty('ok')
      expect(await call(operation, input, other.keys)).toEqual(missing)
      expect(await call(operation, input, server.trusting.admin)).toEqual(missing)
    }
  })

  it('of a role are of all its sessions', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [permission],
    })
    const session = (RoleSessionName: string) =>
      assume(server, server.trusted.admin, role, { RoleSessionName })
    const JobId = await jobOn(role.arn, {}, call, await session('first'))
    expect(await call('GetServiceLastAccessedDetails', { JobId }, await session('second'))).toHaveProperty(
      'ok',
    )
  })

  it('stand as they were made', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:*', '*'))
    const JobId = await jobOn(user.arn)
    answered(await getUser(user))
    const { ServicesLastAccessed } = answered(await call('GetServiceLastAccessedDetails', { JobId }))
    expect(ServicesLastAccessed[0]).not.toHaveProperty('LastAuthenticated')
  })

  it('are kept for a week', async () => {
    const own = await startTestServer()
    try {
      const ownCall = iamCallsTo(() => own)
      const JobId = await jobOn('arn:aws:iam::aws:policy/IAMReadOnlyAccess', {}, ownCall)
      own.advance(6 * 24 * 60 * 60)
      expect(await ownCall('GetServiceLastAccessedDetails', { JobId })).toHaveProperty('ok')
      own.advance(2 * 24 * 60 * 60)
      expect(await ownCall('GetServiceLastAccessedDetails', { JobId })).toHaveProperty(
        'refused.code',
        'NoSuchEntity',
      )
    } finally {
      await own.close()
    }
  })

  it('are refused on what is not there, and without permission', async () => {
    const user = await makeUser(
      server,
      server.trusted,
      allow('iam:GenerateServiceLastAccessedDetails', `arn:aws:iam::${server.trusted.id}:user/other`),
    )
    const ask = (Arn: string, keys = server.trusted.admin) =>
      call('GenerateServiceLastAccessedDetails', { Arn }, keys)
    expect(await ask(`${user.arn}x`)).toHaveProperty('refused.code', 'NoSuchEntity')
    expect(await ask('arn:aws:iam::aws:policy/NoSuchPolicy')).toHaveProperty('refused.code', 'NoSuchEntity')
    expect(await ask('arn:aws:s3:::some-bucket-of-mine')).toHaveProperty('refused.code', 'InvalidInput')
    expect(await ask(user.arn, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await ask(user.arn, server.trusting.admin)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await ask('arn:aws:iam::aws:policy/ReadOnlyAccess')).toHaveProperty('ok')
    const unknown = { JobId: '00000000-0000-0000-0000-000000000000' }
    expect(await call('GetServiceLastAccessedDetails', unknown)).toHaveProperty(
      'refused.code',
      'NoSuchEntity',
    )
    const JobId = await jobOn(user.arn)
    const nowhere = { JobId, ServiceNamespace: 'nosuch' }
    expect(await call('GetServiceLastAccessedDetailsWithEntities', nowhere)).toHaveProperty(
      'refused.code',
      'InvalidInput',
    )
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo } from './support/iam-calls.ts'
import { allow, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Which of somebody's policies let them at a service. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-policies-granting-access', () => server)

const s3ReadOnly = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
const managed = { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyType: 'MANAGED', PolicyArn: s3ReadOnly }
const inline = (EntityType: string, EntityName: string) => ({
  PolicyName: 'test',
  PolicyType: 'INLINE',
  EntityType,
  EntityName,
})

async function granting(Arn: string, ...ServiceNamespaces: string[]) {
  const answer = answered(await call('ListPoliciesGrantingServiceAccess', { Arn, ServiceNamespaces }))
  return answer.PoliciesGrantingServiceAccess
}

describe('ListPoliciesGrantingServiceAccess', () => {
  eachDoorway('names policies of a user and of its groups, service by service', async call => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    const GroupName = fresh('group')
    answered(await call('CreateGroup', { GroupName }))
    const PolicyDocument = policy(allow(['iam:ListUsers', 'ec2:*'], '*'))
    answered(await call('PutGroupPolicy', { GroupName, PolicyName: 'test', PolicyDocument }))
    answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
    answered(await call('AttachUserPolicy', { UserName: user.name, PolicyArn: s3ReadOnly }))
    const ServiceNamespaces = ['iam', 's3', 'ec2', 'sqs']
    expect(await call('ListPoliciesGrantingServiceAccess', { Arn: user.arn, ServiceNamespaces })).toEqual({
      ok: {
        PoliciesGrantingServiceAccess: [
          { ServiceNamespace: 'iam', Policies: [inline('USER', user.name), inline('GROUP', GroupName)] },
          { ServiceNamespace: 's3', Policies: [managed] },
          { ServiceNamespace: 'ec2', Policies: [inline('GROUP', GroupName)] },
          { ServiceNamespace: 'sqs', Policies: [] },
        ],
        IsTruncated: false,
      },
    })
  })

  it('names of a role its own policies, and neither its trust policy nor its boundary', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('sqs:SendMessage', '*')],
    })
    const PermissionsBoundary = s3ReadOnly
    answered(await call('PutRolePermissionsBoundary', { RoleName: role.name, PermissionsBoundary }))
    expect(await granting(role.arn, 'sqs', 's3', 'sts')).toEqual([
      { ServiceNamespace: 'sqs', Policies: [inline('ROLE', role.name)] },
      { ServiceNamespace: 's3', Policies: [] },
      { ServiceNamespace: 'sts', Policies: [] },
    ])
  })

  it('names once what a user has twice', async () => {
    const user = await makeUser(server, server.trusted)
    const GroupName = fresh('group')
    answered(await call('CreateGroup', { GroupName }))
    answered(await call('AttachGroupPolicy', { GroupName, PolicyArn: s3ReadOnly }))
    answered(await call('AttachUserPolicy', { UserName: user.name, PolicyArn: s3ReadOnly }))
    answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
    expect(await granting(user.arn, 's3')).toEqual([{ ServiceNamespace: 's3', Policies: [managed] }])
  })

  const statements: readonly (readonly [title: string, statements: object[], grants: boolean])[] = [
    ['everything', [allow('*', '*')], true],
    ['another case', [allow('S3:GetObject', '*')], true],
    ['one resource only', [allow('s3:GetObject', 'arn:aws:s3:::one/*')], true],
    ['another service', [allow('s3-outposts:*', '*')], false],
    ['all but other services', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], true],
    ['all but some of it', [{ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }], true],
    ['all but it', [{ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }], false],
    ['a Deny only', [{ ...allow('s3:*', '*'), Effect: 'Deny' }], false],
    ['a Deny of some of it', [allow('s3:*', '*'), { ...allow('s3:Put*', '*'), Effect: 'Deny' }], true],
    ['a Deny of all of it', [allow('s3:*', '*'), { ...allow('s3:*', '*'), Effect: 'Deny' }], false],
    [
      'a Deny of all of it, on a condition',
      [
        allow('s3:*', '*'),
        { ...allow('s3:*', '*', { Bool: { 'aws:SecureTransport': 'false' } }), Effect: 'Deny' },
      ],
      true,
    ],
  ]

  it.each(statements)('a policy of %s', async (_, written, grants) => {
    const user = await makeUser(server, server.trusted, ...written)
    const [{ Policies }] = await granting(user.arn, 's3')
    expect(Policies).toEqual(grants ? [inline('USER', user.name)] : [])
  })

  it('goes by pages', async () => {
    const user = await makeUser(server, server.trusted, allow('*', '*'))
    const asked = { Arn: user.arn, ServiceNamespaces: Array.from({ length: 120 }, () => 's3') }
    const first = answered(await call('ListPoliciesGrantingServiceAccess', asked))
    expect([first.PoliciesGrantingServiceAccess.length, first.IsTruncated]).toEqual([100, true])
    const second = answered(
      await call('ListPoliciesGrantingServiceAccess', { ...asked, Marker: first.Marker }),
    )
    expect([second.PoliciesGrantingServiceAccess.length, second.IsTruncated]).toEqual([20, false])
  })

  it('refuses services and entities that are not there, and who has no permission', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    const ask = (Arn: string, ServiceNamespaces: string[], keys = server.trusted.admin) =>
      call('ListPoliciesGrantingServiceAccess', { Arn, ServiceNamespaces }, keys)
    expect(await ask(user.arn, ['nosuch'])).toHaveProperty('refused.code', 'InvalidInput')
    expect(await ask(s3ReadOnly, ['s3'])).toHaveProperty('refused.code', 'InvalidInput')
    expect(await ask(`${user.arn}x`, ['s3'])).toHaveProperty('refused.code', 'NoSuchEntity')
    expect(await ask(user.arn, ['s3'], user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await ask(user.arn, ['s3'], server.trusting.admin)).toHaveProperty('refused.code', 'AccessDenied')
  })
})

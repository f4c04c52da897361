import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Roles that services are linked to: made for the service, and not the account's to change. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-service-linked-roles', () => server)

const trustIn = (service: string) =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    }),
  )
const arnOf = (service: string, name: string) =>
  `arn:aws:iam::${server.trusted.id}:role/aws-service-role/${service}/${name}`

describe('CreateServiceLinkedRole', () => {
  eachDoorway('makes the role as its service needs it, and deletes it as a task', async call => {
    const service = 'acm.amazonaws.com'
    const RoleName = 'AWSServiceRoleForCertificateManager'
    const Role = {
      Path: `/aws-service-role/${service}/`,
      RoleName,
      RoleId: expect.stringMatching(/^AROA/),
      Arn: arnOf(service, RoleName),
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: trustIn(service),
    }
    expect(await call('CreateServiceLinkedRole', { AWSServiceName: service })).toEqual({ ok: { Role } })
    expect(await call('GetRole', { RoleName })).toEqual({
      ok: { Role: { ...Role, MaxSessionDuration: 3600, RoleLastUsed: {} } },
    })
    const PolicyName = 'CertificateManagerServiceRolePolicy'
    const PolicyArn = `arn:aws:iam::aws:policy/aws-service-role/${PolicyName}`
    expect(await call('ListAttachedRolePolicies', { RoleName })).toMatchObject({
      ok: { AttachedPolicies: [{ PolicyName, PolicyArn }] },
    })
    const { DeletionTaskId } = answered(await call('DeleteServiceLinkedRole', { RoleName }))
    expect(DeletionTaskId).toMatch(new RegExp(`^task/aws-service-role/${service}/${RoleName}/[0-9a-f-]{36}$`))
    expect(await call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })).toEqual({
      ok: { Status: 'SUCCEEDED' },
    })
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
  })

  it('makes one a service, whatever the names of other roles', async () => {
    const service = 'backup.amazonaws.com'
    answered(await call('CreateServiceLinkedRole', { AWSServiceName: service, Description: 'For backups' }))
    expect(await call('CreateServiceLinkedRole', { AWSServiceName: service })).toEqual(
      refused(
        'InvalidInput',
        'Service role name AWSServiceRoleForBackup has been taken in this account, please try a different suffix.',
      ),
    )
    expect(await call('GetRole', { RoleName: 'AWSServiceRoleForBackup' })).toMatchObject({
      ok: { Role: { Description: 'For backups' } },
    })
  })

  it('takes a suffix where the service has several roles', async () => {
    const several = { AWSServiceName: 'autoscaling.amazonaws.com' }
    for (const [CustomSuffix, RoleName] of [
      [undefined, 'AWSServiceRoleForAutoScaling'],
      ['one', 'AWSServiceRoleForAutoScaling_one'],
      ['two', 'AWSServiceRoleForAutoScaling_two'],
    ]) {
      expect(await call('CreateServiceLinkedRole', { ...several, CustomSuffix })).toMatchObject({
        ok: { Role: { RoleName } },
      })
    }
    const one = { AWSServiceName: 'acm.amazonaws.com', CustomSuffix: 'one' }
    expect(await call('CreateServiceLinkedRole', one)).toEqual(
      refused('InvalidInput', 'Custom suffix is not allowed for acm.amazonaws.com'),
    )
  })

  it('has the policy that its service documents', async () => {
    const AWSServiceName = 'custom-resource.application-autoscaling.amazonaws.com'
    const { Role } = answered(await call('CreateServiceLinkedRole', { AWSServiceName }))
    expect(Role.RoleName).toBe('AWSServiceRoleForApplicationAutoScaling_CustomResource')
    expect(await call('ListAttachedRolePolicies', { RoleName: Role.RoleName })).toMatchObject({
      ok: { AttachedPolicies: [{ PolicyName: 'AWSApplicationAutoScalingCustomResourcePolicy' }] },
    })
  })

  it.each(['logs.amazonaws.com', 'resourcegroups.amazonaws.com', 'nobody.example.com', 'constructor'])(
    'knows no role of %s',
    async AWSServiceName => {
      expect(await call('CreateServiceLinkedRole', { AWSServiceName })).toEqual(
        refused('AccessDenied', `Cannot find Service Linked Role template for ${AWSServiceName}`),
      )
    },
  )

  it('may be allowed for one service', async () => {
    const condition = { StringEquals: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } }
    const user = await makeUser(server, server.trusted, allow('iam:CreateServiceLinkedRole', '*', condition))
    const ecs = { AWSServiceName: 'ecs.amazonaws.com' }
    expect(await call('CreateServiceLinkedRole', ecs, user.keys)).toHaveProperty('ok')
    const eks = { AWSServiceName: 'eks.amazonaws.com' }
    expect(await call('CreateServiceLinkedRole', eks, user.keys)).toMatchObject({
      refused: {
        code: 'AccessDenied',
        message: expect.stringContaining(arnOf('eks.amazonaws.com', 'AWSServiceRoleForAmazonEKS')),
      },
    })
  })
})

describe('a service-linked role', () => {
  const RoleName = 'AWSServiceRoleForECS'
  beforeAll(async () => {
    await call('CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' })
  })
  const document = policy(allow('s3:*', '*'))
  const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

  it.each([
    ['DeleteRole', {}],
    ['UpdateRole', { MaxSessionDuration: 7200 }],
    ['UpdateAssumeRolePolicy', { PolicyDocument: policy(trust({ Service: 'ecs.amazonaws.com' })) }],
    ['PutRolePolicy', { PolicyName: 'more', PolicyDocument: document }],
    ['DeleteRolePolicy', { PolicyName: 'more' }],
    ['AttachRolePolicy', { PolicyArn: readOnly }],
    ['DetachRolePolicy', { PolicyArn: readOnly }],
    ['PutRolePermissionsBoundary', { PermissionsBoundary: readOnly }],
    ['DeleteRolePermissionsBoundary', {}],
  ])('is not the account’s to change: %s', async (operation, input) => {
    expect(await call(operation, { RoleName, ...input })).toEqual(
      refused(
        'UnmodifiableEntity',
        `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
      ),
    )
  })

  it('goes into no instance profile', async () => {
    const InstanceProfileName = fresh('Profile')
    answered(await call('CreateInstanceProfile', { InstanceProfileName }))
    expect(await call('AddRoleToInstanceProfile', { InstanceProfileName, RoleName })).toHaveProperty(
      'refused.code',
      'UnmodifiableEntity',
    )
  })

  it('may be described and tagged', async () => {
    expect(await call('UpdateRole', { RoleName, Description: 'Ours' })).toEqual({ ok: {} })
    expect(await call('UpdateRoleDescription', { RoleName, Description: 'Theirs' })).toHaveProperty('ok')
    expect(await call('TagRole', { RoleName, Tags: [{ Key: 'a', Value: 'b' }] })).toEqual({ ok: {} })
  })

  it('is made by nothing else', async () => {
    const role = {
      RoleName: fresh('Role'),
      Path: '/aws-service-role/ecs.amazonaws.com/',
      AssumeRolePolicyDocument: policy(trust(rootOf(server.trusted))),
    }
    expect(await call('CreateRole', role)).toHaveProperty('refused.code', 'InvalidInput')
  })
})

describe('DeleteServiceLinkedRole', () => {
  it('is for the roles of services', async () => {
    const RoleName = fresh('Role')
    const AssumeRolePolicyDocument = policy(trust(rootOf(server.trusted)))
    answered(await call('CreateRole', { RoleName, AssumeRolePolicyDocument }))
    expect(await call('DeleteServiceLinkedRole', { RoleName })).toEqual(
      refused('NoSuchEntity', `The role ${RoleName} is not a service-linked role.`),
    )
    expect(await call('DeleteServiceLinkedRole', { RoleName: 'nothing' })).toEqual(
      refused('NoSuchEntity', 'The role with name nothing cannot be found.'),
    )
  })

  it('has tasks that are found by their id alone', async () => {
    const gone = 'task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/nothing'
    expect(await call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: gone })).toHaveProperty(
      'refused.code',
      'NoSuchEntity',
    )
    expect(await call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: 'x' })).toHaveProperty(
      'refused.code',
      'InvalidInput',
    )
  })
})

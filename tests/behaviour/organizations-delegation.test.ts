import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  EnableOrganizationsRootSessionsCommand,
  GenerateOrganizationsAccessReportCommand,
  GetOrganizationsAccessReportCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRootCommand } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo, refused } from './support/iam-calls.ts'
import { type OrganizationScene, organize, type SceneAccount } from './support/organizations-scene.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Who beside the management account may look after an organization, and how far. */
let server: TestServer
let scene: OrganizationScene
let member: SceneAccount
beforeAll(async () => {
  server = await startTestServer()
  scene = await organize(server, { types: ['SERVICE_CONTROL_POLICY'] })
  member = await scene.account()
})
afterAll(() => server.close())
afterEach(async () => {
  await call('DeleteResourcePolicy')
  await call('DeregisterDelegatedAdministrator', { AccountId: member.id, ServicePrincipal })
})

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-delegation', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })
const ServicePrincipal = 'config.amazonaws.com'
const unrecognized = refused('InvalidInputException', 'You specified an unrecognized service principal.')
const notTrusted = refused(
  'ConstraintViolationException',
  'You must enable service access before you delegate an administrator for this service. Call the AWS API EnableAWSServiceAccess first.',
)
const closed = refused('AccessDeniedException', "You don't have permissions to access this resource.")

describe('trusted access', () => {
  eachDoorway('is enabled, listed and disabled by service', async call => {
    const service = { ServicePrincipal: 'sso.amazonaws.com' }
    expect(await call('EnableAWSServiceAccess', service)).toEqual({ ok: {} })
    expect(await call('EnableAWSServiceAccess', service)).toEqual({ ok: {} })
    const { EnabledServicePrincipals } = answered(await call('ListAWSServiceAccessForOrganization'))
    expect(EnabledServicePrincipals).toContainEqual({ ...service, DateEnabled: expect.any(Date) })
    expect(await call('DisableAWSServiceAccess', service)).toEqual({ ok: {} })
    const left = answered(await call('ListAWSServiceAccessForOrganization')).EnabledServicePrincipals
    expect(left).not.toContainEqual({ ...service, DateEnabled: expect.any(Date) })
    expect(await call('EnableAWSServiceAccess', { ServicePrincipal: 'sso.example.com' })).toMatchObject(
      reason('InvalidInputException'),
    )
  })

  it('is for services that AWS has, by whatever names', async () => {
    for (const name of ['member.org.stacksets.cloudformation', 'config-multiaccountsetup', 'ipam', 'macie']) {
      const service = { ServicePrincipal: `${name}.amazonaws.com` }
      expect(await call('EnableAWSServiceAccess', service)).toEqual({ ok: {} })
      expect(await call('DisableAWSServiceAccess', service)).toEqual({ ok: {} })
    }
    for (const operation of [
      'EnableAWSServiceAccess',
      'DisableAWSServiceAccess',
      'ListDelegatedAdministrators',
    ] as const) {
      for (const name of ['nosuchservice', 'no.such', 'sso.', '.sso']) {
        const service = { ServicePrincipal: `${name}.amazonaws.com` }
        expect(await call(operation, service)).toEqual(unrecognized)
      }
    }
  })

  it('for IAM opens centralized root access to the organization', async () => {
    const enable = () => server.iam(server.trusted.admin).send(new EnableOrganizationsRootSessionsCommand({}))
    await expect(enable()).rejects.toMatchObject({ name: 'ServiceAccessNotEnabledException' })
    answered(await call('EnableAWSServiceAccess', { ServicePrincipal: 'iam.amazonaws.com' }))
    expect(await enable()).toMatchObject({ OrganizationId: scene.id, EnabledFeatures: ['RootSessions'] })
    const TaskPolicyArn = { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' }
    const input = { TargetPrincipal: member.id, TaskPolicyArn }
    const session = await server.sts(server.trusted.admin).send(new AssumeRootCommand(input))
    expect(session).toHaveProperty('Credentials.SessionToken')
  })
})

describe('access reports of IAM', () => {
  const report = async (EntityPath: string, OrganizationsPolicyId?: string) => {
    const iam = server.iam(server.trusted.admin)
    const input = { EntityPath, ...(OrganizationsPolicyId && { OrganizationsPolicyId }) }
    const { JobId } = await iam.send(new GenerateOrganizationsAccessReportCommand(input))
    return iam.send(new GetOrganizationsAccessReportCommand({ JobId }))
  }

  it('are on a root, a unit or an account, and leave what its policies leave', async () => {
    const unit = await scene.unit(scene.rootId)
    const { id } = await scene.account(unit)
    const only = await scene.policy('SERVICE_CONTROL_POLICY', {
      Effect: 'Allow',
      Action: ['iam:*', 'sts:*'],
      Resource: '*',
    })
    await scene.attach(only, unit)
    answered(await call('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: unit }))
    const at = `${scene.id}/${scene.rootId}`
    expect((await report(at)).NumberOfServicesAccessible).toBeGreaterThan(100)
    for (const path of [`${at}/${unit}`, `${at}/${unit}/${id}`]) {
      expect(await report(path)).toMatchObject({ JobStatus: 'COMPLETED', NumberOfServicesAccessible: 2 })
    }
    expect(await report(at, only)).toMatchObject({ NumberOfServicesAccessible: 2 })
    for (const path of [`${at}/ou-none-abcdefgh`, `${scene.id}/r-none/${unit}`]) {
      expect(await report(path)).toMatchObject({
        JobStatus: 'FAILED',
        ErrorDetails: { Code: 'NoSuchEntity' },
      })
    }
  })
})

describe('a delegated administrator', () => {
  eachDoorway(
    'is registered for a service the organization lets in, listed, and deregistered',
    async call => {
      const registration = { AccountId: member.id, ServicePrincipal }
      await call('DisableAWSServiceAccess', { ServicePrincipal })
      expect(await call('RegisterDelegatedAdministrator', registration)).toEqual(notTrusted)
      answered(await call('EnableAWSServiceAccess', { ServicePrincipal }))
      expect(await call('RegisterDelegatedAdministrator', registration)).toEqual({ ok: {} })
      expect(await call('RegisterDelegatedAdministrator', registration)).toMatchObject(
        reason('AccountAlreadyRegisteredException'),
      )
      expect(await call('ListDelegatedAdministrators', { ServicePrincipal })).toMatchObject({
        ok: { DelegatedAdministrators: [{ Id: member.id, DelegationEnabledDate: expect.any(Date) }] },
      })
      expect(await call('ListDelegatedServicesForAccount', { AccountId: member.id })).toEqual({
        ok: { DelegatedServices: [{ ServicePrincipal, DelegationEnabledDate: expect.any(Date) }] },
      })
      expect(await call('DisableAWSServiceAccess', { ServicePrincipal })).toMatchObject(
        reason('ConstraintViolationException'),
      )
      expect(await call('DeregisterDelegatedAdministrator', registration)).toEqual({ ok: {} })
      expect(await call('DeregisterDelegatedAdministrator', registration)).toMatchObject(
        reason('AccountNotRegisteredException'),
      )
      expect(await call('ListDelegatedServicesForAccount', { AccountId: member.id })).toMatchObject(
        reason('AccountNotRegisteredException'),
      )
    },
  )

  it('sees the organization, and changes nothing of it', async () => {
    expect(await call('ListAccounts', {}, member.admin)).toEqual(closed)
    answered(await call('EnableAWSServiceAccess', { ServicePrincipal }))
    answered(await call('RegisterDelegatedAdministrator', { AccountId: member.id, ServicePrincipal }))
    expect(await call('ListAccounts', {}, member.admin)).toHaveProperty('ok')
    expect(await call('ListRoots', {}, member.admin)).toHaveProperty('ok')
    const input = { ParentId: scene.rootId, Name: fresh('unit') }
    expect(await call('CreateOrganizationalUnit', input, member.admin)).toEqual(closed)
    expect(await call('RemoveAccountFromOrganization', { AccountId: member.id })).toMatchObject(
      reason('ConstraintViolationException'),
    )
  })

  it('is deregistered for what it was registered for', async () => {
    const AccountId = member.id
    const other = { AccountId, ServicePrincipal: 'sso.amazonaws.com' }
    answered(await call('EnableAWSServiceAccess', { ServicePrincipal }))
    expect(await call('DeregisterDelegatedAdministrator', other)).toMatchObject(
      reason('AccountNotRegisteredException'),
    )
    answered(await call('RegisterDelegatedAdministrator', { AccountId, ServicePrincipal }))
    expect(await call('DeregisterDelegatedAdministrator', other)).toEqual(unrecognized)
    const management = { AccountId: server.trusted.id, ServicePrincipal }
    expect(await call('DeregisterDelegatedAdministrator', management)).toMatchObject(
      reason('ConstraintViolationException'),
    )
    const stranger = { AccountId: '999999999999', ServicePrincipal }
    expect(await call('DeregisterDelegatedAdministrator', stranger)).toMatchObject(
      reason('AccountNotFoundException'),
    )
    expect(await call('ListDelegatedServicesForAccount', { AccountId: '999999999999' })).toMatchObject(
      reason('AWSOrganizationsNotInUseException'),
    )
  })

  it('is never the management account, nor a closed one', async () => {
    answered(await call('EnableAWSServiceAccess', { ServicePrincipal }))
    const { id } = await scene.account()
    answered(await call('CloseAccount', { AccountId: id }))
    for (const [AccountId, why] of [
      [server.trusted.id, 'management account/yourself as delegated administrator for your organization'],
      [id, 'a suspended account as a delegated administrator'],
    ]) {
      expect(await call('RegisterDelegatedAdministrator', { AccountId, ServicePrincipal })).toEqual(
        refused('ConstraintViolationException', `You cannot register ${why}.`),
      )
    }
  })
})

const resourcePolicy = (Action: string | string[], AWS: string, Resource = '*') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS }, Action, Resource },
  })
const content = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' },
})

describe('the resource policy', () => {
  eachDoorway('is put, described and deleted', async call => {
    const Content = resourcePolicy('organizations:ListAccounts', `arn:aws:iam::${member.id}:root`)
    const { ResourcePolicy } = answered(await call('PutResourcePolicy', { Content }))
    const { Id } = ResourcePolicy.ResourcePolicySummary
    expect(ResourcePolicy).toEqual({
      ResourcePolicySummary: {
        Id: expect.stringMatching(/^rp-[a-z0-9]{8}$/),
        Arn: `arn:aws:organizations::${server.trusted.id}:resourcepolicy/${scene.id}/${Id}`,
      },
      Content,
    })
    expect(await call('DescribeResourcePolicy')).toEqual({ ok: { ResourcePolicy } })
    expect(await call('DeleteResourcePolicy')).toEqual({ ok: {} })
    expect(await call('DeleteResourcePolicy')).toMatchObject(reason('ResourcePolicyNotFoundException'))
    expect(await call('DescribeResourcePolicy')).toMatchObject(reason('ResourcePolicyNotFoundException'))
  })

  it('lets a member account manage policies, as far as it says', async () => {
    const input = { Type: 'SERVICE_CONTROL_POLICY', Name: fresh('theirs'), Description: '', Content: content }
    expect(await call('CreatePolicy', input, member.admin)).toEqual(closed)
    const actions = [
      'organizations:CreatePolicy',
      'organizations:DescribePolicy',
      'organizations:ListPolicies',
    ]
    const Content = resourcePolicy(actions, `arn:aws:iam::${member.id}:root`)
    answered(await call('PutResourcePolicy', { Content }))
    const { Policy } = answered(await call('CreatePolicy', input, member.admin))
    const { Id: PolicyId } = Policy.PolicySummary
    expect(await call('DescribePolicy', { PolicyId }, member.admin)).toHaveProperty('ok')
    expect(await call('DeletePolicy', { PolicyId }, member.admin)).toMatchObject({
      refused: {
        code: 'AccessDeniedException',
        message: expect.stringContaining('is not authorized to perform: organizations:DeletePolicy'),
      },
    })
    const other = await scene.account()
    expect(await call('DescribePolicy', { PolicyId }, other.admin)).toMatchObject(
      reason('AccessDeniedException'),
    )
  })

  it('tells no account what it was not let at by conditions of its own policies', async () => {
    const tagged = await scene.account()
    answered(await call('TagResource', { ResourceId: tagged.id, Tags: [{ Key: 'level', Value: 'secret' }] }))
    const policyId = await scene.policy('SERVICE_CONTROL_POLICY', JSON.parse(content).Statement)
    const iam = server.iam(member.admin)
    const UserName = fresh('guesser')
    await iam.send(new CreateUserCommand({ UserName }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    const guesser = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    }
    /** What comes of asking after an account or a policy, when one's own policy asks this of it. */
    const guess = async (Condition: object, operation: string, input: object) => {
      const Statement = { Effect: 'Allow', Action: 'organizations:*', Resource: '*', Condition }
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'guess', PolicyDocument }))
      return call(operation, input, guesser)
    }
    const level = (value: string) => ({ StringEquals: { 'aws:ResourceTag/level': value } })
    const ofTag = (value: string, ResourceId = tagged.id) =>
      guess(level(value), 'ListTagsForResource', { ResourceId })
    const ofType = (type: string, ResourceId = policyId) =>
      guess({ StringEquals: { 'organizations:PolicyType': type } }, 'TagResource', {
        ResourceId,
        Tags: [{ Key: 'a', Value: 'b' }],
      })
    const root = (id: string) => `arn:aws:iam::${id}:root`
    for (const [actions, principal] of [
      ['organizations:ListTagsForResource', root(tagged.id)],
      [['organizations:TagResource', 'organizations:ListTagsForResource'], root('222222222222')],
      ['organizations:ListAccounts', root(member.id)],
    ] as const) {
      answered(await call('PutResourcePolicy', { Content: resourcePolicy([actions].flat(), principal) }))
      const right = await ofTag('secret')
      expect(right).toMatchObject(reason('AccessDeniedException'))
      expect(await ofTag('public')).toEqual(right)
      expect(await ofTag('secret', '999999999999')).toEqual(right)
      const typed = await ofType('SERVICE_CONTROL_POLICY')
      expect(typed).toMatchObject(reason('AccessDeniedException'))
      expect(await ofType('TAG_POLICY')).toEqual(typed)
      expect(await ofType('SERVICE_CONTROL_POLICY', 'p-notthere1')).toEqual(typed)
    }
    const reading = resourcePolicy('organizations:ListTagsForResource', root(member.id))
    answered(await call('PutResourcePolicy', { Content: reading }))
    expect(await ofTag('secret')).toEqual({ ok: { Tags: [{ Key: 'level', Value: 'secret' }] } })
    expect(await ofTag('public')).toMatchObject(reason('AccessDeniedException'))
  })

  it.each([
    ['organizations:CreateAccount', 'arn:aws:iam::222222222222:root'],
    ['organizations:*', 'arn:aws:iam::222222222222:root'],
    ['*', 'arn:aws:iam::222222222222:root'],
    ['iam:CreateUser', 'arn:aws:iam::222222222222:root'],
    ['organizations:ListAccounts', '*'],
  ])('does not delegate %s to %s', async (action, principal) => {
    expect(await call('PutResourcePolicy', { Content: resourcePolicy(action, principal) })).toMatchObject(
      reason('InvalidInputException'),
    )
  })

  it.each(['{}', 'not JSON', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}'])(
    'is not %s',
    async Content => {
      expect(await call('PutResourcePolicy', { Content })).toMatchObject(reason('InvalidInputException'))
    },
  )
})

import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { type DoorwayService, refusalOf, sdkDoorway } from './support/doorways.ts'
import { answered } from './support/iam-calls.ts'
import { signingKey, startIssuer, tokenOf } from './support/oidc-issuer.ts'
import { makeProvider, roleTrusting, takeWithToken } from './support/oidc-scene.ts'
import { type OrganizationScene, organize } from './support/organizations-scene.ts'
import {
  allow,
  assume,
  fresh,
  makeRole,
  makeUser,
  policy,
  rootOf,
  type TestRole,
  trust,
} from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** Control policies: every rule of who is bound by them, and the twin of it that is not. */
let server: TestServer
let scene: OrganizationScene
beforeAll(async () => {
  server = await startTestServer()
  scene = await organize(server, { types: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] })
})
afterAll(() => server.close())

/** Every test has its own accounts; the root and the trusting account are left as they were found. */
afterEach(async () => {
  for (const Filter of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) {
    const attached = await scene.call('ListPoliciesForTarget', { TargetId: scene.rootId, Filter })
    for (const { Id, AwsManaged } of answered(attached).Policies) {
      if (!AwsManaged) answered(await scene.call('DetachPolicy', { PolicyId: Id, TargetId: scene.rootId }))
    }
  }
  await scene.call('RemoveAccountFromOrganization', { AccountId: server.trusting.id })
})

const tried = (keys: Keys, service: DoorwayService, operation: string, input: object = {}) =>
  sdkDoorway.call(server, keys, service, operation, input)
const listUsers = (keys: Keys) => tried(keys, 'iam', 'ListUsers')
const deny = (Action: string, more: object = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more })
const denyAll = (Action: string, more: object = {}) => deny(Action, { Principal: '*', ...more })

const deniedBy = (words: string) => ({
  refused: { code: 'AccessDenied', message: expect.stringContaining(words) },
})

describe('service control policies', () => {
  it.each(['root', 'unit', 'account'] as const)(
    'deny at the level of the %s, and no more when detached',
    async at => {
      const unit = await scene.unit(scene.rootId)
      const { id, admin } = await scene.account(unit)
      expect(await listUsers(admin)).toHaveProperty('ok')
      const target = { root: scene.rootId, unit, account: id }[at]
      const PolicyId = await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:ListUsers'))
      await scene.attach(PolicyId, target)
      expect(await listUsers(admin)).toMatchObject(
        deniedBy('with an explicit deny in a service control policy'),
      )
      expect(await tried(admin, 'iam', 'ListRoles')).toHaveProperty('ok')
      answered(await scene.call('DetachPolicy', { PolicyId, TargetId: target }))
      expect(await listUsers(admin)).toHaveProperty('ok')
    },
  )

  it('must allow at every level: what one leaves out is allowed nowhere below', async () => {
    const upper = await scene.unit(scene.rootId)
    const lower = await scene.unit(upper)
    const { admin } = await scene.account(lower)
    const only = await scene.policy('SERVICE_CONTROL_POLICY', allow(['sts:*', 'iam:ListRoles'], '*'))
    await scene.attach(only, upper)
    expect(await listUsers(admin)).toHaveProperty('ok')
    answered(await scene.call('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: upper }))
    expect(await listUsers(admin)).toMatchObject(
      deniedBy('because no service control policy allows the iam:ListUsers action'),
    )
    expect(await tried(admin, 'iam', 'ListRoles')).toHaveProperty('ok')
  })

  it('bind a role whatever its path looks like: only the services’ own are free of them', async () => {
    const { id, admin } = await scene.account()
    await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:ListUsers')), id)
    const AssumeRolePolicyDocument = policy(trust({ AWS: `arn:aws:iam::${id}:root` }))
    for (const Path of ['/a:role/aws-service-role/', '/a/:role/aws-service-role/x/', '/']) {
      const RoleName = fresh('role')
      const { Role } = answered(
        await tried(admin, 'iam', 'CreateRole', { RoleName, Path, AssumeRolePolicyDocument }),
      )
      const all = { RoleName, PolicyName: 'all', PolicyDocument: policy(allow('*', '*')) }
      answered(await tried(admin, 'iam', 'PutRolePolicy', all))
      const session = await assume(server, admin, { arn: Role.Arn } as TestRole)
      expect(await listUsers(session)).toMatchObject(
        deniedBy('with an explicit deny in a service control policy'),
      )
      const asked = { PolicySourceArn: Role.Arn, ActionNames: ['iam:ListUsers'] }
      const { EvaluationResults } = answered(await tried(admin, 'iam', 'SimulatePrincipalPolicy', asked))
      expect(EvaluationResults[0]).toHaveProperty('EvalDecision', 'explicitDeny')
    }
  })

  it('act at once when they are changed, and when the account is moved', async () => {
    const unit = await scene.unit(scene.rootId)
    const { id, admin } = await scene.account()
    const PolicyId = await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:ListUsers'))
    await scene.attach(PolicyId, unit)
    expect(await listUsers(admin)).toHaveProperty('ok')
    const move = { AccountId: id, SourceParentId: scene.rootId, DestinationParentId: unit }
    answered(await scene.call('MoveAccount', move))
    expect(await listUsers(admin)).toHaveProperty('refused')
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [deny('iam:ListGroups')] })
    answered(await scene.call('UpdatePolicy', { PolicyId, Content }))
    expect(await listUsers(admin)).toHaveProperty('ok')
    expect(await tried(admin, 'iam', 'ListGroups')).toHaveProperty('refused')
  })

  it('grant nothing by themselves', async () => {
    await scene.join()
    const user = await makeUser(server, server.trusting)
    expect(await listUsers(user.keys)).toMatchObject(
      deniedBy('because no identity-based policy allows the iam:ListUsers action'),
    )
  })

  it('do not bind the management account, nor accounts outside', async () => {
    await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:*')), scene.rootId)
    expect(await listUsers(server.trusted.admin)).toHaveProperty('ok')
    expect(await listUsers(server.trusting.admin)).toHaveProperty('ok')
    await scene.join()
    expect(await listUsers(server.trusting.admin)).toHaveProperty('refused')
    answered(await scene.call('LeaveOrganization', {}, server.trusting.admin))
    expect(await listUsers(server.trusting.admin)).toHaveProperty('ok')
  })

  it('bind what a member does to another account’s role, not what others do to its roles', async () => {
    await scene.join()
    const mine = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const theirs = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusting))] })
    await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('sts:AssumeRole')), scene.rootId)
    expect(await assume(server, server.trusted.admin, mine)).toHaveProperty('sessionToken')
    await expect(assume(server, server.trusting.admin, theirs)).rejects.toThrow(
      'with an explicit deny in a service control policy',
    )
  })

  it('leave GetCallerIdentity to everybody', async () => {
    const { id, admin } = await scene.account()
    await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('*')), id)
    expect(await server.sts(admin).send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: id })
  })

  it('are no more while their type is disabled', async () => {
    const { admin } = await scene.account()
    const type = { RootId: scene.rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }
    await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:*')), scene.rootId)
    expect(await listUsers(admin)).toHaveProperty('refused')
    answered(await scene.call('DisablePolicyType', type))
    expect(await listUsers(admin)).toHaveProperty('ok')
    answered(await scene.call('EnablePolicyType', type))
    expect(await listUsers(admin)).toHaveProperty('ok')
  })

  it('keep an account from leaving', async () => {
    const { id, admin } = await scene.account()
    await scene.attach(
      await scene.policy('SERVICE_CONTROL_POLICY', deny('organizations:LeaveOrganization')),
      id,
    )
    expect(await scene.call('LeaveOrganization', {}, admin)).toMatchObject({
      refused: {
        code: 'AccessDeniedException',
        message: expect.stringContaining('with an explicit deny in a service control policy'),
      },
    })
    const other = await scene.account()
    expect(await scene.call('LeaveOrganization', {}, other.admin)).toEqual({ ok: {} })
  })

  it('know the caller by its conditions', async () => {
    const { id, admin } = await scene.account()
    const other = { StringNotLike: { 'aws:PrincipalArn': '*:role/OrganizationAccountAccessRole' } }
    await scene.attach(
      await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:*', { Condition: other })),
      scene.rootId,
    )
    expect(await listUsers(admin)).toHaveProperty('ok')
    const account = { id, admin }
    const role = await makeRole(server, account, {
      trust: [trust(rootOf(account))],
      permissions: [allow('iam:*', '*')],
    })
    expect(await listUsers(await assume(server, admin, role))).toHaveProperty('refused')
  })
})

describe('the policy simulator', () => {
  it('says what service control policies leave of an account’s users, as the server then does', async () => {
    await scene.join()
    const user = await makeUser(server, server.trusting, allow(['iam:ListUsers', 'iam:ListRoles'], '*'))
    await scene.attach(
      await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:ListUsers')),
      server.trusting.id,
    )
    const asked = { PolicySourceArn: user.arn, ActionNames: ['iam:ListUsers', 'iam:ListRoles'] }
    const { EvaluationResults } = answered(
      await tried(server.trusting.admin, 'iam', 'SimulatePrincipalPolicy', asked),
    )
    expect(EvaluationResults).toMatchObject([
      { EvalDecision: 'explicitDeny', OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
      { EvalDecision: 'allowed', OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
    ])
    expect(await listUsers(user.keys)).toHaveProperty('refused')
    expect(await tried(user.keys, 'iam', 'ListRoles')).toHaveProperty('ok')
  })

  it('knows in which organization the caller is', async () => {
    const condition = { StringEquals: { 'aws:PrincipalOrgID': scene.id } }
    const user = await makeUser(server, server.trusted, allow('iam:ListUsers', '*', condition))
    const asked = { PolicySourceArn: user.arn, ActionNames: ['iam:ListUsers'] }
    const answer = answered(await tried(server.trusted.admin, 'iam', 'SimulatePrincipalPolicy', asked))
    expect(answer.EvaluationResults).toMatchObject([{ EvalDecision: 'allowed' }])
    expect(await listUsers(user.keys)).toHaveProperty('ok')
  })
})

describe('an explanation', () => {
  it('names the level and the policy that refused', async () => {
    const { id, admin } = await scene.account()
    const PolicyId = await scene.policy('SERVICE_CONTROL_POLICY', deny('iam:ListGroups'))
    await scene.attach(PolicyId, id)
    const account = { id, admin }
    const role = await makeRole(server, account, {
      trust: [trust(rootOf(account))],
      permissions: [allow('iam:*', '*')],
    })
    const session = await assume(server, admin, role)
    expect(await tried(session, 'iam', 'ListGroups')).toHaveProperty('refused')
    const { Events = [] } = await server.cloudtrail(admin).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListGroups' }],
      }),
    )
    const { requestID } = JSON.parse(Events[0]?.CloudTrailEvent ?? '{}')
    const [record] = await server.store.events(accountId(id), { requestId: requestID, limit: 1 })
    const [{ decision }] = JSON.parse(record?.decision ?? '[]')
    expect(decision.because[0]).toMatchObject({
      kind: 'explicit-deny',
      layer: 'service-control',
      level: id,
      statement: { policy: { name: expect.stringContaining(PolicyId), attachedTo: id } },
    })
    const levels = decision.layers.filter(({ layer }: { layer: string }) => layer === 'service-control')
    expect(levels.map(({ level }: { level: string }) => level)).toEqual([scene.rootId, id])
  })
})

describe('resource control policies', () => {
  it.each(['root', 'unit', 'account'] as const)(
    'deny outsiders at the level of the %s what the role’s own policy allows',
    async at => {
      const unit = await scene.unit(scene.rootId)
      const { id, admin } = await scene.account(unit)
      const role = await makeRole(server, { id, admin }, { trust: [trust(rootOf(server.trusting))] })
      expect(await assume(server, server.trusting.admin, role)).toHaveProperty('sessionToken')
      const outside = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': scene.id } }
      const policy = await scene.policy(
        'RESOURCE_CONTROL_POLICY',
        denyAll('sts:AssumeRole', { Condition: outside }),
      )
      await scene.attach(policy, { root: scene.rootId, unit, account: id }[at])
      await expect(assume(server, server.trusting.admin, role)).rejects.toThrow(
        'is not authorized to perform',
      )
      const ours = await makeRole(server, { id, admin }, { trust: [trust(rootOf(server.trusted))] })
      expect(await assume(server, server.trusted.admin, ours)).toHaveProperty('sessionToken')
    },
  )

  it('name themselves to the account’s own', async () => {
    const account = await scene.account()
    const role = await makeRole(server, account, { trust: [trust(rootOf(account))] })
    await scene.attach(await scene.policy('RESOURCE_CONTROL_POLICY', denyAll('sts:AssumeRole')), account.id)
    await expect(assume(server, account.admin, role)).rejects.toThrow(
      'with an explicit deny in a resource control policy',
    )
  })

  it('do not protect the management account’s resources', async () => {
    await scene.join()
    const role = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusting))] })
    await scene.attach(await scene.policy('RESOURCE_CONTROL_POLICY', denyAll('sts:*')), scene.rootId)
    expect(await assume(server, server.trusting.admin, role)).toHaveProperty('sessionToken')
  })
})

describe('resource control policies on who has no account', () => {
  it('decide on bearers of an identity provider’s token', async () => {
    const key = await signingKey()
    const issuer = await startIssuer(key)
    try {
      await scene.join()
      const role = await roleTrusting(server, await makeProvider(server, issuer))
      const now = Math.floor(Date.now() / 1000)
      const token = await tokenOf(key, {
        iss: issuer.url,
        sub: 'user-1',
        aud: 'app',
        iat: now,
        exp: now + 300,
      })
      // No service control policy is about who is of no account.
      await scene.attach(await scene.policy('SERVICE_CONTROL_POLICY', deny('sts:*')), scene.rootId)
      expect(await takeWithToken(server, role, token)).toHaveProperty('ok')
      const action = 'sts:AssumeRoleWithWebIdentity'
      await scene.attach(await scene.policy('RESOURCE_CONTROL_POLICY', denyAll(action)), scene.rootId)
      expect(await takeWithToken(server, role, token)).toEqual({
        refused: { code: 'AccessDenied', message: `Not authorized to perform ${action}` },
      })
    } finally {
      await issuer.close()
    }
  })

  it('decide on anonymous and outside readers of a bucket that its own policy opens', async () => {
    await scene.join()
    const Bucket = fresh('open-bucket')
    const s3 = (credentials: Keys) =>
      new S3Client({
        endpoint: server.url,
        region: 'us-east-1',
        credentials,
        forcePathStyle: true,
        maxAttempts: 1,
      })
    const owner = s3(server.trusting.admin)
    await owner.send(new CreateBucketCommand({ Bucket }))
    await owner.send(new DeletePublicAccessBlockCommand({ Bucket }))
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    }
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [open] })
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    await owner.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text' }))
    const stranger = await scene.account()
    answered(await scene.call('RemoveAccountFromOrganization', { AccountId: stranger.id }))
    const readAs = (keys: Keys) =>
      s3(keys)
        .send(new GetObjectCommand({ Bucket, Key: 'a' }))
        .then(
          () => 200,
          error => error.$metadata.httpStatusCode,
        )
    const everybody = async () => [
      (await fetch(`${server.url}/${Bucket}/a`)).status,
      await readAs(stranger.admin),
      await readAs(server.trusted.admin),
      await readAs(server.trusting.admin),
    ]
    expect(await everybody()).toEqual([200, 200, 200, 200])
    const outside = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': scene.id } }
    const within = await scene.policy('RESOURCE_CONTROL_POLICY', denyAll('s3:*', { Condition: outside }))
    await scene.attach(within, scene.rootId)
    expect(await everybody()).toEqual([403, 403, 200, 200])
  })
})

describe('condition keys of organizations', () => {
  const trusting = (condition: object) => [trust({ AWS: '*' }, condition)]

  it.each<[string, (scene: OrganizationScene, unit: string) => object]>([
    ['aws:PrincipalOrgID', ({ id }) => ({ StringEquals: { 'aws:PrincipalOrgID': id } })],
    [
      'aws:PrincipalOrgPaths',
      ({ id, rootId }, unit) => ({
        'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [`${id}/${rootId}/${unit}/*`] },
      }),
    ],
  ])('%s lets the organization’s accounts in, and nobody else', async (_key, condition) => {
    const unit = await scene.unit(scene.rootId)
    const { admin } = await scene.account(unit)
    const role = await makeRole(server, server.trusted, { trust: trusting(condition(scene, unit)) })
    expect(await assume(server, admin, role)).toHaveProperty('sessionToken')
    await expect(assume(server, server.trusting.admin, role)).rejects.toThrow('not authorized')
  })

  it('aws:ResourceOrgID and aws:ResourceOrgPaths keep callers within', async () => {
    const { id, admin } = await scene.account()
    const inside = await makeRole(server, { id, admin }, { trust: [trust(rootOf(server.trusted))] })
    const outside = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    for (const condition of [
      { StringEquals: { 'aws:ResourceOrgID': scene.id } },
      { 'ForAnyValue:StringLike': { 'aws:ResourceOrgPaths': [`${scene.id}/${scene.rootId}/*`] } },
    ]) {
      const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*', condition))
      expect(await assume(server, user.keys, inside)).toHaveProperty('sessionToken')
      await expect(assume(server, user.keys, outside)).rejects.toThrow('not authorized')
    }
  })
})

describe('a closed account', () => {
  it('lets nobody do anything, inside or from outside', async () => {
    const { id, admin } = await scene.account()
    const role = await makeRole(server, { id, admin }, { trust: [trust(rootOf(server.trusted))] })
    expect(await assume(server, server.trusted.admin, role)).toHaveProperty('sessionToken')
    answered(await scene.call('CloseAccount', { AccountId: id }))
    expect(await listUsers(admin)).toHaveProperty('refused')
    await expect(assume(server, server.trusted.admin, role)).rejects.toThrow('not authorized')
  })
})

describe('an account that was made', () => {
  it('lets the management account in by its access role, and nobody else', async () => {
    const { id, admin } = await scene.account()
    expect(await server.iam(admin).send(new ListUsersCommand({}))).toMatchObject({ Users: [] })
    const RoleArn = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`
    const refusal = await server
      .sts(server.trusting.admin)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'outsider' }))
      .then(() => 'answered', refusalOf)
    expect(refusal).toMatchObject({ code: 'AccessDenied' })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sdkDoorway } from './support/doorways.ts'
import { type Answer, answered, iamCallsTo } from './support/iam-calls.ts'
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

/** What the simulator says of a call is what the server then answers to it. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const callersTeam = '${aws:PrincipalTag/team}'
const deny = (action: string, resource: string) => ({ ...allow(action, resource), Effect: 'Deny' })

interface Tried {
  readonly service?: 'iam' | 'sts'
  readonly operation: string
  readonly input: object
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/** The verdict of the simulation, and whether the call itself was let through; whatever else was wrong with it. */
async function bothVerdicts(principal: string, keys: Keys, tried: Tried) {
  const { service = 'iam', operation, input, resource, context = {} } = tried
  const ContextEntries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [value],
  }))
  const asked = {
    PolicySourceArn: principal,
    ActionNames: [`${service}:${operation}`],
    ResourceArns: [resource],
    ContextEntries,
  }
  const [result] = answered(await call('SimulatePrincipalPolicy', asked)).EvaluationResults as Answer[]
  const outcome = await sdkDoorway.call(server, keys, service, operation, input)
  const isDenied = 'refused' in outcome && outcome.refused.code === 'AccessDenied'
  return { simulated: result.EvalDecision === 'allowed', decided: !isDenied }
}

async function expectVerdict(principal: string, keys: Keys, tried: Tried, allowed: boolean) {
  expect(await bothVerdicts(principal, keys, tried)).toEqual({ simulated: allowed, decided: allowed })
}

/** A call that changes nothing, on a user. */
const getUser = ({ name, arn }: TestUser): Tried => ({
  operation: 'GetUser',
  input: { UserName: name },
  resource: arn,
})

describe('on users of the account', () => {
  /** Statements of the user's policy, in which `target` stands for another user's ARN; and what comes of them. */
  const cases: readonly (readonly [
    title: string,
    statements: (target: string) => object[],
    allowed: boolean,
  ])[] = [
    ['nothing', () => [], false],
    ['everything', () => [allow('*', '*')], true],
    ['the action on the user', target => [allow('iam:GetUser', target)], true],
    ['the action on another one', target => [allow('iam:GetUser', `${target}-other`)], false],
    ['another action', target => [allow('iam:ListAccessKeys', target)], false],
    ['a wildcard action', () => [allow('iam:Get*', '*')], true],
    ['a Deny beside the Allow', target => [allow('iam:*', '*'), deny('iam:GetUser', target)], false],
    ['a Deny of something else', target => [allow('iam:*', '*'), deny('iam:DeleteUser', target)], true],
    ['NotAction', () => [{ Effect: 'Allow', NotAction: 'sts:*', Resource: '*' }], true],
    [
      'NotAction of the very action',
      () => [{ Effect: 'Allow', NotAction: 'iam:Get*', Resource: '*' }],
      false,
    ],
    ['NotResource', target => [{ Effect: 'Allow', Action: '*', NotResource: target }], false],
    [
      'the resource’s tag',
      () => [allow('iam:*', '*', { StringEquals: { 'aws:ResourceTag/team': 'blue' } })],
      true,
    ],
    [
      'another tag of the resource',
      () => [allow('iam:*', '*', { StringEquals: { 'iam:ResourceTag/team': 'red' } })],
      false,
    ],
    [
      'the caller’s tag',
      () => [allow('iam:*', '*', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } })],
      true,
    ],
    [
      'one tag as the other',
      () => [allow('iam:*', '*', { StringEquals: { 'aws:ResourceTag/team': callersTeam } })],
      true,
    ],
    [
      'the caller’s account',
      () => [allow('iam:*', '*', { StringEquals: { 'aws:PrincipalAccount': '000000000000' } })],
      false,
    ],
    [
      'the kind of caller',
      () => [allow('iam:*', '*', { StringEquals: { 'aws:PrincipalType': 'User' } })],
      true,
    ],
    [
      'the time',
      () => [allow('iam:*', '*', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } })],
      false,
    ],
    ['MFA', () => [allow('iam:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], false],
    [
      'MFA, if there is a session',
      () => [allow('iam:*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } })],
      true,
    ],
    ['the caller’s id', () => [allow('iam:*', '*', { StringLike: { 'aws:userid': 'AIDA*' } })], true],
  ]

  it.each(cases)('with a policy that names %s', async (_, statements, allowed) => {
    const target = await makeUser(server, server.trusted)
    const user = await makeUser(server, server.trusted, ...statements(target.arn))
    for (const { name } of [target, user]) {
      answered(await call('TagUser', { UserName: name, Tags: [{ Key: 'team', Value: 'blue' }] }))
    }
    await expectVerdict(user.arn, user.keys, getUser(target), allowed)
  })

  it('with a policy about itself', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const own = allow('iam:GetUser', 'arn:aws:iam::*:user/${aws:username}')
    const [one, other] = [await makeUser(server, server.trusted, own), await makeUser(server, server.trusted)]
    await expectVerdict(one.arn, one.keys, getUser(one), true)
    await expectVerdict(one.arn, one.keys, getUser(other), false)
  })

  it('with the policies of a group, and a boundary', async () => {
    const [user, target] = [await makeUser(server, server.trusted), await makeUser(server, server.trusted)]
    const GroupName = fresh('group')
    answered(await call('CreateGroup', { GroupName }))
    answered(
      await call('AttachGroupPolicy', { GroupName, PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }),
    )
    await expectVerdict(user.arn, user.keys, getUser(target), false)
    answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
    await expectVerdict(user.arn, user.keys, getUser(target), true)
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    await expectVerdict(user.arn, user.keys, getUser(target), false)
  })

  it('with what the account’s password policy grants to all users', async () => {
    const user = await makeUser(server, server.trusted)
    const tried = { operation: 'GetAccountPasswordPolicy', input: {}, resource: '*' }
    await expectVerdict(user.arn, user.keys, tried, false)
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: true }))
    await expectVerdict(user.arn, user.keys, tried, true)
    answered(await call('DeleteAccountPasswordPolicy'))
  })

  it('with keys that the request brings', async () => {
    const condition = { StringEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } }
    const user = await makeUser(server, server.trusted, allow('iam:AttachUserPolicy', '*', condition))
    const target = await makeUser(server, server.trusted)
    const attach = (PolicyArn: string) => ({
      operation: 'AttachUserPolicy',
      input: { UserName: target.name, PolicyArn },
      resource: target.arn,
      context: { 'iam:PolicyARN': PolicyArn },
    })
    await expectVerdict(user.arn, user.keys, attach('arn:aws:iam::aws:policy/ReadOnlyAccess'), true)
    await expectVerdict(user.arn, user.keys, attach('arn:aws:iam::aws:policy/AdministratorAccess'), false)
  })

  it('as a session of a role', async () => {
    const target = await makeUser(server, server.trusted)
    const kind = {
      StringEquals: { 'aws:PrincipalType': 'AssumedRole' },
      Bool: { 'aws:MultiFactorAuthPresent': 'false' },
    }
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [
        allow('iam:GetUser', target.arn, {
          ...kind,
          ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/*` },
        }),
      ],
    })
    const keys = await assume(server, server.trusted.admin, role)
    await expectVerdict(role.arn, keys, getUser(target), true)
    await expectVerdict(role.arn, keys, { ...getUser(target), operation: 'ListAccessKeys' }, false)
  })
})

describe('on roles', () => {
  const assumed = (RoleArn: string, input: object = {}, context: Tried['context'] = {}): Tried => ({
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn, RoleSessionName: 'session', ...input },
    resource: RoleArn,
    context,
  })
  const identity = allow('sts:AssumeRole', '*')

  /** In which account the role is, what the caller's own policy has, whom the role trusts. */
  const cases = [
    ['trusted', 'no Allow', 'the account', false],
    ['trusted', 'an Allow', 'the account', true],
    ['trusted', 'no Allow', 'the user', true],
    ['trusted', 'an Allow', 'somebody else', false],
    ['trusted', 'a Deny', 'the user', false],
    ['trusting', 'no Allow', 'the account', false],
    ['trusting', 'an Allow', 'the account', true],
    ['trusting', 'no Allow', 'the user', false],
    ['trusting', 'an Allow', 'the user', true],
    ['trusting', 'an Allow', 'somebody else', false],
    ['trusting', 'a Deny', 'the user', false],
  ] as const

  it.each(cases)('of the %s account: with %s, where it trusts %s', async (side, own, trusts, allowed) => {
    const statements = {
      'no Allow': [],
      'an Allow': [identity],
      'a Deny': [identity, deny('sts:AssumeRole', '*')],
    }
    const user = await makeUser(server, server.trusted, ...statements[own])
    const principals = {
      'the account': rootOf(server.trusted),
      'the user': { AWS: user.arn },
      'somebody else': rootOf(server.trusting),
    }
    const role = await makeRole(server, server[side], {
      trust: [trust(principals[trusts])],
    })
    await expectVerdict(user.arn, user.keys, assumed(role.arn), allowed)
  })

  it('that deny, or are not there', async () => {
    const user = await makeUser(server, server.trusted, identity)
    const Deny = { ...trust({ AWS: user.arn }), Effect: 'Deny' }
    for (const account of [server.trusted, server.trusting]) {
      const role = await makeRole(server, account, { trust: [trust(rootOf(server.trusted)), Deny] })
      await expectVerdict(user.arn, user.keys, assumed(role.arn), false)
      await expectVerdict(user.arn, user.keys, assumed(`arn:aws:iam::${account.id}:role/Nowhere`), false)
    }
  })

  it('under a path: by the very ARN', async () => {
    const user = await makeUser(server, server.trusted, identity)
    const role = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: user.arn })],
      path: '/team/',
    })
    await expectVerdict(user.arn, user.keys, assumed(role.arn), true)
    await expectVerdict(user.arn, user.keys, assumed(role.arn.replace('/team/', '/')), false)
  })

  it('that trusted a user who went, and came back under the same name', async () => {
    const user = await makeUser(server, server.trusted, identity)
    const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
    await expectVerdict(user.arn, user.keys, assumed(role.arn), true)
    const UserName = user.name
    answered(await call('DeleteUserPolicy', { UserName, PolicyName: 'test' }))
    answered(await call('DeleteAccessKey', { UserName, AccessKeyId: user.keys.accessKeyId }))
    answered(await call('DeleteUser', { UserName }))
    answered(await call('CreateUser', { UserName }))
    const PolicyDocument = policy(identity)
    answered(await call('PutUserPolicy', { UserName, PolicyName: 'test', PolicyDocument }))
    const { AccessKey } = answered(await call('CreateAccessKey', { UserName }))
    const keys = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
    await expectVerdict(user.arn, keys, assumed(role.arn), false)
  })

  it('with an external id', async () => {
    const user = await makeUser(server, server.trusted, identity)
    const condition = { StringEquals: { 'sts:ExternalId': 'right' } }
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted), condition)],
    })
    const withId = (ExternalId: string) => assumed(role.arn, { ExternalId }, { 'sts:ExternalId': ExternalId })
    await expectVerdict(user.arn, user.keys, assumed(role.arn), false)
    await expectVerdict(user.arn, user.keys, withId('wrong'), false)
    await expectVerdict(user.arn, user.keys, withId('right'), true)
  })

  it('whose tags the caller’s policy, or whose trust the caller’s tags decide', async () => {
    const onTag = allow('sts:AssumeRole', '*', { StringEquals: { 'aws:ResourceTag/team': 'blue' } })
    const user = await makeUser(server, server.trusted, onTag)
    const fromTag = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }
    const made = (team: string) =>
      makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted), fromTag)], tags: { team } })
    const [blue, red] = [await made('blue'), await made('red')]
    await expectVerdict(user.arn, user.keys, assumed(blue.arn), false)
    answered(await call('TagUser', { UserName: user.name, Tags: [{ Key: 'team', Value: 'blue' }] }))
    await expectVerdict(user.arn, user.keys, assumed(blue.arn), true)
    await expectVerdict(user.arn, user.keys, assumed(red.arn), false)
  })

  it('from a role, one after the other', async () => {
    const first = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [identity],
    })
    const keys = await assume(server, server.trusted.admin, first)
    const trusting = async (AWS: string) => makeRole(server, server.trusting, { trust: [trust({ AWS })] })
    await expectVerdict(first.arn, keys, assumed((await trusting(first.arn)).arn), true)
    const other = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] })
    await expectVerdict(first.arn, keys, assumed((await trusting(other.arn)).arn), false)
  })

  it('with a boundary on the caller', async () => {
    const user = await makeUser(server, server.trusted, identity)
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    await expectVerdict(user.arn, user.keys, assumed(role.arn), true)
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    await expectVerdict(user.arn, user.keys, assumed(role.arn), false)
  })

  it('with tags and a source identity, each an action of its own on the trust policy', async () => {
    const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
    const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted), undefined, actions.slice(0, 2))],
    })
    const asked = { PolicySourceArn: user.arn, ActionNames: actions, ResourceArns: [role.arn] }
    const { EvaluationResults } = answered(await call('SimulatePrincipalPolicy', asked))
    expect(EvaluationResults.map((result: Answer) => result.EvalDecision)).toEqual([
      'allowed',
      'allowed',
      'implicitDeny',
    ])
    const sts = (input: object) =>
      sdkDoorway.call(server, user.keys, 'sts', 'AssumeRole', {
        RoleArn: role.arn,
        RoleSessionName: 'session',
        ...input,
      })
    expect(await sts({ Tags: [{ Key: 'a', Value: 'b' }] })).toHaveProperty('ok')
    expect(await sts({ SourceIdentity: 'Alice' })).toHaveProperty('refused.code', 'AccessDenied')
  })
})

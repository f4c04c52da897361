import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Organization } from '../../src/services/organizations.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { sdkDoorway } from './support/doorways.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { TestOrganization } from './support/organization.ts'
import { allow, assume, keysOf, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** Centralized root access: the features of an organization, and AssumeRoot for those who manage it. */
const [management, member, stranger] = ['111111111111', '222222222222', '333333333333']
const rootKeys: Record<string, Keys> = {
  [management]: { accessKeyId: 'AKIAROOTROOTROOT1111', secretAccessKey: 'the-secret-of-the-first-root-user' },
  [member]: { accessKeyId: 'AKIAROOTROOTROOT2222', secretAccessKey: 'the-secret-of-the-second-root-user' },
}
const accountOf = (id: string) => ({
  id,
  name: `Account-${id}`,
  users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
  ...(rootKeys[id] && {
    root: {
      email: `root@${id}.example`,
      password: 'Root-Password-1',
      accessKeys: [{ id: rootKeys[id].accessKeyId, secret: rootKeys[id].secretAccessKey }],
    },
  }),
})

const organizations = new TestOrganization(management, [member])
const standing = organizations.organization
let directory: string
let server: TestServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bootstrap-'))
  const file = join(directory, 'bootstrap.json')
  await writeFile(file, JSON.stringify({ accounts: [management, member, stranger].map(accountOf) }))
  server = await startTestServer(file, { organizations })
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})
beforeEach(() => {
  organizations.organization = standing
})
const change = (changes: Partial<Organization>) => {
  organizations.organization = { ...organizations.organization, ...changes }
}

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-root-access', () => server)
const sts = (keys: Keys, operation: string, input: object = {}) =>
  sdkDoorway.call(server, keys, 'sts', operation, input)
const managers = () => server.trusted.admin
const members = () => server.trusting.admin

const features = (...EnabledFeatures: string[]) => ({
  ok: { OrganizationId: 'o-exampleorgid', EnabledFeatures },
})

describe('features for root access', () => {
  eachDoorway('are enabled, listed and disabled by the management account', async call => {
    expect(await call('ListOrganizationsFeatures')).toEqual(features())
    expect(await call('EnableOrganizationsRootSessions')).toEqual(features('RootSessions'))
    expect(await call('EnableOrganizationsRootSessions')).toEqual(features('RootSessions'))
    expect(await call('EnableOrganizationsRootCredentialsManagement')).toEqual(
      features('RootSessions', 'RootCredentialsManagement'),
    )
    expect(await call('DisableOrganizationsRootSessions')).toEqual(features('RootCredentialsManagement'))
    expect(await call('ListOrganizationsFeatures')).toEqual(features('RootCredentialsManagement'))
    expect(await call('DisableOrganizationsRootCredentialsManagement')).toEqual(features())
  })

  it('are none of an account without an organization', async () => {
    const own = await startTestServer()
    try {
      expect(await sdkDoorway.call(own, own.trusted.admin, 'iam', 'ListOrganizationsFeatures', {})).toEqual(
        refused(
          'OrganizationNotFoundException',
          'The request was rejected because no organization is associated with your account.',
        ),
      )
    } finally {
      await own.close()
    }
  })

  it('are not for members to see or set', async () => {
    for (const operation of ['ListOrganizationsFeatures', 'EnableOrganizationsRootSessions']) {
      expect(await call(operation, {}, members())).toHaveProperty(
        'refused.code',
        'AccountNotManagementOrDelegatedAdministratorException',
      )
    }
  })

  it('may be seen and disabled, but not enabled, by a delegated administrator', async () => {
    change({ delegatedAdministrators: [member as never], rootFeatures: ['RootSessions'] })
    expect(await call('ListOrganizationsFeatures', {}, members())).toEqual(features('RootSessions'))
    expect(await call('EnableOrganizationsRootSessions', {}, members())).toHaveProperty(
      'refused.code',
      'CallerIsNotManagementAccountException',
    )
    expect(await call('DisableOrganizationsRootSessions', {}, members())).toEqual(features())
  })

  it.each([
    [{ allFeatures: false }, 'OrganizationNotInAllFeaturesModeException'],
    [{ trustsIam: false }, 'ServiceAccessNotEnabledException'],
  ])('need an organization that lets IAM in: %o', async (changes, code) => {
    change(changes)
    expect(await call('EnableOrganizationsRootSessions')).toHaveProperty('refused.code', code)
  })

  it('need their permission', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ListOrganizationsFeatures', '*'))
    expect(await call('ListOrganizationsFeatures', {}, user.keys)).toHaveProperty('ok')
    expect(await call('EnableOrganizationsRootSessions', {}, user.keys)).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })
})

const task = (name: string) => ({ TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${name}` } })
const audit = task('IAMAuditRootUserCredentials')
const assumeRoot = (keys: Keys, input: object = {}) =>
  sts(keys, 'AssumeRoot', { TargetPrincipal: member, ...audit, ...input })
async function rootSession(name: string): Promise<Keys> {
  change({ rootFeatures: ['RootSessions'] })
  return keysOf(answered(await assumeRoot(managers(), task(name))).Credentials)
}

describe('AssumeRoot', () => {
  it('makes a session of the member’s root user, for a quarter of an hour', async () => {
    change({ rootFeatures: ['RootSessions'] })
    const answer = answered(await assumeRoot(managers()))
    expect(answer).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Expiration: expect.any(Date),
      },
      SessionTokenUtilization: expect.any(Number),
      SessionTokenSize: expect.any(Number),
    })
    expect(Math.abs(answer.Credentials.Expiration - Date.now() - 900_000)).toBeLessThan(60_000)
    expect(await sts(keysOf(answer.Credentials), 'GetCallerIdentity')).toEqual({
      ok: { UserId: member, Account: member, Arn: `arn:aws:iam::${member}:root` },
    })
  })

  it('takes the ARN of the root user too', async () => {
    change({ rootFeatures: ['RootSessions'] })
    const TargetPrincipal = `arn:aws:iam::${member}:root`
    expect(await assumeRoot(managers(), { TargetPrincipal, DurationSeconds: 60 })).toHaveProperty('ok')
  })

  it.each([
    [{ TargetPrincipal: 'arn:aws:iam::222222222222:user/admin' }],
    [{ TargetPrincipal: '22222222222x' }],
    [{ DurationSeconds: 901 }],
    [{ TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/AdministratorAccess' } }],
  ])('refuses %o', async input => {
    change({ rootFeatures: ['RootSessions'] })
    expect(await assumeRoot(managers(), input)).toHaveProperty('refused.code', 'ValidationError')
  })

  const denied = { refused: { code: 'AccessDenied', message: expect.stringContaining('sts:AssumeRoot') } }

  it('needs root sessions to be enabled', async () => {
    expect(await assumeRoot(managers())).toMatchObject(denied)
  })

  it('needs the permission on the root user and for the task', async () => {
    change({ rootFeatures: ['RootSessions'] })
    const condition = { StringEquals: { 'sts:TaskPolicyArn': audit.TaskPolicyArn.arn } }
    const one = allow('sts:AssumeRoot', `arn:aws:iam::${member}:root`, condition)
    const user = await makeUser(server, server.trusted, one)
    expect(await assumeRoot(user.keys)).toHaveProperty('ok')
    expect(await assumeRoot(user.keys, task('S3UnlockBucketPolicy'))).toMatchObject(denied)
    expect(await assumeRoot((await makeUser(server, server.trusted)).keys)).toMatchObject(denied)
  })

  it('is for members of the own organization only, and never for its management account', async () => {
    change({ rootFeatures: ['RootSessions'] })
    for (const TargetPrincipal of [stranger, '444444444444', management]) {
      expect(await assumeRoot(managers(), { TargetPrincipal })).toMatchObject(denied)
    }
    expect(await assumeRoot(members(), { TargetPrincipal: management })).toMatchObject(denied)
    expect(await assumeRoot(members())).toMatchObject(denied)
  })

  it('is for delegated administrators', async () => {
    change({ rootFeatures: ['RootSessions'] })
    expect(await assumeRoot(members())).toMatchObject(denied)
    change({ delegatedAdministrators: [member as never] })
    expect(await assumeRoot(members())).toHaveProperty('ok')
  })

  it('is not for root users', async () => {
    change({ rootFeatures: ['RootSessions'] })
    expect(await assumeRoot(rootKeys[management] as Keys)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('hands on the source identity of the calling session', async () => {
    change({ rootFeatures: ['RootSessions'] })
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted), undefined, ['sts:AssumeRole', 'sts:SetSourceIdentity'])],
      permissions: [allow('sts:AssumeRoot', '*')],
    })
    const session = await assume(server, managers(), role, { SourceIdentity: 'Alice' })
    expect(await assumeRoot(session)).toMatchObject({ ok: { SourceIdentity: 'Alice' } })
  })
})

describe('a session of AssumeRoot', () => {
  it('may do its task and nothing else', async () => {
    const session = await rootSession('IAMAuditRootUserCredentials')
    expect(await call('ListAccessKeys', {}, session)).toMatchObject({
      ok: { AccessKeyMetadata: [{ AccessKeyId: rootKeys[member]?.accessKeyId }] },
    })
    expect(await call('GetAccountSummary', {}, session)).toMatchObject({
      ok: { SummaryMap: { AccountAccessKeysPresent: 1, AccountPasswordPresent: 1 } },
    })
    expect(await call('GetLoginProfile', {}, session)).toEqual({
      ok: { LoginProfile: { CreateDate: expect.any(Date), PasswordResetRequired: false } },
    })
    for (const [operation, input] of [
      ['ListUsers', {}],
      ['ListAccessKeys', { UserName: 'admin' }],
      ['DeleteLoginProfile', {}],
      ['CreateUser', { UserName: 'Eve' }],
    ] as const) {
      expect(await call(operation, input, session)).toHaveProperty('refused.code', 'AccessDenied')
    }
  })

  it('has its task for itself: for a role’s session the same policy allows nothing, whoever of them calls first', async () => {
    for (const isRootFirst of [true, false]) {
      // A change of the account: nothing that was kept of it counts any more.
      const role = await makeRole(server, server.trusting, {
        trust: [trust(rootOf(server.trusted))],
        permissions: [allow('*', '*')],
      })
      const root = await rootSession('IAMAuditRootUserCredentials')
      const narrowed = await assume(server, managers(), role, { PolicyArns: [audit.TaskPolicyArn] })
      const summaryFor = (keys: Keys) => call('GetAccountSummary', {}, keys)
      if (isRootFirst) expect(await summaryFor(root)).toHaveProperty('ok')
      expect(await summaryFor(narrowed)).toHaveProperty('refused.code', 'AccessDenied')
      expect(await summaryFor(root)).toHaveProperty('ok')
    }
  })

  it('may not make further sessions', async () => {
    const session = await rootSession('IAMAuditRootUserCredentials')
    for (const operation of ['GetSessionToken', 'GetFederationToken']) {
      expect(await sts(session, operation, { Name: 'Bob' })).toHaveProperty('refused.code', 'AccessDenied')
    }
  })

  it('takes the root user’s password away, and gives it back', async () => {
    const deleting = await rootSession('IAMDeleteRootUserCredentials')
    expect(await call('DeleteLoginProfile', {}, deleting)).toEqual({ ok: {} })
    const absent = refused('NoSuchEntity', 'Login Profile for the root user cannot be found.')
    expect(await call('DeleteLoginProfile', {}, deleting)).toEqual(absent)
    expect(await call('GetLoginProfile', {}, deleting)).toEqual(absent)
    const creating = await rootSession('IAMCreateRootUserPassword')
    expect(await call('CreateLoginProfile', { Password: 'Another-Horse-2' }, creating)).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
    expect(await call('CreateLoginProfile', {}, creating)).toHaveProperty('ok.LoginProfile')
    expect(await call('CreateLoginProfile', {}, creating)).toHaveProperty(
      'refused.code',
      'EntityAlreadyExists',
    )
    expect(await call('GetLoginProfile', {}, creating)).toHaveProperty('ok')
  })

  it('deletes the root user’s keys', async () => {
    const session = await rootSession('IAMDeleteRootUserCredentials')
    const { accessKeyId: AccessKeyId } = rootKeys[member] as Keys
    expect(await call('GetUser', {}, rootKeys[member])).toHaveProperty('ok')
    expect(await call('DeleteAccessKey', { AccessKeyId }, session)).toEqual({ ok: {} })
    expect(await call('GetUser', {}, rootKeys[member])).toHaveProperty('refused.code', 'InvalidClientTokenId')
  })

  it('leaves a root user’s own key, and its sessions, no way to the password', async () => {
    expect(await call('GetLoginProfile', {}, rootKeys[management])).toEqual(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    )
  })
})

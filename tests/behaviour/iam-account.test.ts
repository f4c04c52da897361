import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, makeUser } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeEach(async () => {
  await server?.close()
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-account', () => server)
const done = { ok: {} }
const taken = (alias: string) => refused('EntityAlreadyExists', `The account alias ${alias} already exists.`)

function aliasesThrough(call: IamCall) {
  return {
    create: (AccountAlias: string, keys?: Keys) => call('CreateAccountAlias', { AccountAlias }, keys),
    remove: (AccountAlias: string, keys?: Keys) => call('DeleteAccountAlias', { AccountAlias }, keys),
    list: async (keys?: Keys) => answered(await call('ListAccountAliases', {}, keys)).AccountAliases,
  }
}
const { create, remove, list } = aliasesThrough(call)

describe('the alias of an account', () => {
  eachDoorway('is one: a second takes the place of the first', async call => {
    const { create, remove, list } = aliasesThrough(call)
    const [first = '', ...rest] = await list()
    expect(rest).toEqual([])
    if (first) answered(await remove(first))
    expect(await call('ListAccountAliases')).toEqual({ ok: { AccountAliases: [], IsTruncated: false } })
    expect(await create('alias-one')).toEqual(done)
    expect(await create('alias-two')).toEqual(done)
    expect(await list()).toEqual(['alias-two'])
    expect(await create('alias-one', server.trusting.admin)).toEqual(done)
  })

  it('is no other account’s, until that one gives it up', async () => {
    answered(await create('shared'))
    expect(await create('shared')).toEqual(taken('shared'))
    expect(await create('shared', server.trusting.admin)).toEqual(taken('shared'))
    expect(await remove('shared', server.trusting.admin)).toEqual(
      refused('NoSuchEntity', 'The account alias with name shared cannot be found.'),
    )
    expect(await remove('shared')).toEqual(done)
    expect(await create('shared', server.trusting.admin)).toEqual(done)
    expect(await list(server.trusting.admin)).toEqual(['shared'])
  })

  it('is never two accounts’, when both ask at once', async () => {
    for (let round = 0; round < 20; round++) {
      const alias = `race-${round}`
      const outcomes = await Promise.all([create(alias), create(alias, server.trusting.admin)])
      const held = [await list(), await list(server.trusting.admin)].filter(([held]) => held === alias)
      const won = outcomes.filter(outcome => 'ok' in outcome)
      expect(won.length).toBeLessThanOrEqual(1)
      expect(held).toHaveLength(won.length)
      for (const outcome of outcomes) if (!('ok' in outcome)) expect(outcome).toEqual(taken(alias))
    }
  })

  it('does not look like an account id', async () => {
    expect(await create('123456789012')).toHaveProperty('refused.code', 'ValidationError')
    expect(await create('a12345678901')).toEqual(done)
  })

  it('is decided on every resource', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ListAccountAliases', '*'))
    expect(await call('ListAccountAliases', {}, user.keys)).toHaveProperty('ok')
    expect(await create('mine', user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:CreateAccountAlias on resource: * because no identity-based policy allows the iam:CreateAccountAlias action`,
      ),
    )
  })
})

describe('GetAccountSummary', () => {
  const summary = async (through = call) => answered(await through('GetAccountSummary')).SummaryMap

  eachDoorway('has every figure that AWS has', async call => {
    expect(Object.keys(await summary(call)).sort()).toEqual([
      'AccessKeysPerUserQuota',
      'AccountAccessKeysPresent',
      'AccountMFAEnabled',
      'AccountPasswordPresent',
      'AccountSigningCertificatesPresent',
      'AssumeRolePolicySizeQuota',
      'AttachedPoliciesPerGroupQuota',
      'AttachedPoliciesPerRoleQuota',
      'AttachedPoliciesPerUserQuota',
      'GlobalEndpointTokenVersion',
      'GroupPolicySizeQuota',
      'Groups',
      'GroupsPerUserQuota',
      'GroupsQuota',
      'InstanceProfiles',
      'InstanceProfilesQuota',
      'MFADevices',
      'MFADevicesInUse',
      'Policies',
      'PoliciesQuota',
      'PolicySizeQuota',
      'PolicyVersionsInUse',
      'PolicyVersionsInUseQuota',
      'Providers',
      'RolePolicySizeQuota',
      'Roles',
      'RolesQuota',
      'ServerCertificates',
      'ServerCertificatesQuota',
      'SigningCertificatesPerUserQuota',
      'UserPolicySizeQuota',
      'Users',
      'UsersQuota',
      'VersionsPerPolicyQuota',
    ])
  })

  eachDoorway('shows the version of session tokens that was set', async call => {
    expect(await summary(call)).toMatchObject({ GlobalEndpointTokenVersion: 1 })
    const set = (GlobalEndpointTokenVersion: string) =>
      call('SetSecurityTokenServicePreferences', { GlobalEndpointTokenVersion })
    expect(await set('v2Token')).toEqual({ ok: {} })
    expect(await summary(call)).toMatchObject({ GlobalEndpointTokenVersion: 2 })
    expect(await set('v3Token')).toHaveProperty('refused.code', 'ValidationError')
    expect(await set('v1Token')).toEqual({ ok: {} })
  })

  it('counts what is there', async () => {
    const before = await summary()
    answered(await call('CreateUser', { UserName: 'Counted' }))
    answered(await call('CreateGroup', { GroupName: 'Counted' }))
    answered(await call('CreateVirtualMFADevice', { VirtualMFADeviceName: 'Counted' }))
    const after = await summary()
    expect(after).toEqual({
      ...before,
      Users: before.Users + 1,
      Groups: before.Groups + 1,
      MFADevices: before.MFADevices + 1,
    })
  })
})

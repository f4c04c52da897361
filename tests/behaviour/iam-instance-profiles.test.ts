import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-instance-profiles', () => server)
const done = { ok: {} }
const missing = (name: string) => refused('NoSuchEntity', `Instance Profile ${name} cannot be found.`)
const removeRolesFirst = refused(
  'DeleteConflict',
  'Cannot delete entity, must remove roles from instance profile first.',
)
const trustPolicy = policy(trust({ Service: 'ec2.amazonaws.com' }))

async function newRole(input: object = {}) {
  const RoleName = fresh('Role')
  const created = await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trustPolicy, ...input })
  return answered(created).Role
}

async function newProfile(input: object = {}): Promise<string> {
  const InstanceProfileName = fresh('Profile')
  answered(await call('CreateInstanceProfile', { InstanceProfileName, ...input }))
  return InstanceProfileName
}

async function profileWithRole(input: object = {}) {
  const [InstanceProfileName, role] = [await newProfile(input), await newRole()]
  answered(await call('AddRoleToInstanceProfile', { InstanceProfileName, RoleName: role.RoleName }))
  return { InstanceProfileName, role, both: { InstanceProfileName, RoleName: role.RoleName } }
}

const arnOf = (pathAndName: string) => `arn:aws:iam::${server.trusted.id}:instance-profile/${pathAndName}`

describe('an instance profile', () => {
  eachDoorway('is made, shown and listed exactly as by AWS', async call => {
    const path = `/${fresh('apps')}/`
    const InstanceProfileName = fresh('Profile')
    const profile = {
      Path: path,
      InstanceProfileName,
      InstanceProfileId: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
      Arn: arnOf(`${path.slice(1)}${InstanceProfileName}`),
      CreateDate: expect.any(Date),
      Roles: [],
    }
    expect(await call('CreateInstanceProfile', { InstanceProfileName, Path: path })).toEqual({
      ok: { InstanceProfile: profile },
    })
    expect(
      await call('GetInstanceProfile', { InstanceProfileName: InstanceProfileName.toUpperCase() }),
    ).toEqual({ ok: { InstanceProfile: { ...profile, Tags: [] } } })
    expect(await call('ListInstanceProfiles', { PathPrefix: path })).toEqual({
      ok: { InstanceProfiles: [profile], IsTruncated: false },
    })
  })

  it('has a name of its own, whatever the case', async () => {
    const InstanceProfileName = (await newProfile()).toUpperCase()
    expect(await call('CreateInstanceProfile', { InstanceProfileName })).toEqual(
      refused('EntityAlreadyExists', `Instance Profile ${InstanceProfileName} already exists.`),
    )
  })

  it('is listed in pages, with its role', async () => {
    const PathPrefix = `/${fresh('paged')}/`
    const names = [await newProfile({ Path: PathPrefix }), await newProfile({ Path: PathPrefix })]
    const { InstanceProfileName, role } = await profileWithRole({ Path: PathPrefix })
    const found = await pages(call, 'ListInstanceProfiles', { PathPrefix, MaxItems: 2 }, 'InstanceProfiles')
    expect(found.map(page => page.length)).toEqual([2, 1])
    const roles = Object.fromEntries(found.flat().map(item => [item.InstanceProfileName, item.Roles]))
    expect(roles).toEqual({
      [names[0] as string]: [],
      [names[1] as string]: [],
      [InstanceProfileName]: [expect.objectContaining({ RoleName: role.RoleName })],
    })
  })

  eachDoorway('is deleted when no role is in it', async call => {
    const { InstanceProfileName, both } = await profileWithRole()
    expect(await call('DeleteInstanceProfile', { InstanceProfileName })).toEqual(removeRolesFirst)
    expect(await call('RemoveRoleFromInstanceProfile', both)).toEqual(done)
    expect(await call('DeleteInstanceProfile', { InstanceProfileName })).toEqual(done)
    expect(await call('GetInstanceProfile', { InstanceProfileName })).toEqual(missing(InstanceProfileName))
  })

  it.each([
    'GetInstanceProfile',
    'DeleteInstanceProfile',
    'AddRoleToInstanceProfile',
    'RemoveRoleFromInstanceProfile',
    'TagInstanceProfile',
    'UntagInstanceProfile',
    'ListInstanceProfileTags',
  ])('that is not there: %s', async operation => {
    const further = { RoleName: 'nobody', Tags: [], TagKeys: [] }
    expect(await call(operation, { InstanceProfileName: 'nothing', ...further })).toEqual(missing('nothing'))
  })
})

describe('the role of an instance profile', () => {
  const brief = (role: { Arn: string; RoleName: string; RoleId: string; Path: string }) => ({
    Path: role.Path,
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    Arn: role.Arn,
    CreateDate: expect.any(Date),
    AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
  })

  async function rolesOf(call: IamCall, InstanceProfileName: string) {
    return answered(await call('GetInstanceProfile', { InstanceProfileName })).InstanceProfile.Roles
  }

  eachDoorway('is put in and taken out, and shown from both sides', async call => {
    const role = await newRole({ Description: 'for instances', Tags: [{ Key: 'a', Value: 'b' }] })
    const InstanceProfileName = await newProfile()
    const both = { InstanceProfileName, RoleName: role.RoleName }
    expect(await call('AddRoleToInstanceProfile', both)).toEqual(done)
    expect(await rolesOf(call, InstanceProfileName)).toEqual([brief(role)])
    const listed = answered(await call('ListInstanceProfilesForRole', { RoleName: role.RoleName }))
    expect(listed).toEqual({
      InstanceProfiles: [expect.objectContaining({ InstanceProfileName, Roles: [brief(role)] })],
      IsTruncated: false,
    })
    expect(listed.InstanceProfiles[0]).not.toHaveProperty('Tags')
    expect(await call('RemoveRoleFromInstanceProfile', both)).toEqual(done)
    expect(await rolesOf(call, InstanceProfileName)).toEqual([])
    expect(answered(await call('ListInstanceProfilesForRole', { RoleName: role.RoleName }))).toEqual({
      InstanceProfiles: [],
      IsTruncated: false,
    })
  })

  it('is one; it may be in many profiles', async () => {
    const [role, other] = [await newRole(), await newRole()]
    const profiles = [await newProfile(), await newProfile(), await newProfile()]
    for (const InstanceProfileName of profiles) {
      const both = { InstanceProfileName, RoleName: role.RoleName }
      expect(await call('AddRoleToInstanceProfile', both)).toEqual(done)
    }
    for (const { RoleName } of [other, role]) {
      const both = { InstanceProfileName: profiles[0], RoleName }
      expect(await call('AddRoleToInstanceProfile', both)).toEqual(
        refused('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1'),
      )
    }
    const input = { RoleName: role.RoleName, MaxItems: 2 }
    const found = await pages(call, 'ListInstanceProfilesForRole', input, 'InstanceProfiles')
    expect(found.map(page => page.map(profile => profile.InstanceProfileName))).toEqual([
      profiles.slice(0, 2),
      profiles.slice(2),
    ])
  })

  it('is one of two that are put in at the same time', async () => {
    const [InstanceProfileName, one, two] = [await newProfile(), await newRole(), await newRole()]
    const outcomes = await Promise.all(
      [one, two].map(({ RoleName }) => call('AddRoleToInstanceProfile', { InstanceProfileName, RoleName })),
    )
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    expect(await rolesOf(call, InstanceProfileName)).toHaveLength(1)
  })

  it('must be there, and in it to be taken out', async () => {
    const { InstanceProfileName } = await profileWithRole()
    const { RoleName } = await newRole()
    for (const operation of ['AddRoleToInstanceProfile', 'RemoveRoleFromInstanceProfile']) {
      expect(await call(operation, { InstanceProfileName, RoleName: 'nobody' })).toEqual(
        refused('NoSuchEntity', 'The role with name nobody cannot be found.'),
      )
    }
    expect(await call('ListInstanceProfilesForRole', { RoleName: 'nobody' })).toEqual(
      refused('NoSuchEntity', 'The role with name nobody cannot be found.'),
    )
    expect(await call('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName })).toEqual(
      refused('NoSuchEntity', `Role ${RoleName} in Instance Profile ${InstanceProfileName} cannot be found.`),
    )
  })

  it('cannot be deleted while it is in one', async () => {
    const { role, both } = await profileWithRole()
    const { RoleName } = role
    answered(
      await call('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: policy(allow('*', '*')) }),
    )
    expect(await call('DeleteRole', { RoleName })).toEqual(removeRolesFirst)
    answered(await call('RemoveRoleFromInstanceProfile', both))
    expect(await call('DeleteRole', { RoleName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must delete policies first.'),
    )
    answered(await call('DeleteRolePolicy', { RoleName, PolicyName: 'p' }))
    expect(await call('DeleteRole', { RoleName })).toEqual(done)
  })

  it('is told of its profiles in the details of the account', async () => {
    const { InstanceProfileName, role } = await profileWithRole({ Tags: [{ Key: 'a', Value: 'b' }] })
    const found = (
      await pages(call, 'GetAccountAuthorizationDetails', { Filter: ['Role'] }, 'RoleDetailList')
    ).flat()
    const details = found.find(item => item.RoleName === role.RoleName)
    expect(details.InstanceProfileList).toEqual([
      {
        Path: '/',
        InstanceProfileName,
        InstanceProfileId: expect.stringMatching(/^AIPA/),
        Arn: arnOf(InstanceProfileName),
        CreateDate: expect.any(Date),
        Roles: [brief(role)],
      },
    ])
  })
})

describe('passing a role to an instance profile', () => {
  const denied = (user: { arn: string }, action: string, resource: string) =>
    refused(
      'AccessDenied',
      `User: ${user.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    )

  it('needs iam:PassRole on the role, beside the action on the profile', async () => {
    const [InstanceProfileName, role] = [await newProfile(), await newRole({ Path: '/app/' })]
    const both = { InstanceProfileName, RoleName: role.RoleName }
    const add = allow('iam:AddRoleToInstanceProfile', arnOf(InstanceProfileName))
    const adder = await makeUser(server, server.trusted, add)
    expect(await call('AddRoleToInstanceProfile', both, adder.keys)).toEqual(
      denied(adder, 'iam:PassRole', role.Arn),
    )
    const passer = await makeUser(server, server.trusted, allow('iam:PassRole', role.Arn))
    expect(await call('AddRoleToInstanceProfile', both, passer.keys)).toEqual(
      denied(passer, 'iam:AddRoleToInstanceProfile', `instance profile ${InstanceProfileName}`),
    )
    const elsewhere = await makeUser(server, server.trusted, add, allow('iam:PassRole', `${role.Arn}-other`))
    expect(await call('AddRoleToInstanceProfile', both, elsewhere.keys)).toEqual(
      denied(elsewhere, 'iam:PassRole', role.Arn),
    )
    expect(answered(await call('GetInstanceProfile', { InstanceProfileName })).InstanceProfile.Roles).toEqual(
      [],
    )
    const user = await makeUser(server, server.trusted, add, allow('iam:PassRole', role.Arn))
    expect(await call('AddRoleToInstanceProfile', both, user.keys)).toEqual(done)
  })

  it.each([
    ['iam:PassedToService', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }, true],
    ['another service', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }, false],
    ['the role’s tags', { StringEquals: { 'aws:ResourceTag/team': 'red' } }, true],
    ['tags it has not', { StringEquals: { 'aws:ResourceTag/team': 'blue' } }, false],
    ['any instance', { ArnLike: { 'iam:AssociatedResourceArn': 'arn:aws:ec2:*:*:instance/*' } }, true],
    ['one region', { ArnLike: { 'iam:AssociatedResourceArn': 'arn:aws:ec2:eu-west-1:*:instance/*' } }, false],
  ])('may be allowed by %s', async (_, condition, passes) => {
    const [InstanceProfileName, role] = [
      await newProfile(),
      await newRole({ Tags: [{ Key: 'team', Value: 'red' }] }),
    ]
    const add = allow('iam:AddRoleToInstanceProfile', '*')
    const user = await makeUser(server, server.trusted, add, allow('iam:PassRole', '*', condition))
    const both = { InstanceProfileName, RoleName: role.RoleName }
    expect('ok' in (await call('AddRoleToInstanceProfile', both, user.keys))).toBe(passes)
  })

  it('is not needed to take it out', async () => {
    const { InstanceProfileName, both } = await profileWithRole()
    const remove = allow('iam:RemoveRoleFromInstanceProfile', arnOf(InstanceProfileName))
    const user = await makeUser(server, server.trusted, remove)
    expect(await call('RemoveRoleFromInstanceProfile', both, user.keys)).toEqual(done)
  })

  it('tells nothing of roles that are not there', async () => {
    const InstanceProfileName = await newProfile()
    const user = await makeUser(server, server.trusted, allow('iam:AddRoleToInstanceProfile', '*'))
    const both = { InstanceProfileName, RoleName: 'nobody' }
    expect(await call('AddRoleToInstanceProfile', both, user.keys)).toEqual(
      denied(user, 'iam:PassRole', `arn:aws:iam::${server.trusted.id}:role/nobody`),
    )
  })
})

describe('the tags of an instance profile', () => {
  const tags = (...keys: string[]) => keys.map(Key => ({ Key, Value: 'v' }))

  eachDoorway('are given, changed, listed and taken', async call => {
    const InstanceProfileName = await newProfile({ Tags: tags('b') })
    expect(await call('TagInstanceProfile', { InstanceProfileName, Tags: tags('a', 'B') })).toEqual(done)
    expect(await call('ListInstanceProfileTags', { InstanceProfileName })).toEqual({
      ok: { IsTruncated: false, Tags: tags('B', 'a', 'b') },
    })
    expect(await call('UntagInstanceProfile', { InstanceProfileName, TagKeys: ['a', 'B'] })).toEqual(done)
    expect(answered(await call('GetInstanceProfile', { InstanceProfileName })).InstanceProfile.Tags).toEqual(
      tags('b'),
    )
  })

  it('are shown when they are given at once, which needs a right of its own', async () => {
    const create = allow('iam:CreateInstanceProfile', '*')
    const maker = await makeUser(server, server.trusted, create)
    const tagger = await makeUser(
      server,
      server.trusted,
      create,
      allow('iam:TagInstanceProfile', '*', { StringEquals: { 'aws:RequestTag/team': 'red' } }),
    )
    const make = (Value: string, { keys }: typeof maker) =>
      call('CreateInstanceProfile', { InstanceProfileName: fresh('P'), Tags: [{ Key: 'team', Value }] }, keys)
    expect(await make('red', maker)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await make('blue', tagger)).toHaveProperty('refused.code', 'AccessDenied')
    expect(answered(await make('red', tagger)).InstanceProfile.Tags).toEqual([{ Key: 'team', Value: 'red' }])
  })

  it('count in decisions', async () => {
    const red = { StringEquals: { 'aws:ResourceTag/team': 'red' } }
    const user = await makeUser(server, server.trusted, allow('iam:GetInstanceProfile', '*', red))
    const mine = await newProfile({ Tags: [{ Key: 'team', Value: 'red' }] })
    expect(await call('GetInstanceProfile', { InstanceProfileName: mine }, user.keys)).toHaveProperty('ok')
    const other = await newProfile()
    expect(await call('GetInstanceProfile', { InstanceProfileName: other }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:GetInstanceProfile on resource: instance profile ${other} because no identity-based policy allows the iam:GetInstanceProfile action`,
      ),
    )
  })
})

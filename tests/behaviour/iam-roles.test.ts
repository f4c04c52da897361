import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-roles', () => server)
const done = { ok: {} }
const noRole = refused('NoSuchEntity', 'The role with name nobody cannot be found.')
const trustPolicy = () => policy(trust(rootOf(server.trusted)))
const adminAccess = 'arn:aws:iam::aws:policy/AdministratorAccess'

async function newRole(input: object = {}): Promise<string> {
  const RoleName = fresh('Role')
  answered(await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trustPolicy(), ...input }))
  return RoleName
}

describe('a role', () => {
  eachDoorway('is made and shown exactly as by AWS: each answer with its own members', async call => {
    const path = `/${fresh('shown')}/`
    const RoleName = fresh('Role')
    const AssumeRolePolicyDocument = trustPolicy()
    const input = {
      RoleName,
      AssumeRolePolicyDocument,
      Path: path,
      Description: 'Reads things',
      MaxSessionDuration: 7200,
      PermissionsBoundary: adminAccess,
      Tags: [{ Key: 'Team', Value: 'blue' }],
    }
    const brief = {
      Path: path,
      RoleName,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${server.trusted.id}:role${path}${RoleName}`,
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: encodeURIComponent(AssumeRolePolicyDocument).replaceAll('*', '%2A'),
    }
    const PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: adminAccess }
    const extras = { PermissionsBoundary, Tags: input.Tags }
    const listed = { ...brief, Description: 'Reads things', MaxSessionDuration: 7200 }

    expect(await call('CreateRole', input)).toEqual({ ok: { Role: { ...brief, ...extras } } })
    expect(await call('GetRole', { RoleName })).toEqual({
      ok: { Role: { ...listed, ...extras, RoleLastUsed: {} } },
    })
    expect(await call('ListRoles', { PathPrefix: path })).toEqual({
      ok: { Roles: [listed], IsTruncated: false },
    })
    expect(await call('UpdateRoleDescription', { RoleName, Description: 'Other' })).toEqual({
      ok: { Role: { ...brief, Description: 'Other' } },
    })
  })

  it('leaves out what it does not have', async () => {
    const RoleName = await newRole()
    const { Role } = answered(await call('GetRole', { RoleName }))
    expect(Object.keys(Role).sort()).toEqual([
      'Arn',
      'AssumeRolePolicyDocument',
      'CreateDate',
      'MaxSessionDuration',
      'Path',
      'RoleId',
      'RoleLastUsed',
      'RoleName',
    ])
    expect(Role.MaxSessionDuration).toBe(3600)
  })

  it('has a name of its own, whatever the case', async () => {
    const RoleName = (await newRole()).toUpperCase()
    expect(await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trustPolicy() })).toEqual(
      refused('EntityAlreadyExists', `Role with name ${RoleName} already exists.`),
    )
    expect(await call('GetRole', { RoleName })).toMatchObject({ ok: { Role: { Path: '/' } } })
  })

  it('is not found under a name that nobody has, by any operation', async () => {
    const RoleName = 'nobody'
    const Tags = [{ Key: 'a', Value: 'b' }]
    const PolicyDocument = trustPolicy()
    expect(await call('GetRole', { RoleName })).toEqual(noRole)
    expect(await call('UpdateRole', { RoleName })).toEqual(noRole)
    expect(await call('UpdateRoleDescription', { RoleName, Description: '' })).toEqual(noRole)
    expect(await call('UpdateAssumeRolePolicy', { RoleName, PolicyDocument })).toEqual(noRole)
    expect(await call('DeleteRole', { RoleName })).toEqual(noRole)
    expect(await call('TagRole', { RoleName, Tags })).toEqual(noRole)
    expect(await call('UntagRole', { RoleName, TagKeys: ['a'] })).toEqual(noRole)
    expect(await call('ListRoleTags', { RoleName })).toEqual(noRole)
    const boundary = { RoleName, PermissionsBoundary: adminAccess }
    expect(await call('PutRolePermissionsBoundary', boundary)).toEqual(noRole)
    expect(await call('DeleteRolePermissionsBoundary', { RoleName })).toEqual(noRole)
  })

  eachDoorway('keeps what an update does not pass', async call => {
    const RoleName = await newRole({ Description: 'first' })
    expect(await call('UpdateRole', { RoleName, MaxSessionDuration: 43200 })).toEqual(done)
    expect(await call('UpdateRole', { RoleName, Description: 'second' })).toEqual(done)
    expect(await call('UpdateRole', { RoleName })).toEqual(done)
    expect(await call('GetRole', { RoleName })).toMatchObject({
      ok: { Role: { Description: 'second', MaxSessionDuration: 43200 } },
    })
    answered(await call('UpdateRole', { RoleName, Description: '' }))
    expect(answered(await call('GetRole', { RoleName })).Role.Description).toBeUndefined()
  })

  eachDoorway('is not made where the roles are that services make', async call => {
    const make = (Path: string) =>
      call('CreateRole', { RoleName: fresh('Role'), AssumeRolePolicyDocument: trustPolicy(), Path })
    const reserved = refused(
      'InvalidInput',
      "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles",
    )
    expect(await make('/aws-service-role/')).toEqual(reserved)
    expect(await make('/aws-service-role/ecs.amazonaws.com/')).toEqual(reserved)
    expect(await make('/aws-service-roles/')).toHaveProperty('ok')
    expect(await make('/own/aws-service-role/')).toHaveProperty('ok')
  })

  it.each([3599, 43201])('has no session of %i seconds', async MaxSessionDuration => {
    const outcome = await call('UpdateRole', { RoleName: await newRole(), MaxSessionDuration })
    expect(outcome).toMatchObject({ refused: { code: 'ValidationError' } })
  })

  it('tells when and where it was last used', async () => {
    const admin = server.trusted.admin
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('iam:ListRoles', '*')],
    })
    const keys = await assume(server, admin, role)
    answered(await call('ListRoles', {}, keys))
    expect(await call('GetRole', { RoleName: role.name })).toMatchObject({
      ok: { Role: { RoleLastUsed: { LastUsedDate: expect.any(Date), Region: 'us-east-1' } } },
    })
  })
})

describe('a list of roles', () => {
  eachDoorway('is gone through page by page, under a path too', async call => {
    const names = []
    const path = `/${fresh('pages')}/`
    for (const Path of [path, `${path}deep/`, path, '/elsewhere/']) names.push(await newRole({ Path }))
    const found = await pages(call, 'ListRoles', { PathPrefix: path, MaxItems: 2 }, 'Roles')
    expect(found.map(page => page.length)).toEqual([2, 1])
    expect(
      found
        .flat()
        .map(role => role.RoleName)
        .sort(),
    ).toEqual(names.slice(0, 3).sort())
    expect(await call('ListRoles', { PathPrefix: '/nothing/' })).toEqual({
      ok: { Roles: [], IsTruncated: false },
    })
  })

  it('has no page at a marker of another list', async () => {
    await newRole()
    await newRole()
    const { Marker } = answered(await call('ListRoles', { MaxItems: 1 }))
    expect(await call('ListUsers', { Marker })).toEqual(refused('ValidationError', 'Invalid Marker.'))
  })
})

describe('deleting a role', () => {
  eachDoorway('needs its managed policies detached, and then its own policies deleted', async call => {
    const RoleName = await newRole()
    answered(await call('AttachRolePolicy', { RoleName, PolicyArn: adminAccess }))
    const PolicyDocument = policy(allow('s3:*', '*'))
    answered(await call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument }))
    expect(await call('DeleteRole', { RoleName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must detach all policies first.'),
    )
    answered(await call('DetachRolePolicy', { RoleName, PolicyArn: adminAccess }))
    expect(await call('DeleteRole', { RoleName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must delete policies first.'),
    )
    answered(await call('DeleteRolePolicy', { RoleName, PolicyName: 'own' }))
    expect(await call('DeleteRole', { RoleName: RoleName.toLowerCase() })).toEqual(done)
    expect(await call('GetRole', { RoleName })).toEqual(
      refused('NoSuchEntity', `The role with name ${RoleName} cannot be found.`),
    )
  })
})

describe('tags of a role', () => {
  eachDoorway(
    'are added, changed whatever the case of their key, listed by pages and taken away',
    async call => {
      const RoleName = await newRole({ Tags: [{ Key: 'Team', Value: 'blue' }] })
      const Tags = [
        { Key: 'TEAM', Value: 'red' },
        { Key: 'Cost', Value: '' },
      ]
      expect(await call('TagRole', { RoleName, Tags })).toEqual(done)
      const found = await pages(call, 'ListRoleTags', { RoleName, MaxItems: 1 }, 'Tags')
      expect(found).toEqual([[{ Key: 'Cost', Value: '' }], [{ Key: 'TEAM', Value: 'red' }]])
      expect(await call('UntagRole', { RoleName, TagKeys: ['team', 'absent'] })).toEqual(done)
      expect(await call('GetRole', { RoleName })).toMatchObject({
        ok: { Role: { Tags: [{ Key: 'Cost', Value: '' }] } },
      })
    },
  )

  eachDoorway('have keys that differ in more than case', async call => {
    const Tags = [
      { Key: 'Team', Value: 'a' },
      { Key: 'team', Value: 'b' },
    ]
    const duplicate = refused(
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
    expect(await call('TagRole', { RoleName: await newRole(), Tags })).toEqual(duplicate)
    const input = { RoleName: fresh('Role'), AssumeRolePolicyDocument: trustPolicy(), Tags }
    expect(await call('CreateRole', input)).toEqual(duplicate)
  })

  it('need a permission of their own when a role is made with them', async () => {
    const maker = await makeUser(server, server.trusted, allow('iam:CreateRole', '*'))
    const tagger = await makeUser(server, server.trusted, allow(['iam:CreateRole', 'iam:TagRole'], '*'))
    const input = () => ({
      RoleName: fresh('Role'),
      AssumeRolePolicyDocument: trustPolicy(),
      Tags: [{ Key: 'Team', Value: 'blue' }],
    })
    const tagged = input()
    expect(await call('CreateRole', tagged, maker.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${maker.arn} is not authorized to perform: iam:TagRole on resource: arn:aws:iam::${server.trusted.id}:role/${tagged.RoleName} because no identity-based policy allows the iam:TagRole action`,
      ),
    )
    expect(await call('GetRole', { RoleName: tagged.RoleName })).toMatchObject({
      refused: { code: 'NoSuchEntity' },
    })
    expect(await call('CreateRole', { ...input(), Tags: [] }, maker.keys)).toHaveProperty('ok')
    expect(await call('CreateRole', input(), tagger.keys)).toHaveProperty('ok')
  })
})

describe("a role's permissions boundary", () => {
  eachDoorway('is set, shown and taken away', async call => {
    const RoleName = await newRole()
    expect(await call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: adminAccess })).toEqual(
      done,
    )
    const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: adminAccess }
    expect(await call('GetRole', { RoleName })).toMatchObject({
      ok: { Role: { PermissionsBoundary: boundary } },
    })
    expect(await call('DeleteRolePermissionsBoundary', { RoleName })).toEqual(done)
    expect(answered(await call('GetRole', { RoleName })).Role.PermissionsBoundary).toBeUndefined()
  })

  eachDoorway('is a managed policy that is there', async call => {
    const missing = `arn:aws:iam::${server.trusted.id}:policy/missing`
    const nonsense = `arn:aws:iam::${server.trusted.id}:not_a_policy/invalid`
    const noPolicy = refused('NoSuchEntity', `Scope ARN: ${missing} does not exist or is not attachable.`)
    const RoleName = await newRole()
    expect(await call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: missing })).toEqual(
      noPolicy,
    )
    const input = { RoleName: fresh('Role'), AssumeRolePolicyDocument: trustPolicy() }
    expect(await call('CreateRole', { ...input, PermissionsBoundary: missing })).toEqual(noPolicy)
    expect(await call('CreateRole', { ...input, PermissionsBoundary: nonsense })).toEqual(
      refused('InvalidInput', `ARN ${nonsense} is not valid.`),
    )
  })

  it('may be demanded of whoever makes roles', async () => {
    const demanding = allow('iam:CreateRole', '*', {
      StringEquals: { 'iam:PermissionsBoundary': adminAccess },
    })
    const maker = await makeUser(server, server.trusted, demanding)
    const input = () => ({ RoleName: fresh('Role'), AssumeRolePolicyDocument: trustPolicy() })
    expect(await call('CreateRole', input(), maker.keys)).toMatchObject({ refused: { code: 'AccessDenied' } })
    expect(
      await call('CreateRole', { ...input(), PermissionsBoundary: adminAccess }, maker.keys),
    ).toHaveProperty('ok')
  })

  it('guards the permissions of who has it', async () => {
    const bounded = { StringEquals: { 'iam:PermissionsBoundary': adminAccess } }
    const granter = await makeUser(
      server,
      server.trusted,
      allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePermissionsBoundary'], '*', bounded),
    )
    const attach = (RoleName: string) =>
      call('AttachRolePolicy', { RoleName, PolicyArn: adminAccess }, granter.keys)
    const free = await newRole()
    const fenced = await newRole({ PermissionsBoundary: adminAccess })
    expect(await attach(free)).toEqual(
      refused(
        'AccessDenied',
        `User: ${granter.arn} is not authorized to perform: iam:AttachRolePolicy on resource: role ${free} because no identity-based policy allows the iam:AttachRolePolicy action`,
      ),
    )
    expect(await attach(fenced)).toEqual(done)
    const put = { PolicyName: 'own', PolicyDocument: policy(allow('s3:*', '*')) }
    expect(await call('PutRolePolicy', { RoleName: free, ...put }, granter.keys)).toHaveProperty('refused')
    expect(await call('PutRolePolicy', { RoleName: fenced, ...put }, granter.keys)).toEqual(done)
    const drop = (RoleName: string) => call('DeleteRolePermissionsBoundary', { RoleName }, granter.keys)
    expect(await drop(free)).toHaveProperty('refused')
    expect(await drop(fenced)).toEqual(done)
  })
})

describe('a boundary as a condition', () => {
  it('lets one read, change and delete the roles that have it, and no others', async () => {
    const changes: [operation: string, input: object][] = [
      ['GetRole', {}],
      ['UpdateRole', { Description: 'changed' }],
      ['UpdateRoleDescription', { Description: 'changed again' }],
      ['UpdateAssumeRolePolicy', { PolicyDocument: trustPolicy() }],
      ['DeleteRole', {}],
    ]
    const keeper = await makeUser(
      server,
      server.trusted,
      allow(
        changes.map(([operation]) => `iam:${operation}`),
        '*',
        { StringEquals: { 'iam:PermissionsBoundary': adminAccess } },
      ),
    )
    const free = await newRole()
    const fenced = await newRole({ PermissionsBoundary: adminAccess })
    for (const [operation, input] of changes) {
      expect(await call(operation, { RoleName: free, ...input }, keeper.keys), operation).toMatchObject({
        refused: { code: 'AccessDenied' },
      })
      expect(await call(operation, { RoleName: fenced, ...input }, keeper.keys), operation).toHaveProperty(
        'ok',
      )
    }
  })
})

describe('two who make the same role at once', () => {
  it('are not both told that they made it', async () => {
    const input = { RoleName: fresh('Race'), AssumeRolePolicyDocument: trustPolicy() }
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => call('CreateRole', input)))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    expect(outcomes.filter(outcome => 'refused' in outcome)).toEqual(
      Array(3).fill(refused('EntityAlreadyExists', `Role with name ${input.RoleName} already exists.`)),
    )
  })
})

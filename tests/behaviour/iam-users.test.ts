import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-users', () => server)
const nobody = 'The user with name nobody cannot be found.'
const done = { ok: {} }

async function newUser(input: object = {}): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName, ...input }))
  return UserName
}

async function newPolicy(): Promise<string> {
  const PolicyDocument = policy(allow('s3:*', '*'))
  return answered(await call('CreatePolicy', { PolicyName: fresh('Policy'), PolicyDocument })).Policy.Arn
}

describe('CreateUser', () => {
  eachDoorway('answers exactly what AWS does', async call => {
    const UserName = fresh('User')
    expect(await call('CreateUser', { UserName })).toEqual({
      ok: {
        User: {
          Path: '/',
          UserName,
          UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
          Arn: `arn:aws:iam::${server.trusted.id}:user/${UserName}`,
          CreateDate: expect.any(Date),
        },
      },
    })
  })

  eachDoorway('answers path, tags and boundary where they were given', async call => {
    const UserName = fresh('User')
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
    const Tags = [{ Key: 'Team', Value: 'red' }]
    const Path = '/division/team/'
    expect(await call('CreateUser', { UserName, Path, PermissionsBoundary, Tags })).toMatchObject({
      ok: {
        User: {
          Arn: `arn:aws:iam::${server.trusted.id}:user/division/team/${UserName}`,
          Path,
          Tags,
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: PermissionsBoundary,
          },
        },
      },
    })
  })

  eachDoorway('refuses a name that differs in nothing but case', async call => {
    const UserName = await newUser()
    const again = UserName.toUpperCase()
    expect(await call('CreateUser', { UserName: again })).toEqual(
      refused('EntityAlreadyExists', `User with name ${again} already exists.`),
    )
  })

  it('gives a name to one of several who ask at once', async () => {
    const UserName = fresh('User')
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => call('CreateUser', { UserName })))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    expect(outcomes.filter(outcome => 'refused' in outcome)).toEqual(
      Array(3).fill(refused('EntityAlreadyExists', `User with name ${UserName} already exists.`)),
    )
  })

  eachDoorway('is denied in the words of the ARN, path and all', async call => {
    const user = await makeUser(server, server.trusted)
    const input = { UserName: 'Eve', Path: '/x/' }
    expect(await call('CreateUser', input, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${server.trusted.id}:user/x/Eve because no identity-based policy allows the iam:CreateUser action`,
      ),
    )
  })

  eachDoorway('takes the characters of names and paths, and no others', async call => {
    const make = (input: object) => call('CreateUser', { UserName: fresh('User'), ...input })
    expect(await make({ UserName: `${fresh('a')}_+=,.@-Z`, Path: '/a!~/9/' })).toHaveProperty('ok')
    for (const UserName of ['a b', 'a/b', 'ä', 'a*']) {
      expect(await make({ UserName })).toEqual(
        refused(
          'ValidationError',
          'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
        ),
      )
    }
    expect(await make({ Path: '/a' })).toEqual(
      refused(
        'ValidationError',
        'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
      ),
    )
  })

  it('needs iam:TagUser too when it passes tags', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:CreateUser', '*'))
    const Tags = [{ Key: 'a', Value: 'b' }]
    expect(await call('CreateUser', { UserName: fresh('User') }, user.keys)).toHaveProperty('ok')
    expect(await call('CreateUser', { UserName: fresh('User'), Tags }, user.keys)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('iam:TagUser') },
    })
  })

  it('can be bound to a boundary and to tags by condition', async () => {
    const boundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const user = await makeUser(
      server,
      server.trusted,
      allow('iam:CreateUser', '*', { StringEquals: { 'iam:PermissionsBoundary': boundary } }),
      allow('iam:TagUser', '*', { StringEquals: { 'aws:RequestTag/team': 'red' } }),
    )
    const make = (input: object) => call('CreateUser', { UserName: fresh('User'), ...input }, user.keys)
    expect(await make({ PermissionsBoundary: boundary })).toHaveProperty('ok')
    expect(await make({})).toHaveProperty('refused.code', 'AccessDenied')
    const tagged = (Value: string) => make({ PermissionsBoundary: boundary, Tags: [{ Key: 'team', Value }] })
    expect(await tagged('red')).toHaveProperty('ok')
    expect(await tagged('blue')).toHaveProperty('refused.code', 'AccessDenied')
  })

  it.each([
    [
      'is no ARN',
      'not-an-arn-but-long-enough',
      'InvalidInput',
      'ARN not-an-arn-but-long-enough is not valid.',
    ],
    [
      'names no policy',
      'arn:aws:iam::aws:policy/NoSuchPolicy',
      'NoSuchEntity',
      'Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.',
    ],
  ])('refuses a boundary that %s', async (_, PermissionsBoundary, code, message) => {
    expect(await call('CreateUser', { UserName: fresh('User'), PermissionsBoundary })).toEqual(
      refused(code, message),
    )
  })
})

describe('GetUser', () => {
  eachDoorway('finds a name in any case and answers it as it was made', async call => {
    const UserName = await newUser()
    expect(await call('GetUser', { UserName: UserName.toLowerCase() })).toMatchObject({
      ok: { User: { UserName } },
    })
    expect(await call('GetUser', { UserName: 'nobody' })).toEqual(refused('NoSuchEntity', nobody))
  })

  eachDoorway('takes the caller when no name is given', async call => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    expect(await call('GetUser', {}, user.keys)).toMatchObject({ ok: { User: { UserName: user.name } } })
  })

  eachDoorway('asks a role session for a name, before it asks for permission', async call => {
    const role = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] })
    const session = await assume(server, server.trusted.admin, role)
    expect(await call('GetUser', {}, session)).toEqual(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    )
  })

  it('names the user, not the ARN, where it is denied', async () => {
    const user = await makeUser(server, server.trusted)
    expect(await call('GetUser', { UserName: 'nobody' }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:GetUser on resource: user nobody because no identity-based policy allows the iam:GetUser action`,
      ),
    )
  })
})

describe('ListUsers', () => {
  eachDoorway('goes through a path in pages, without tags and boundaries', async call => {
    const path = `/${fresh('paged')}/`
    const names: string[] = []
    for (let count = 0; count < 5; count++) {
      names.push(await newUser({ Path: path, Tags: [{ Key: 'a', Value: 'b' }] }))
    }
    const found = await pages(call, 'ListUsers', { PathPrefix: path, MaxItems: 2 }, 'Users')
    expect(found.map(page => page.length)).toEqual([2, 2, 1])
    expect(found.flat().map(user => user.UserName)).toEqual(names.sort())
    expect(found.flat().every(user => user.Tags === undefined)).toBe(true)
  })

  it('is in the order of names, whatever their case, their paths and their times', async () => {
    const name = fresh('ordered')
    const [path, names] = [`/${name}/`, [`${name}-a`, `${name}-B`, `${name}-c`, `${name}-D`]]
    for (const [place, UserName] of [...names].reverse().entries())
      await call('CreateUser', { UserName, Path: `${path}${place}/` })
    for (const MaxItems of [1, 3, 100]) {
      const found = await pages(call, 'ListUsers', { PathPrefix: path, MaxItems }, 'Users')
      expect(found.flat().map(user => user.UserName)).toEqual(names)
    }
  })

  it('matches a prefix that ends within a path, and nothing else', async () => {
    const UserName = await newUser({ Path: '/prefixed/inner/' })
    const outcome = await call('ListUsers', { PathPrefix: '/prefixed/in' })
    expect(outcome).toMatchObject({ ok: { IsTruncated: false, Users: [{ UserName }] } })
    expect(await call('ListUsers', { PathPrefix: '/prefixed/inner/more' })).toEqual({
      ok: { IsTruncated: false, Users: [] },
    })
  })

  it('is denied in the words of the path', async () => {
    const user = await makeUser(server, server.trusted)
    expect(await call('ListUsers', {}, user.keys)).toMatchObject({
      refused: {
        message: expect.stringContaining(`on resource: arn:aws:iam::${server.trusted.id}:user/ because`),
      },
    })
  })

  it.each(['nonsense', 'WyJvdGhlci5rZXkiLCJ4Il0', 'WyJ1c2Vycy5rZXkiXQ'])(
    'refuses the marker %s',
    async Marker => {
      expect(await call('ListUsers', { Marker })).toEqual(refused('ValidationError', 'Invalid Marker.'))
    },
  )

  it('keeps accounts apart', async () => {
    const UserName = await newUser({ Path: '/apart/' })
    const list = (keys: Keys) => call('ListUsers', { PathPrefix: '/apart/' }, keys)
    expect(await list(server.trusted.admin)).toMatchObject({ ok: { Users: [{ UserName }] } })
    expect(await list(server.trusting.admin)).toEqual({ ok: { IsTruncated: false, Users: [] } })
  })
})

describe('UpdateUser', () => {
  eachDoorway('renames and moves, and keeps the id, keys, groups and policies', async call => {
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    const NewUserName = fresh('Renamed')
    const input = { UserName: user.name, NewUserName, NewPath: '/moved/' }
    expect(await call('UpdateUser', input)).toEqual(done)
    expect(await call('GetUser', {}, user.keys)).toMatchObject({
      ok: {
        User: {
          UserId: user.id,
          UserName: NewUserName,
          Path: '/moved/',
          Arn: `arn:aws:iam::${server.trusted.id}:user/moved/${NewUserName}`,
        },
      },
    })
    expect(await call('GetUser', { UserName: user.name })).toHaveProperty('refused.code', 'NoSuchEntity')
    expect(await call('ListUserPolicies', { UserName: NewUserName })).toMatchObject({
      ok: { PolicyNames: ['test'] },
    })
  })

  it('changes nothing but the case of a name', async () => {
    const UserName = await newUser()
    const NewUserName = UserName.toUpperCase()
    expect(await call('UpdateUser', { UserName, NewUserName })).toEqual(done)
    expect(await call('GetUser', { UserName })).toMatchObject({ ok: { User: { UserName: NewUserName } } })
  })

  it('refuses a name that another user has', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    expect(await call('UpdateUser', { UserName, NewUserName: other.toUpperCase() })).toEqual(
      refused('EntityAlreadyExists', `User with name ${other.toUpperCase()} already exists.`),
    )
    expect(await call('UpdateUser', { UserName: 'nobody', NewUserName: 'x' })).toEqual(
      refused('NoSuchEntity', nobody),
    )
  })

  it('must be allowed for the old name and for the new one', async () => {
    const target = await newUser({ Path: '/dev/' })
    const arnOf = (path: string) => `arn:aws:iam::${server.trusted.id}:user${path}*`
    const ofDev = await makeUser(server, server.trusted, allow('iam:UpdateUser', arnOf('/dev/')))
    const move = (keys: typeof ofDev.keys, NewPath: string) =>
      call('UpdateUser', { UserName: target, NewPath }, keys)
    expect(await move(ofDev.keys, '/admin/')).toMatchObject({
      refused: {
        code: 'AccessDenied',
        message: expect.stringContaining(`arn:aws:iam::${server.trusted.id}:user/admin/${target}`),
      },
    })
    expect(await move(ofDev.keys, '/dev/inner/')).toEqual(done)
    const ofBoth = await makeUser(server, server.trusted, allow('iam:UpdateUser', arnOf('/')))
    expect(await move(ofBoth.keys, '/admin/')).toEqual(done)
    expect(await move(ofDev.keys, '/dev/')).toHaveProperty('refused.code', 'AccessDenied')
  })
})

describe('DeleteUser', () => {
  const conflict = (first: string) => refused('DeleteConflict', `Cannot delete entity, must ${first} first.`)

  it('says what must go first, one after the other', async () => {
    const UserName = await newUser()
    const GroupName = fresh('Group')
    const PolicyArn = await newPolicy()
    await call('CreateGroup', { GroupName })
    await call('AddUserToGroup', { UserName, GroupName })
    await call('AttachUserPolicy', { UserName, PolicyArn })
    await call('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: policy(allow('s3:*', '*')) })
    await call('CreateLoginProfile', { UserName, Password: 'correct-Horse-7' })
    const { AccessKeyId } = answered(await call('CreateAccessKey', { UserName })).AccessKey
    const remove = () => call('DeleteUser', { UserName })

    expect(await remove()).toEqual(conflict('remove users from group'))
    await call('RemoveUserFromGroup', { UserName, GroupName })
    expect(await remove()).toEqual(conflict('detach all policies'))
    await call('DetachUserPolicy', { UserName, PolicyArn })
    expect(await remove()).toEqual(conflict('delete policies'))
    await call('DeleteUserPolicy', { UserName, PolicyName: 'p' })
    expect(await remove()).toEqual(conflict('delete login profile'))
    await call('DeleteLoginProfile', { UserName })
    expect(await remove()).toEqual(conflict('delete access keys'))
    await call('DeleteAccessKey', { UserName, AccessKeyId })
    expect(await remove()).toEqual(done)
    expect(await remove()).toEqual(refused('NoSuchEntity', `The user with name ${UserName} cannot be found.`))
  })

  eachDoorway('leaves nothing to a namesake made afterwards', async call => {
    const UserName = await newUser({ Tags: [{ Key: 'a', Value: 'b' }], Path: '/old/' })
    const before = answered(await call('GetUser', { UserName })).User
    await call('DeleteUser', { UserName })
    const after = answered(await call('CreateUser', { UserName })).User
    expect(after.Path).toBe('/')
    expect(after).not.toHaveProperty('Tags')
    expect(after.UserId).not.toBe(before.UserId)
  })
})

describe('tags of users', () => {
  const tag = (Key: string, Value: string) => ({ Key, Value })

  eachDoorway('are added, overwritten without regard to case, and taken away', async call => {
    const UserName = await newUser({ Tags: [tag('Department', 'finance')] })
    expect(await call('TagUser', { UserName, Tags: [tag('department', 'hr'), tag('a', '')] })).toEqual(done)
    expect(await call('ListUserTags', { UserName })).toEqual({
      ok: { IsTruncated: false, Tags: [tag('a', ''), tag('department', 'hr')] },
    })
    expect(await call('UntagUser', { UserName, TagKeys: ['DEPARTMENT', 'not there'] })).toEqual(done)
    expect(await call('ListUserTags', { UserName })).toEqual({
      ok: { IsTruncated: false, Tags: [tag('a', '')] },
    })
    expect(await call('GetUser', { UserName })).toMatchObject({ ok: { User: { Tags: [tag('a', '')] } } })
  })

  eachDoorway('are listed by key, in pages', async call => {
    const Tags = ['d', 'B', 'a', 'C', 'e'].map(key => tag(key, key))
    const UserName = await newUser({ Tags })
    const found = await pages(call, 'ListUserTags', { UserName, MaxItems: 2 }, 'Tags')
    expect(found.map(page => page.map(({ Key }) => Key))).toEqual([['a', 'B'], ['C', 'd'], ['e']])
  })

  eachDoorway('refuse keys that differ in nothing but case, keys of AWS, and more than fifty', async call => {
    const UserName = await newUser({ Tags: [tag('first', '')] })
    expect(await call('TagUser', { UserName, Tags: [tag('k', '1'), tag('K', '2')] })).toEqual(
      refused('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'),
    )
    expect(await call('TagUser', { UserName, Tags: [tag('AWS:x', '')] })).toHaveProperty(
      'refused.code',
      'InvalidInput',
    )
    const fifty = Array.from({ length: 50 }, (_, index) => tag(`k${index}`, ''))
    expect(await call('TagUser', { UserName, Tags: fifty })).toEqual(
      refused('LimitExceeded', 'The number of tags has reached the maximum limit.'),
    )
    expect(await call('TagUser', { UserName, Tags: fifty.slice(1) })).toEqual(done)
  })

  it('of nobody are not there', async () => {
    for (const [operation, input] of [
      ['TagUser', { Tags: [tag('a', 'b')] }],
      ['UntagUser', { TagKeys: ['a'] }],
      ['ListUserTags', {}],
    ] as const) {
      expect(await call(operation, { UserName: 'nobody', ...input })).toEqual(refused('NoSuchEntity', nobody))
    }
  })

  it('decide who may act on the user', async () => {
    const [red, blue] = [
      await newUser({ Tags: [tag('team', 'red')] }),
      await newUser({ Tags: [tag('team', 'blue')] }),
    ]
    const onRed = { StringEquals: { 'aws:ResourceTag/team': 'red' } }
    const user = await makeUser(server, server.trusted, allow('iam:GetUser', '*', onRed))
    expect(await call('GetUser', { UserName: red }, user.keys)).toHaveProperty('ok')
    expect(await call('GetUser', { UserName: blue }, user.keys)).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })
})

describe('the permissions boundary of a user', () => {
  eachDoorway('is put, shown, limits, and is taken away', async call => {
    const user = await makeUser(server, server.trusted, allow('iam:*', '*'))
    const PermissionsBoundary = await newPolicy()
    expect(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary })).toEqual(
      done,
    )
    expect(await call('GetUser', { UserName: user.name })).toMatchObject({
      ok: { User: { PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary } } },
    })
    expect(await call('GetUser', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await call('DeleteUserPermissionsBoundary', { UserName: user.name })).toEqual(done)
    const after = await call('GetUser', {}, user.keys)
    expect(after).toHaveProperty('ok')
    expect(after).not.toHaveProperty('ok.User.PermissionsBoundary')
  })

  it('can be kept on by a condition on the boundary that would go', async () => {
    const keep = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const other = 'arn:aws:iam::aws:policy/PowerUserAccess'
    const notKept = { StringNotEquals: { 'iam:PermissionsBoundary': keep } }
    const user = await makeUser(
      server,
      server.trusted,
      allow('iam:DeleteUserPermissionsBoundary', '*', notKept),
    )
    const remove = async (PermissionsBoundary: string) => {
      const UserName = await newUser({ PermissionsBoundary })
      return call('DeleteUserPermissionsBoundary', { UserName }, user.keys)
    }
    expect(await remove(keep)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await remove(other)).toEqual(done)
  })
})

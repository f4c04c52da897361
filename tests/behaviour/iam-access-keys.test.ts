import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { refusalOf } from './support/doorways.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-access-keys', () => server)
const done = { ok: {} }
const unknownKey = 'AKIAIOSFODNN7EXAMPLE'
const missing = (id: string) => refused('NoSuchEntity', `The Access Key with id ${id} cannot be found.`)

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

async function newKey(UserName: string): Promise<Keys> {
  const { AccessKey } = answered(await call('CreateAccessKey', { UserName }))
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
}

async function identity(keys: Keys) {
  try {
    return (await server.sts(keys).send(new GetCallerIdentityCommand({}))).Arn
  } catch (error) {
    return refusalOf(error).code
  }
}

describe('an access key', () => {
  eachDoorway('is made with a secret that only this answer holds', async call => {
    const UserName = await newUser()
    const metadata = {
      UserName,
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      Status: 'Active',
      CreateDate: expect.any(Date),
    }
    expect(await call('ListAccessKeys', { UserName })).toEqual({
      ok: { AccessKeyMetadata: [], IsTruncated: false },
    })
    expect(await call('CreateAccessKey', { UserName })).toEqual({
      ok: { AccessKey: { ...metadata, SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) } },
    })
    expect(await call('ListAccessKeys', { UserName })).toEqual({
      ok: { AccessKeyMetadata: [metadata], IsTruncated: false },
    })
  })

  eachDoorway('signs in its user until it is set inactive or deleted', async call => {
    const UserName = await newUser()
    const keys = await newKey(UserName)
    const arn = `arn:aws:iam::${server.trusted.id}:user/${UserName}`
    const update = (Status: string) =>
      call('UpdateAccessKey', { UserName, AccessKeyId: keys.accessKeyId, Status })
    expect(await identity(keys)).toBe(arn)
    expect(await update('Inactive')).toEqual(done)
    expect(await identity(keys)).toBe('InvalidClientTokenId')
    expect(await update('Active')).toEqual(done)
    expect(await identity(keys)).toBe(arn)
    expect(await call('DeleteAccessKey', { UserName, AccessKeyId: keys.accessKeyId })).toEqual(done)
    expect(await identity(keys)).toBe('InvalidClientTokenId')
  })

  it('follows its user through a rename', async () => {
    const UserName = await newUser()
    const keys = await newKey(UserName)
    const NewUserName = fresh('Renamed')
    answered(await call('UpdateUser', { UserName, NewUserName }))
    expect(await identity(keys)).toBe(`arn:aws:iam::${server.trusted.id}:user/${NewUserName}`)
    expect(await call('ListAccessKeys', { UserName: NewUserName })).toMatchObject({
      ok: { AccessKeyMetadata: [{ UserName: NewUserName, AccessKeyId: keys.accessKeyId }] },
    })
  })

  it('is one of two at most, also for several who ask at once', async () => {
    const UserName = await newUser()
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => call('CreateAccessKey', { UserName })))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(2)
    expect(outcomes.filter(outcome => 'refused' in outcome)).toEqual(
      Array(2).fill(refused('LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2')),
    )
    const found = await pages(call, 'ListAccessKeys', { UserName, MaxItems: 1 }, 'AccessKeyMetadata')
    expect(found.map(page => page.length)).toEqual([1, 1])
  })

  it.each([
    ['UpdateAccessKey', { Status: 'Active' }],
    ['DeleteAccessKey', {}],
  ])('that is not there, or another user’s: %s', async (operation, input) => {
    const [UserName, other] = [await newUser(), await newUser()]
    const { accessKeyId } = await newKey(other)
    for (const AccessKeyId of [accessKeyId, unknownKey]) {
      expect(await call(operation, { UserName, AccessKeyId, ...input })).toEqual(missing(AccessKeyId))
    }
    expect(await call(operation, { UserName: 'nobody', AccessKeyId: accessKeyId, ...input })).toEqual(
      refused('NoSuchEntity', 'The user with name nobody cannot be found.'),
    )
  })

  eachDoorway('has no other status', async call => {
    const UserName = await newUser()
    const input = { UserName, AccessKeyId: unknownKey, Status: 'Expired' }
    expect(await call('UpdateAccessKey', input)).toHaveProperty('refused.code', 'ValidationError')
  })
})

describe('without a user name', () => {
  it('a user manages the own keys', async () => {
    const user = await makeUser(
      server,
      server.trusted,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      allow('iam:*AccessKey*', 'arn:aws:iam::*:user/${aws:username}'),
    )
    const { AccessKeyId } = answered(await call('CreateAccessKey', {}, user.keys)).AccessKey
    expect(await call('ListAccessKeys', {}, user.keys)).toMatchObject({
      ok: { AccessKeyMetadata: [{ UserName: user.name }, { UserName: user.name }] },
    })
    expect(await call('UpdateAccessKey', { AccessKeyId, Status: 'Inactive' }, user.keys)).toEqual(done)
    expect(await call('DeleteAccessKey', { AccessKeyId }, user.keys)).toEqual(done)

    const other = await newUser()
    expect(await call('CreateAccessKey', { UserName: other }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:CreateAccessKey on resource: user ${other} because no identity-based policy allows the iam:CreateAccessKey action`,
      ),
    )
    const { accessKeyId } = await newKey(other)
    expect(await call('DeleteAccessKey', { AccessKeyId: accessKeyId }, user.keys)).toEqual(
      missing(accessKeyId),
    )
  })

  it.each(['CreateAccessKey', 'ListAccessKeys', 'UpdateAccessKey', 'DeleteAccessKey'])(
    'a role session is asked for one: %s',
    async operation => {
      const role = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] })
      const session = await assume(server, server.trusted.admin, role)
      expect(await call(operation, { AccessKeyId: unknownKey, Status: 'Active' }, session)).toEqual(
        refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
      )
    },
  )
})

describe('GetAccessKeyLastUsed', () => {
  eachDoorway('says where a key was used last, or that it was not', async call => {
    const UserName = await newUser()
    const keys = await newKey(UserName)
    const ask = () => call('GetAccessKeyLastUsed', { AccessKeyId: keys.accessKeyId })
    expect(await ask()).toEqual({
      ok: { UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } },
    })
    await identity(keys)
    expect(await ask()).toEqual({
      ok: {
        UserName,
        AccessKeyLastUsed: { LastUsedDate: expect.any(Date), ServiceName: 'sts', Region: 'us-east-1' },
      },
    })
  })

  eachDoorway('tells nobody of a key that is not of the account', async call => {
    const admin = await makeUser(server, server.trusting, allow('*', '*'))
    const foreign = await newKey(await newUser())
    for (const AccessKeyId of [foreign.accessKeyId, unknownKey]) {
      expect(await call('GetAccessKeyLastUsed', { AccessKeyId }, admin.keys)).toEqual(
        refused(
          'AccessDenied',
          `User: ${admin.arn} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`,
        ),
      )
    }
  })

  it('acts on the user of the key', async () => {
    const UserName = await newUser()
    const { accessKeyId: AccessKeyId } = await newKey(UserName)
    const arn = `arn:aws:iam::${server.trusted.id}:user/${UserName}`
    const allowed = await makeUser(server, server.trusted, allow('iam:GetAccessKeyLastUsed', arn))
    const denied = await makeUser(server, server.trusted, allow('iam:GetAccessKeyLastUsed', `${arn}x`))
    expect(await call('GetAccessKeyLastUsed', { AccessKeyId }, allowed.keys)).toHaveProperty('ok')
    expect(await call('GetAccessKeyLastUsed', { AccessKeyId }, denied.keys)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining(`access key ${AccessKeyId}`) },
    })
  })
})

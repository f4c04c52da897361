import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sdkDoorway } from './support/doorways.ts'
import { answered, type IamCall } from './support/iam-calls.ts'
import { allow, assume, fresh, keysOf, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** GetFederationToken: who may, what it makes, and what its sessions may not call. */
const root: Keys = {
  accessKeyId: 'AKIAROOTROOTROOTROOT',
  secretAccessKey: 'a-secret-of-the-root-user-of-the-account',
}
const admins = { users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] }
const bootstrap = {
  accounts: [
    {
      id: '111111111111',
      name: 'Trusted',
      root: { accessKeys: [{ id: root.accessKeyId, secret: root.secretAccessKey }] },
      ...admins,
    },
    { id: '222222222222', name: 'Trusting', ...admins },
  ],
}

let directory: string
let server: TestServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bootstrap-'))
  const file = join(directory, 'bootstrap.json')
  await writeFile(file, JSON.stringify(bootstrap))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

const sts: IamCall = (operation, input = {}, keys = server.trusted.admin) =>
  sdkDoorway.call(server, keys, 'sts', operation, input)
const iam = (keys: Keys, operation: string, input: object = {}) =>
  sdkDoorway.call(server, keys, 'iam', operation, input)
const federate = (keys: Keys, input: object = {}) =>
  sts('GetFederationToken', { Name: 'Bob', ...input }, keys)
const federating = () => makeUser(server, server.trusted, allow('sts:*', '*'))

describe('GetFederationToken', () => {
  it('makes a session with a name of its own', async () => {
    const user = await federating()
    const answer = await federate(user.keys)
    const Arn = `arn:aws:sts::${server.trusted.id}:federated-user/Bob`
    expect(answer).toEqual({
      ok: {
        Credentials: {
          AccessKeyId: expect.stringMatching(/^ASIA/),
          SecretAccessKey: expect.any(String),
          SessionToken: expect.any(String),
          Expiration: expect.any(Date),
        },
        FederatedUser: { FederatedUserId: `${server.trusted.id}:Bob`, Arn },
        PackedPolicySize: 0,
        SessionTokenUtilization: expect.any(Number),
        SessionTokenSize: expect.any(Number),
      },
    })
    expect(await sts('GetCallerIdentity', {}, keysOf(answered(answer).Credentials))).toEqual({
      ok: { UserId: `${server.trusted.id}:Bob`, Account: server.trusted.id, Arn },
    })
  })

  it('tells how much of a token its policies and tags take', async () => {
    const user = await federating()
    const { PackedPolicySize, SessionTokenUtilization } = answered(
      await federate(user.keys, {
        Policy: policy(allow('s3:*', '*')),
        Tags: [{ Key: 'Team', Value: 'Red' }],
      }),
    )
    expect(PackedPolicySize).toBeGreaterThan(0)
    expect(PackedPolicySize).toBe(SessionTokenUtilization)
  })

  it.each([
    [undefined, 43_200],
    [900, 900],
    [129_600, 129_600],
  ])('lasts as long as asked: %s → %s seconds', async (DurationSeconds, seconds) => {
    const user = await federating()
    const { Credentials } = answered(await federate(user.keys, { DurationSeconds }))
    expect(Math.abs(Credentials.Expiration - Date.now() - seconds * 1000)).toBeLessThan(60_000)
  })

  it.each([
    [undefined, 3600],
    [900, 900],
    [43_200, 3600],
  ])('of the root user lasts an hour at most: %s → %s seconds', async (DurationSeconds, seconds) => {
    const { Credentials } = answered(await federate(root, { DurationSeconds }))
    expect(Math.abs(Credentials.Expiration - Date.now() - seconds * 1000)).toBeLessThan(60_000)
    expect(await sts('GetCallerIdentity', {}, keysOf(Credentials))).toHaveProperty('ok')
  })

  it.each([
    [{ DurationSeconds: 899 }, 'ValidationError'],
    [{ DurationSeconds: 129_601 }, 'ValidationError'],
    [{ Name: 'B' }, 'ValidationError'],
    [{ Name: 'x'.repeat(33) }, 'ValidationError'],
    [{ Name: 'Bob:1' }, 'ValidationError'],
    [{ Policy: '{' }, 'MalformedPolicyDocument'],
    [{ PolicyArns: [{ arn: 'arn:aws:iam::222222222222:policy/Foreign' }] }, 'ValidationError'],
    [
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      },
      'InvalidParameterValue',
    ],
  ])('refuses %o', async (input, code) => {
    expect(await federate((await federating()).keys, input)).toHaveProperty('refused.code', code)
  })

  it('needs its permission on the name, and sts:TagSession for tags', async () => {
    const arn = `arn:aws:sts::${server.trusted.id}:federated-user/Bob`
    const user = await makeUser(server, server.trusted, allow('sts:GetFederationToken', arn))
    expect(await federate(user.keys)).toHaveProperty('ok')
    expect(await federate(user.keys, { Name: 'Eve' })).toEqual({
      refused: {
        code: 'AccessDenied',
        message: `User: ${user.arn} is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::${server.trusted.id}:federated-user/Eve because no identity-based policy allows the sts:GetFederationToken action`,
      },
    })
    const Tags = [{ Key: 'Team', Value: 'Red' }]
    expect(await federate(user.keys, { Tags })).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('sts:TagSession') },
    })
  })

  it('takes no temporary credentials', async () => {
    const user = await makeUser(server, server.trusted, allow('*', '*'))
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('*', '*')],
    })
    const refusal = {
      refused: { code: 'AccessDenied', message: 'Cannot call GetFederationToken with session credentials' },
    }
    expect(await federate(await assume(server, user.keys, role))).toEqual(refusal)
    const { Credentials } = answered(await sts('GetSessionToken', {}, user.keys))
    expect(await federate(keysOf(Credentials))).toEqual(refusal)
    expect(await federate(keysOf(answered(await federate(user.keys)).Credentials))).toEqual(refusal)
  })
})

describe('a federated user', () => {
  it('may call nothing of STS but GetCallerIdentity, and no IAM, whatever its policies allow', async () => {
    const user = await makeUser(server, server.trusted, allow('*', '*'))
    const everything = { Policy: policy(allow('*', '*')) }
    const session = keysOf(answered(await federate(user.keys, everything)).Credentials)
    expect(await sts('GetCallerIdentity', {}, session)).toHaveProperty('ok')
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    expect(
      await sts('AssumeRole', { RoleArn: role.arn, RoleSessionName: 'session' }, session),
    ).toHaveProperty('refused.code', 'AccessDenied')
    for (const operation of ['GetSessionToken', 'GetFederationToken']) {
      expect(await sts(operation, { Name: 'Bob' }, session)).toHaveProperty('refused.code', 'AccessDenied')
    }
    expect(await iam(session, 'ListUsers')).toEqual({
      refused: {
        code: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid',
      },
    })
  })

  it('ends with the user who made it, and not before', async () => {
    const UserName = fresh('Federator')
    const admin = server.trusted.admin
    answered(await iam(admin, 'CreateUser', { UserName }))
    const PolicyDocument = policy(allow('sts:*', '*'))
    answered(await iam(admin, 'PutUserPolicy', { UserName, PolicyName: 'sts', PolicyDocument }))
    const { AccessKey } = answered(await iam(admin, 'CreateAccessKey', { UserName }))
    const keys = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
    const session = keysOf(answered(await federate(keys)).Credentials)
    answered(await iam(admin, 'DeleteAccessKey', { UserName, AccessKeyId: keys.accessKeyId }))
    answered(await iam(admin, 'DeleteUserPolicy', { UserName, PolicyName: 'sts' }))
    expect(await sts('GetCallerIdentity', {}, session)).toHaveProperty('ok')
    answered(await iam(admin, 'DeleteUser', { UserName }))
    expect(await sts('GetCallerIdentity', {}, session)).toHaveProperty('refused.code', 'InvalidClientTokenId')
  })
})

describe('sessions of the root user', () => {
  it('may not assume roles either', async () => {
    const { Credentials } = answered(await sts('GetSessionToken', { DurationSeconds: 129_600 }, root))
    expect(Math.abs(Credentials.Expiration - Date.now() - 3_600_000)).toBeLessThan(60_000)
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const input = { RoleArn: role.arn, RoleSessionName: 'session' }
    for (const keys of [root, keysOf(Credentials)]) {
      expect(await sts('AssumeRole', input, keys)).toEqual({
        refused: { code: 'AccessDenied', message: 'Roles may not be assumed by root accounts.' },
      })
    }
  })
})

import { randomBytes } from 'node:crypto'
import {
  CreatePolicyCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnyAnswer, type Outcome, sdkDoorway } from './support/doorways.ts'
import { allow, assume, fresh, keysOf, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** Temporary credentials: what they hold, how long, and what is done to them that must not work. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

function call(
  keys: Keys,
  service: 'iam' | 'sts',
  operation: string,
  input: object = {},
): Promise<Outcome<AnyAnswer>> {
  return sdkDoorway.call(server, keys, service, operation, input)
}
const whoAmI = (keys: Keys) => call(keys, 'sts', 'GetCallerIdentity')

async function adminRole() {
  const role = await makeRole(server, server.trusting, {
    trust: [trust(rootOf(server.trusted), undefined, ['sts:AssumeRole', 'sts:TagSession'])],
    managed: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  })
  const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
  return { role, user }
}

describe('credentials that are not what they were given as', () => {
  const invalidToken = {
    refused: {
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    },
  }

  it('a changed token', async () => {
    const { role, user } = await adminRole()
    const session = await assume(server, user.keys, role)
    const token = session.sessionToken ?? ''
    for (const index of [0, 30, Math.floor(token.length / 2), token.length - 5]) {
      const other = token[index] === 'A' ? 'B' : 'A'
      const sessionToken = token.slice(0, index) + other + token.slice(index + 1)
      expect(await whoAmI({ ...session, sessionToken })).toEqual(invalidToken)
    }
    expect(await whoAmI({ ...session, sessionToken: token.slice(0, -24) })).toEqual(invalidToken)
  })

  it('the token of another session', async () => {
    const { role, user } = await adminRole()
    const [one, two] = [await assume(server, user.keys, role), await assume(server, user.keys, role)]
    expect(await whoAmI({ ...one, sessionToken: two.sessionToken ?? '' })).toEqual(invalidToken)
  })

  it('a temporary key without its token, and a long-term key with one', async () => {
    const { role, user } = await adminRole()
    const session = await assume(server, user.keys, role)
    const { sessionToken = '', ...withoutToken } = session
    expect(await whoAmI(withoutToken)).toEqual(invalidToken)
    expect(await whoAmI({ ...user.keys, sessionToken })).toEqual(invalidToken)
  })

  it('a wrong secret, of a user and of a session', async () => {
    const { role, user } = await adminRole()
    const session = await assume(server, user.keys, role)
    for (const keys of [user.keys, session]) {
      const secretAccessKey = `${keys.secretAccessKey.slice(0, -1)}${keys.secretAccessKey.endsWith('x') ? 'y' : 'x'}`
      expect(await whoAmI({ ...keys, secretAccessKey })).toHaveProperty(
        'refused.code',
        'SignatureDoesNotMatch',
      )
    }
  })

  it('a key that never was', async () => {
    expect(await whoAmI({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' })).toEqual(invalidToken)
  })

  it('an expired session, to the second', async () => {
    const own = await startTestServer()
    try {
      const role = await makeRole(own, own.trusting, { trust: [trust(rootOf(own.trusted))] })
      const user = await makeUser(own, own.trusted, allow('sts:*', '*'))
      const session = await assume(own, user.keys, role, { DurationSeconds: 900 })
      own.advance(890)
      expect(await sdkDoorway.call(own, session, 'sts', 'GetCallerIdentity', {})).toHaveProperty('ok')
      own.advance(11)
      expect(await sdkDoorway.call(own, session, 'sts', 'GetCallerIdentity', {})).toEqual({
        refused: { code: 'ExpiredToken', message: 'The security token included in the request is expired' },
      })
    } finally {
      await own.close()
    }
  })
})

describe('session policies', () => {
  it('narrow the role to what both allow', async () => {
    const { role, user } = await adminRole()
    const session = await assume(server, user.keys, role, { Policy: policy(allow('iam:ListRoles', '*')) })
    expect(await call(session, 'iam', 'ListRoles')).toHaveProperty('ok')
    expect(await call(session, 'iam', 'ListUsers')).toMatchObject({
      refused: {
        code: 'AccessDenied',
        message: expect.stringContaining('because no session policy allows the iam:ListUsers action'),
      },
    })
  })

  it('never widen it', async () => {
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
    const session = await assume(server, user.keys, role, { Policy: policy(allow('*', '*')) })
    expect(await call(session, 'iam', 'ListRoles')).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('may be managed policies of the role’s account; inline and managed are one layer', async () => {
    const { role, user } = await adminRole()
    const { Policy } = await server.iam(server.trusting.admin).send(
      new CreatePolicyCommand({
        PolicyName: fresh('Narrow'),
        PolicyDocument: policy(allow('iam:ListUsers', '*')),
      }),
    )
    const session = await assume(server, user.keys, role, {
      PolicyArns: [{ arn: Policy?.Arn }],
      Policy: policy(allow('iam:ListRoles', '*')),
    })
    expect(await call(session, 'iam', 'ListUsers')).toHaveProperty('ok')
    expect(await call(session, 'iam', 'ListRoles')).toHaveProperty('ok')
    expect(await call(session, 'iam', 'ListGroups')).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('may not be policies of another account', async () => {
    const { role, user } = await adminRole()
    const { Policy } = await server
      .iam(server.trusted.admin)
      .send(new CreatePolicyCommand({ PolicyName: fresh('Own'), PolicyDocument: policy(allow('*', '*')) }))
    await expect(assume(server, user.keys, role, { PolicyArns: [{ arn: Policy?.Arn }] })).rejects.toThrow()
  })

  it('have a size limit together', async () => {
    const { role, user } = await adminRole()
    const long = policy(allow('iam:ListRoles', `arn:aws:iam::*:role/${'x'.repeat(2100)}`))
    await expect(assume(server, user.keys, role, { Policy: long })).rejects.toHaveProperty(
      'name',
      'PackedPolicyTooLargeException',
    )
  })
})

describe('session tags', () => {
  it('stand over the role’s own of the same key, whatever its case', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted), undefined, ['sts:AssumeRole', 'sts:TagSession'])],
      permissions: [allow('iam:ListRoles', '*', { StringEquals: { 'aws:PrincipalTag/Team': 'Red' } })],
      tags: { Team: 'Blue' },
    })
    const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
    const plain = await assume(server, user.keys, role)
    expect(await call(plain, 'iam', 'ListRoles')).toHaveProperty('refused.code', 'AccessDenied')
    const tagged = await assume(server, user.keys, role, { Tags: [{ Key: 'team', Value: 'Red' }] })
    expect(await call(tagged, 'iam', 'ListRoles')).toHaveProperty('ok')
  })

  it('are limited by what fits into a token', async () => {
    const { role, user } = await adminRole()
    const Tags = Array.from({ length: 50 }, (_, index) => ({
      Key: `Key${index}`,
      // What does not repeat does not pack.
      Value: randomBytes(192).toString('base64'),
    }))
    await expect(assume(server, user.keys, role, { Tags })).rejects.toHaveProperty(
      'name',
      'PackedPolicyTooLargeException',
    )
  })
})

describe('GetSessionToken', () => {
  it('makes credentials of the same user, that may do of STS only two things, and no IAM without MFA', async () => {
    const user = await makeUser(server, server.trusted, allow('*', '*'))
    const { ok } = (await call(user.keys, 'sts', 'GetSessionToken')) as { ok: { Credentials: never } }
    const session = keysOf(ok.Credentials)
    expect(await whoAmI(session)).toMatchObject({ ok: { Arn: user.arn, UserId: user.id } })
    expect(await call(session, 'sts', 'GetSessionToken')).toHaveProperty('refused.code', 'AccessDenied')
    expect(
      await call(session, 'sts', 'GetAccessKeyInfo', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    ).toHaveProperty('refused.code', 'AccessDenied')
    expect(await call(session, 'iam', 'ListUsers')).toHaveProperty('refused.code', 'InvalidClientTokenId')
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    expect(await assume(server, session, role)).toHaveProperty('sessionToken')
  })

  it('is not chaining: the role’s own maximum holds', async () => {
    const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
    const { ok } = (await call(user.keys, 'sts', 'GetSessionToken')) as { ok: { Credentials: never } }
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      maxSessionSeconds: 43_200,
    })
    expect(await assume(server, keysOf(ok.Credentials), role, { DurationSeconds: 43_200 })).toHaveProperty(
      'sessionToken',
    )
  })

  it('ends with the user', async () => {
    const user = await makeUser(server, server.trusted, allow('sts:*', '*'))
    const { ok } = (await call(user.keys, 'sts', 'GetSessionToken')) as { ok: { Credentials: never } }
    const session = keysOf(ok.Credentials)
    const iam = server.iam(server.trusted.admin)
    await iam.send(new DeleteUserPolicyCommand({ UserName: user.name, PolicyName: 'test' }))
    await iam.send(new DeleteAccessKeyCommand({ UserName: user.name, AccessKeyId: user.keys.accessKeyId }))
    expect(await whoAmI(session)).toHaveProperty('ok')
    await iam.send(new DeleteUserCommand({ UserName: user.name }))
    expect(await whoAmI(session)).toHaveProperty('refused.code', 'InvalidClientTokenId')
  })
})

describe('access key ids', () => {
  it('carry their account, also those of sessions', async () => {
    const { role, user } = await adminRole()
    const session = await assume(server, user.keys, role)
    const account = (AccessKeyId: string) =>
      call(server.trusted.admin, 'sts', 'GetAccessKeyInfo', { AccessKeyId })
    expect(await account(user.keys.accessKeyId)).toMatchObject({ ok: { Account: server.trusted.id } })
    expect(await account(session.accessKeyId)).toMatchObject({ ok: { Account: server.trusting.id } })
    expect(await account('AKIAIOSFODNN7EXAMPLE')).toHaveProperty('refused.code', 'ValidationError')
  })
})

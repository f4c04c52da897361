import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sdkDoorway } from './support/doorways.ts'
import { allow, assume, makeRole, makeUser, type TestUser, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Role chaining: what a session hands on when it takes the next role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
let server: TestServer
let user: TestUser
beforeAll(async () => {
  server = await startTestServer()
  user = await makeUser(server, server.trusted, allow('sts:*', '*'))
})
afterAll(() => server.close())

const everyAction = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
const call = (keys: Keys, operation: string, input: object) =>
  sdkDoorway.call(server, keys, 'sts', operation, input)
const next = (keys: Keys, RoleArn: string, input: object = {}) =>
  call(keys, 'AssumeRole', { RoleArn, RoleSessionName: 'second', ...input })

/** A role of the trusted account that may take any role, and a role of the trusting account that lets it. */
async function chain(condition?: object, actions: string[] = everyAction) {
  const first = await makeRole(server, server.trusted, {
    trust: [trust({ AWS: user.arn }, undefined, everyAction)],
    permissions: [allow('sts:*', '*')],
    maxSessionSeconds: 43_200,
  })
  const second = await makeRole(server, server.trusting, {
    trust: [trust({ AWS: first.arn }, condition, actions)],
    permissions: [allow('sts:*', '*')],
    maxSessionSeconds: 43_200,
  })
  return { first, second }
}

describe('role chaining', () => {
  it('takes the next role with the session of the first', async () => {
    const { first, second } = await chain()
    const session = await assume(server, user.keys, first)
    const taken = await next(session, second.arn)
    expect(taken).toMatchObject({
      ok: { AssumedRoleUser: { Arn: expect.stringContaining(`:assumed-role/${second.name}/second`) } },
    })
    expect(await next(user.keys, second.arn)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('lasts an hour at most, whatever the role allows', async () => {
    const { first, second } = await chain()
    const session = await assume(server, user.keys, first, { DurationSeconds: 43_200 })
    expect(await next(session, second.arn, { DurationSeconds: 3600 })).toHaveProperty('ok')
    expect(await next(session, second.arn, { DurationSeconds: 3601 })).toEqual({
      refused: {
        code: 'ValidationError',
        message:
          'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      },
    })
  })

  it('does not hand on plain session tags', async () => {
    const wantsTag = { StringEquals: { 'aws:PrincipalTag/Team': 'Red' } }
    const { first, second } = await chain(wantsTag, ['sts:AssumeRole'])
    const third = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: second.arn }, wantsTag, ['sts:AssumeRole'])],
    })
    const session = await assume(server, user.keys, first, { Tags: [{ Key: 'Team', Value: 'Red' }] })
    const chained = await assume(server, session, second)
    expect(await next(chained, third.arn)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('hands on transitive tags, in any letter case, through the whole chain', async () => {
    const { first, second } = await chain()
    const wantsTag = { StringEquals: { 'aws:PrincipalTag/team': 'Red' } }
    const third = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: second.arn }, wantsTag, everyAction)],
    })
    const session = await assume(server, user.keys, first, {
      Tags: [{ Key: 'Team', Value: 'Red' }],
      TransitiveTagKeys: ['TEAM'],
    })
    const chained = await assume(server, session, second)
    expect(await next(chained, third.arn)).toHaveProperty('ok')
  })

  it('needs sts:TagSession to hand tags on', async () => {
    const { first, second } = await chain(undefined, ['sts:AssumeRole'])
    const tagged = await assume(server, user.keys, first, {
      Tags: [{ Key: 'Team', Value: 'Red' }],
      TransitiveTagKeys: ['Team'],
    })
    const plain = await assume(server, user.keys, first)
    expect(await next(tagged, second.arn)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('sts:TagSession') },
    })
    expect(await next(plain, second.arn)).toHaveProperty('ok')
  })

  it('does not let a session replace a tag that was handed on', async () => {
    const { first, second } = await chain()
    const session = await assume(server, user.keys, first, {
      Tags: [{ Key: 'Team', Value: 'Red' }],
      TransitiveTagKeys: ['Team'],
    })
    expect(await next(session, second.arn, { Tags: [{ Key: 'tEAM', Value: 'Blue' }] })).toEqual({
      refused: {
        code: 'InvalidParameterValue',
        message:
          "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      },
    })
    expect(await next(session, second.arn, { Tags: [{ Key: 'Place', Value: 'Blue' }] })).toHaveProperty('ok')
  })

  it('shows the trust policy a handed-on tag in the place of the role’s own', async () => {
    const first = await makeRole(server, server.trusted, {
      trust: [trust({ AWS: user.arn }, undefined, everyAction)],
      permissions: [allow('sts:*', '*')],
    })
    const second = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: first.arn }, { StringEquals: { 'iam:ResourceTag/Team': 'Red' } }, everyAction)],
      tags: { Team: 'Blue' },
    })
    const plain = await assume(server, user.keys, first)
    expect(await next(plain, second.arn)).toHaveProperty('refused.code', 'AccessDenied')
    const tagged = await assume(server, user.keys, first, {
      Tags: [{ Key: 'Team', Value: 'Red' }],
      TransitiveTagKeys: ['Team'],
    })
    expect(await next(tagged, second.arn)).toHaveProperty('ok')
  })

  it('carries the source identity through, and never lets it change', async () => {
    const { first, second } = await chain({ StringEquals: { 'sts:SourceIdentity': 'alice' } })
    const session = await assume(server, user.keys, first, { SourceIdentity: 'alice' })
    expect(await next(session, second.arn)).toMatchObject({ ok: { SourceIdentity: 'alice' } })
    expect(await next(session, second.arn, { SourceIdentity: 'alice' })).toHaveProperty('ok')
    expect(await next(session, second.arn, { SourceIdentity: 'mallory' })).toHaveProperty('refused')
    const without = await assume(server, user.keys, first)
    expect(await next(without, second.arn)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('needs sts:SetSourceIdentity to carry one on', async () => {
    const { first, second } = await chain(undefined, ['sts:AssumeRole'])
    const session = await assume(server, user.keys, first, { SourceIdentity: 'alice' })
    expect(await next(session, second.arn)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('sts:SetSourceIdentity') },
    })
  })

  it('never satisfies a trust policy that wants MFA: a role has no device', async () => {
    const { first, second } = await chain({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })
    const session = await assume(server, user.keys, first)
    expect(await next(session, second.arn)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('a role may take itself only where it trusts itself', async () => {
    const { first } = await chain()
    const session = await assume(server, user.keys, first)
    expect(await next(session, first.arn)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('role sessions may not ask for a session token', async () => {
    const { first } = await chain()
    const session = await assume(server, user.keys, first)
    expect(await call(session, 'GetSessionToken', {})).toEqual({
      refused: { code: 'AccessDenied', message: 'Cannot call GetSessionToken with session credentials' },
    })
  })
})

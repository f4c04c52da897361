import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { sdkDoorway } from './support/doorways.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, keysOf, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** An account as an issuer of tokens, and what others can make of them. */
let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-outbound-federation', () => server)
const Audience = ['https://api.example.com']
const tokenFor = (keys: Keys, input: object = {}) =>
  sdkDoorway.call(server, keys, 'sts', 'GetWebIdentityToken', {
    ...{ Audience, SigningAlgorithm: 'RS256' },
    ...input,
  })
const enable = async (keys?: Keys) =>
  answered(await call('EnableOutboundWebIdentityFederation', {}, keys)).IssuerIdentifier as string
const json = async (url: string) => (await fetch(url)).json()

/** As anybody would who trusts the issuer: by its published keys alone. */
async function verified(token: string, issuer: string) {
  const { jwks_uri } = await json(`${issuer}/.well-known/openid-configuration`)
  return jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer })
}

describe('outbound web identity federation', () => {
  eachDoorway('is enabled and disabled, and keeps its issuer', async call => {
    const off = refused('FeatureDisabled', 'Outbound web identity federation is not enabled for your account')
    expect(await call('GetOutboundWebIdentityFederationInfo')).toEqual(off)
    expect(await call('DisableOutboundWebIdentityFederation')).toEqual(off)
    const { IssuerIdentifier } = answered(await call('EnableOutboundWebIdentityFederation'))
    expect(IssuerIdentifier.startsWith(`${server.url}/`)).toBe(true)
    expect(await call('GetOutboundWebIdentityFederationInfo')).toEqual({
      ok: { IssuerIdentifier, JwtVendingEnabled: true },
    })
    expect(await call('EnableOutboundWebIdentityFederation')).toEqual(
      refused('FeatureEnabled', 'Outbound web identity federation is already enabled for your account'),
    )
    expect(await call('DisableOutboundWebIdentityFederation')).toEqual({ ok: {} })
    expect(await call('EnableOutboundWebIdentityFederation')).toEqual({ ok: { IssuerIdentifier } })
  })

  it('is enabled once, however many ask at once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => call('EnableOutboundWebIdentityFederation')))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    const { IssuerIdentifier } = answered(await call('GetOutboundWebIdentityFederationInfo'))
    expect((await json(`${IssuerIdentifier}/.well-known/jwks.json`)).keys).toHaveLength(2)
  })

  it('publishes public keys, and nothing else', async () => {
    const issuer = await enable()
    expect(await json(`${issuer}/.well-known/openid-configuration`)).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256', 'ES384'],
    })
    const { keys } = await json(`${issuer}/.well-known/jwks.json`)
    const kid = expect.any(String)
    const text = expect.any(String)
    expect(keys).toHaveLength(2)
    expect(keys).toEqual(
      expect.arrayContaining([
        { kty: 'RSA', n: text, e: 'AQAB', kid, alg: 'RS256', use: 'sig' },
        { kty: 'EC', crv: 'P-384', x: text, y: text, kid, alg: 'ES384', use: 'sig' },
      ]),
    )
    const others = [
      `${issuer}/.well-known/other`,
      `${issuer}/.well-known/jwks.json/more`,
      `${issuer.slice(0, -1)}${issuer.endsWith('A') ? 'B' : 'A'}/.well-known/jwks.json`,
      `${server.url}/_crossrole/issuers/`,
    ]
    for (const url of others) expect((await fetch(url)).status).toBe(404)
    const posted = await fetch(`${issuer}/.well-known/jwks.json`, { method: 'POST' })
    expect(posted.status).toBe(404)
  })

  it('needs its permissions', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GetOutbound*', '*'))
    for (const operation of ['EnableOutboundWebIdentityFederation', 'DisableOutboundWebIdentityFederation']) {
      expect(await call(operation, {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    }
    expect(await call('GetOutboundWebIdentityFederationInfo', {}, user.keys)).toHaveProperty(
      'refused.code',
      'FeatureDisabled',
    )
  })
})

describe('GetWebIdentityToken', () => {
  it.each(['RS256', 'ES384'])('signs with %s what the published keys verify', async SigningAlgorithm => {
    const issuer = await enable()
    const user = await makeUser(server, server.trusted, allow('sts:GetWebIdentityToken', '*'))
    answered(await call('TagUser', { UserName: user.name, Tags: [{ Key: 'Team', Value: 'Red' }] }))
    const { WebIdentityToken, Expiration } = answered(await tokenFor(user.keys, { SigningAlgorithm }))
    const { payload, protectedHeader } = await verified(WebIdentityToken, issuer)
    expect(protectedHeader).toEqual({ alg: SigningAlgorithm, kid: expect.any(String), typ: 'JWT' })
    expect(payload).toEqual({
      aud: Audience[0],
      sub: user.arn,
      'https://sts.amazonaws.com/': {
        aws_account: server.trusted.id,
        source_region: 'us-east-1',
        principal_id: user.arn,
        principal_tags: { Team: 'Red' },
      },
      iss: issuer,
      exp: Expiration.getTime() / 1000,
      iat: Expiration.getTime() / 1000 - 300,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  it('names a session’s role, the end of the session, and what was passed', async () => {
    const issuer = await enable()
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow(['sts:GetWebIdentityToken', 'sts:TagGetWebIdentityToken'], '*')],
      path: '/some/path/',
    })
    const session = await assume(server, server.trusted.admin, role, { DurationSeconds: 900 })
    const { WebIdentityToken } = answered(
      await tokenFor(session, {
        Audience: ['one', 'two'],
        DurationSeconds: 60,
        Tags: [{ Key: 'job', Value: '7' }],
      }),
    )
    const { payload } = await verified(WebIdentityToken, issuer)
    expect(payload).toMatchObject({
      aud: ['one', 'two'],
      sub: role.arn,
      'https://sts.amazonaws.com/': {
        principal_id: role.arn,
        original_session_exp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        request_tags: { job: '7' },
      },
    })
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60)
  })

  it('may not outlive the session that asks', async () => {
    await enable()
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('sts:GetWebIdentityToken', '*')],
    })
    const session = await assume(server, server.trusted.admin, role, { DurationSeconds: 900 })
    expect(await tokenFor(session, { DurationSeconds: 1000 })).toHaveProperty(
      'refused.code',
      'SessionDurationEscalationException',
    )
    expect(await tokenFor(session, { DurationSeconds: 800 })).toHaveProperty('ok')
  })

  it('needs the feature to be enabled; tokens that are about stay good', async () => {
    const disabled = {
      refused: {
        code: 'OutboundWebIdentityFederationDisabledException',
        message: 'Outbound web identity federation is disabled for your account',
      },
    }
    const admin = server.trusted.admin
    expect(await tokenFor(admin)).toEqual(disabled)
    const issuer = await enable()
    const { WebIdentityToken } = answered(await tokenFor(admin))
    answered(await call('DisableOutboundWebIdentityFederation'))
    expect(await tokenFor(admin)).toEqual(disabled)
    expect(await verified(WebIdentityToken, issuer)).toHaveProperty('payload')
  })

  it.each([
    [{ SigningAlgorithm: 'HS256' }],
    [{ SigningAlgorithm: 'none!' }],
    [{ DurationSeconds: 59 }],
    [{ DurationSeconds: 3601 }],
    [{ Audience: Array.from({ length: 11 }, (_, index) => `a${index}`) }],
    [{ SubjectMode: 'OriginIdentity' }],
    [{ Scope: 'read' }],
  ])('refuses %o', async input => {
    await enable()
    expect(await tokenFor(server.trusted.admin, input)).toHaveProperty('refused.code', 'ValidationError')
  })

  it('has room for so much', async () => {
    await enable()
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `Key${index}`, Value: 'x'.repeat(200) }))
    expect(await tokenFor(server.trusted.admin, { Tags })).toHaveProperty(
      'refused.code',
      'JWTPayloadSizeExceededException',
    )
  })

  it('may be allowed by audience, algorithm and duration, and tags on their own', async () => {
    await enable()
    const condition = {
      'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': Audience },
      StringEquals: { 'sts:SigningAlgorithm': 'ES384' },
      NumericLessThanEquals: { 'sts:DurationSeconds': '300' },
    }
    const user = await makeUser(server, server.trusted, allow('sts:GetWebIdentityToken', '*', condition))
    const allowed = { SigningAlgorithm: 'ES384' }
    expect(await tokenFor(user.keys, allowed)).toHaveProperty('ok')
    for (const input of [
      {},
      { ...allowed, Audience: ['other'] },
      { ...allowed, DurationSeconds: 301 },
      { ...allowed, Tags: [{ Key: 'job', Value: '7' }] },
    ]) {
      expect(await tokenFor(user.keys, input)).toHaveProperty('refused.code', 'AccessDenied')
    }
  })

  it('is not for sessions of GetSessionToken and GetFederationToken', async () => {
    await enable()
    const admin = server.trusted.admin
    for (const operation of ['GetSessionToken', 'GetFederationToken']) {
      const made = answered(await sdkDoorway.call(server, admin, 'sts', operation, { Name: 'Bob' }))
      expect(await tokenFor(keysOf(made.Credentials))).toHaveProperty('refused.code', 'AccessDenied')
    }
  })
})

describe('a token of one account', () => {
  it('opens a role of another that trusts its issuer', async () => {
    const issuer = await enable()
    const owner = server.trusting.admin
    const { OpenIDConnectProviderArn } = answered(
      await call('CreateOpenIDConnectProvider', { Url: issuer, ClientIDList: Audience }, owner),
    )
    const user = await makeUser(server, server.trusted, allow('sts:GetWebIdentityToken', '*'))
    const stranger = await makeUser(server, server.trusted, allow('sts:GetWebIdentityToken', '*'))
    const prefix = issuer.replace(/^https?:\/\//, '')
    const RoleName = fresh('Role')
    const condition = { StringEquals: { [`${prefix}:sub`]: user.arn } }
    const statement = {
      ...trust({ Federated: OpenIDConnectProviderArn }, condition, 'sts:AssumeRoleWithWebIdentity'),
    }
    const { Role } = answered(
      await call('CreateRole', { RoleName, AssumeRolePolicyDocument: policy(statement) }, owner),
    )
    const take = async (keys: Keys) => {
      const { WebIdentityToken } = answered(await tokenFor(keys))
      const input = { RoleArn: Role.Arn, RoleSessionName: 'session', WebIdentityToken }
      return sdkDoorway.call(server, keys, 'sts', 'AssumeRoleWithWebIdentity', input)
    }
    expect(await take(user.keys)).toMatchObject({ ok: { SubjectFromWebIdentityToken: user.arn } })
    expect(await take(stranger.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })
})

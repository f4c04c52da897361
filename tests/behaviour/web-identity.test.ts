import { DeleteRoleCommand, GetUserCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doorways } from './support/doorways.ts'
import { type SigningKey, signingKey, startIssuer, type TestIssuer, tokenOf } from './support/oidc-issuer.ts'
import { invalidToken, makeProvider, roleTrusting, takeWithToken, webIdentity } from './support/oidc-scene.ts'
import { allow, fresh, keysOf, makeRole, policy, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Roles on the word of an OIDC provider: each rule with its negative twin.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
let server: TestServer
let issuer: TestIssuer
let provider: string
let key: SigningKey
beforeAll(async () => {
  server = await startTestServer()
  key = await signingKey()
  issuer = await startIssuer(key)
  provider = await makeProvider(server, issuer)
})
afterAll(async () => {
  await server.close()
  await issuer.close()
})

const seconds = () => Math.floor(Date.now() / 1000)

function claims(more: object = {}): object {
  return { iss: issuer.url, sub: 'user-1', aud: 'app', iat: seconds(), exp: seconds() + 300, ...more }
}

const token = (more: object = {}, header: object = {}) => tokenOf(key, claims(more), header)
const take = (role: { arn: string }, webToken: string, input: object = {}) =>
  takeWithToken(server, role, webToken, input)
const roleFor = (condition?: object, options?: Parameters<typeof roleTrusting>[3]) =>
  roleTrusting(server, provider, condition, options)
const denied = (action = webIdentity) => ({
  refused: { code: 'AccessDenied', message: `Not authorized to perform ${action}` },
})

for (const doorway of doorways) {
  const reason = doorway.absent ? ` (skipped: ${doorway.absent})` : ''
  describe.skipIf(doorway.absent)(`AssumeRoleWithWebIdentity through the ${doorway.name}${reason}`, () => {
    it('answers what AWS answers', async () => {
      const role = await roleFor()
      const input = { RoleArn: role.arn, RoleSessionName: 'alice', WebIdentityToken: await token() }
      const { admin } = server.trusted
      expect(await doorway.call(server, admin, 'sts', 'AssumeRoleWithWebIdentity', input)).toEqual({
        ok: {
          Credentials: {
            AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
            SecretAccessKey: expect.any(String),
            SessionToken: expect.any(String),
            Expiration: expect.any(Date),
          },
          AssumedRoleUser: {
            Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/alice`,
            AssumedRoleId: `${role.id}:alice`,
          },
          SubjectFromWebIdentityToken: 'user-1',
          Provider: provider,
          Audience: 'app',
        },
      })
    })
  })
}

describe('who may', () => {
  it('is for the trust policy to say, and for nothing else', async () => {
    const trusting = await roleFor()
    const other = await makeRole(server, server.trusting, {
      trust: [trust({ Federated: 'accounts.google.com' }, undefined, webIdentity)],
    })
    const ofAccount = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: server.trusting.id }, undefined, ['sts:AssumeRole', webIdentity])],
    })
    const ofEveryone = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: '*' }, undefined, ['sts:AssumeRole', webIdentity])],
    })
    const absent = { arn: `arn:aws:iam::${server.trusting.id}:role/${fresh('Nobody')}` }
    expect(await take(trusting, await token())).toHaveProperty('ok')
    for (const role of [other, ofAccount, ofEveryone, absent]) {
      expect(await take(role, await token())).toEqual(denied())
    }
  })

  it('is decided on the action: a provider that may be named for SAML only is not', async () => {
    expect(await take(await roleFor(undefined, { actions: ['sts:TagSession'] }), await token())).toEqual(
      denied(),
    )
  })

  it('is denied by a Deny, whatever allows', async () => {
    const allowing = trust({ Federated: provider }, undefined, webIdentity)
    const condition = { StringLike: { [`${issuer.name}:sub`]: 'user-*' } }
    const denying = { ...trust({ Federated: provider }, condition, webIdentity), Effect: 'Deny' }
    const role = await makeRole(server, server.trusting, { trust: [allowing, denying] })
    expect(await take(role, await token())).toEqual(denied())
    expect(await take(role, await token({ sub: 'other' }))).toHaveProperty('ok')
  })

  it.each([
    ['sub', 'user-1', 'user-2'],
    ['aud', 'app', 'app-2'],
    ['email', 'a@example.com', 'b@example.com'],
    ['azp', 'app', 'app-2'],
  ])('may depend on the claim %s', async (claim, right, wrong) => {
    const role = await roleFor({ StringEquals: { [`${issuer.name}:${claim}`]: right } })
    const wide = await makeProviderOf('app-2')
    expect(wide).toBe(provider)
    expect(await take(role, await token({ [claim]: right }))).toHaveProperty('ok')
    expect(await take(role, await token({ [claim]: wrong }))).toEqual(denied())
  })

  it('may depend on a list of authentication methods', async () => {
    const role = await roleFor({ 'ForAnyValue:StringEquals': { [`${issuer.name}:amr`]: 'authenticated' } })
    expect(await take(role, await token({ amr: ['authenticated', 'graph.facebook.com'] }))).toHaveProperty(
      'ok',
    )
    expect(await take(role, await token({ amr: ['unauthenticated'] }))).toEqual(denied())
    expect(await take(role, await token())).toEqual(denied())
  })

  it('may depend on the session name, the address, and the provider', async () => {
    const condition = {
      StringLike: { 'sts:RoleSessionName': 'a*', 'aws:FederatedProvider': provider },
      IpAddress: { 'aws:SourceIp': '127.0.0.0/8' },
    }
    const role = await roleFor(condition)
    expect(await take(role, await token())).toHaveProperty('ok')
    expect(await take(role, await token(), { RoleSessionName: 'bob' })).toEqual(denied())
  })

  it('is asked of a provider of the role’s own account only', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust({ Federated: provider }, undefined, webIdentity)],
    })
    expect(await take(role, await token())).toEqual(
      invalidToken(`No OpenIDConnect provider found in your account for ${issuer.url}`),
    )
  })

  async function makeProviderOf(clientId: string): Promise<string> {
    const input = { OpenIDConnectProviderArn: provider, ClientID: clientId }
    const [sdk] = doorways
    await sdk?.call(server, server.trusting.admin, 'iam', 'AddClientIDToOpenIDConnectProvider', input)
    return provider
  }
})

describe('the audience', () => {
  it('must be registered', async () => {
    const role = await roleFor()
    expect(await take(role, await token({ aud: 'somebody-else' }))).toEqual(
      invalidToken('Incorrect token audience'),
    )
    expect(await take(role, await token({ aud: undefined }))).toEqual(
      invalidToken('Missing a required claim: aud'),
    )
  })

  it('is what azp says where that is set', async () => {
    const role = await roleFor({ StringEquals: { [`${issuer.name}:oaud`]: 'server' } })
    const answer = await take(role, await token({ aud: 'server', azp: 'app' }))
    expect(answer).toMatchObject({ ok: { Audience: 'app' } })
    expect(await take(role, await token({ aud: 'app', azp: 'server' }))).toEqual(
      invalidToken('Incorrect token audience'),
    )
  })

  it('may be a list of one; of several one must be meant', async () => {
    const role = await roleFor()
    expect(await take(role, await token({ aud: ['app'] }))).toMatchObject({ ok: { Audience: 'app' } })
    expect(await take(role, await token({ aud: ['app', 'server'] }))).toEqual(
      invalidToken('Incorrect token audience'),
    )
    expect(await take(role, await token({ aud: ['app', 'server'], azp: 'app' }))).toHaveProperty('ok')
  })
})

describe('the time', () => {
  it('of a token is up five minutes after its end', async () => {
    const role = await roleFor()
    expect(await take(role, await token({ exp: seconds() - 290 }))).toHaveProperty('ok')
    const exp = seconds() - 310
    expect(await take(role, await token({ exp }))).toMatchObject({
      refused: {
        code: 'ExpiredTokenException',
        message: expect.stringMatching(
          new RegExp(
            `^Token expired: current date/time \\d+ must be before the expiration date/time ${exp}$`,
          ),
        ),
      },
    })
  })

  it('of a token comes at most five minutes late', async () => {
    const role = await roleFor()
    for (const claim of ['iat', 'nbf']) {
      expect(await take(role, await token({ [claim]: seconds() + 290 }))).toHaveProperty('ok')
      expect(await take(role, await token({ [claim]: seconds() + 310 }))).toEqual(
        invalidToken('The token is not valid yet.'),
      )
    }
  })

  it.each(['exp', 'iat', 'sub'])('and subject must be told: %s', async claim => {
    const role = await roleFor()
    const missing = invalidToken(`Missing a required claim: ${claim}`)
    expect(await take(role, await token({ [claim]: undefined }))).toEqual(missing)
    expect(await take(role, await token({ [claim]: ['x'] }))).toEqual(missing)
  })
})

describe('tags and source identity of a token', () => {
  const tagsClaim = {
    'https://aws.amazon.com/tags': {
      principal_tags: { Team: ['Red'], Place: 'Berlin' },
      transitive_tag_keys: ['Team'],
    },
  }

  it('need sts:TagSession, and are the session’s', async () => {
    const actions = [webIdentity, 'sts:TagSession']
    const permissions = [allow('iam:ListUsers', '*', { StringEquals: { 'aws:PrincipalTag/Team': 'Red' } })]
    const open = await roleFor(undefined, { actions, permissions })
    expect(await take(await roleFor(), await token(tagsClaim))).toEqual(denied('sts:TagSession'))
    const answer = await take(open, await token(tagsClaim))
    expect(answer).toHaveProperty('ok.PackedPolicySize', expect.any(Number))
    const [sdk] = doorways
    const list = async (webToken: string) => {
      const taken = await take(open, webToken)
      const keys = keysOf('ok' in taken ? taken.ok.Credentials : undefined)
      return sdk?.call(server, keys, 'iam', 'ListUsers', {})
    }
    expect(await list(await token(tagsClaim))).toHaveProperty('ok')
    expect(await list(await token())).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('may be flattened into claims of their own', async () => {
    const condition = {
      StringEquals: { 'aws:RequestTag/Team': 'Red' },
      'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['Team'] },
    }
    const role = await roleFor(condition, { actions: [webIdentity, 'sts:TagSession'] })
    const flat = (value: string) => ({
      'https://aws.amazon.com/tags/principal_tags/Team': value,
      'https://aws.amazon.com/tags/transitive_tag_keys': ['Team'],
    })
    expect(await take(role, await token(flat('Red')))).toHaveProperty('ok')
    expect(await take(role, await token(flat('Blue')))).toEqual(denied())
  })

  it.each([
    ['are no object', { 'https://aws.amazon.com/tags': 'Team=Red' }],
    ['have two values', { 'https://aws.amazon.com/tags': { principal_tags: { Team: ['a', 'b'] } } }],
    ['are no text', { 'https://aws.amazon.com/tags': { principal_tags: { Team: [{}] } } }],
    ['are too long', { 'https://aws.amazon.com/tags': { principal_tags: { Team: 'x'.repeat(257) } } }],
    [
      'are too many',
      {
        'https://aws.amazon.com/tags': {
          principal_tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])),
        },
      },
    ],
  ])('that %s are refused', async (_, claim) => {
    const role = await roleFor(undefined, { actions: [webIdentity, 'sts:TagSession'] })
    expect(await take(role, await token(claim))).toEqual(
      invalidToken('The session tags of the identity provider are invalid.'),
    )
  })

  it('keep the rules of session tags', async () => {
    const role = await roleFor(undefined, { actions: [webIdentity, 'sts:TagSession'] })
    const tagged = (principal_tags: object, transitive_tag_keys: string[] = []) =>
      token({ 'https://aws.amazon.com/tags': { principal_tags, transitive_tag_keys } })
    expect(await take(role, await tagged({ team: 'a', Team: 'b' }))).toHaveProperty(
      'refused.code',
      'InvalidParameterValue',
    )
    expect(await take(role, await tagged({ Team: 'a' }, ['Place']))).toHaveProperty(
      'refused.code',
      'InvalidParameterValue',
    )
    expect(await take(role, await tagged({ 'aws:Team': 'a' }))).toHaveProperty(
      'refused.code',
      'InvalidParameterValue',
    )
  })

  it('a source identity needs sts:SetSourceIdentity, and can be demanded', async () => {
    const claim = { 'https://aws.amazon.com/source_identity': 'alice@example.com' }
    const condition = { StringEquals: { 'sts:SourceIdentity': 'alice@example.com' } }
    const open = await roleFor(condition, { actions: [webIdentity, 'sts:SetSourceIdentity'] })
    expect(await take(open, await token(claim))).toMatchObject({
      ok: { SourceIdentity: 'alice@example.com' },
    })
    expect(await take(open, await token())).toEqual(denied())
    expect(await take(await roleFor(), await token(claim))).toEqual(denied('sts:SetSourceIdentity'))
    for (const wrong of ['a', 'a b', 'aws:alice', 'x'.repeat(65)]) {
      const asked = await take(open, await token({ 'https://aws.amazon.com/source_identity': wrong }))
      expect(asked).toEqual(
        invalidToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'),
      )
    }
  })
})

describe('a session', () => {
  const keysFrom = async (role: { arn: string }, webToken: string, input: object = {}) => {
    const taken = await take(role, webToken, input)
    if ('refused' in taken) throw new Error(taken.refused.message)
    return keysOf(taken.ok.Credentials)
  }

  it('is of the role like any other, and ends with it', async () => {
    const role = await roleFor()
    const keys = await keysFrom(role, await token())
    const who = () => server.sts(keys).send(new GetCallerIdentityCommand({}))
    expect(await who()).toMatchObject({
      Account: server.trusting.id,
      Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/alice`,
      UserId: `${role.id}:alice`,
    })
    await server.iam(server.trusting.admin).send(new DeleteRoleCommand({ RoleName: role.name }))
    await expect(who()).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('carries its provider, subject and audience, has no MFA, and hands neither on to the next role', async () => {
    const condition = {
      StringEquals: {
        'aws:FederatedProvider': provider,
        [`${issuer.name}:sub`]: 'user-1',
        [`${issuer.name}:aud`]: 'app',
      },
      Bool: { 'aws:MultiFactorAuthPresent': 'false' },
      Null: { [`${issuer.name}:email`]: 'true' },
    }
    const permissions = [allow(['iam:GetUser', 'sts:AssumeRole'], '*', condition)]
    const role = await roleFor(undefined, { permissions })
    const next = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: role.arn })],
      permissions: [allow('iam:GetUser', '*', { Null: { 'aws:FederatedProvider': 'false' } })],
    })
    const keys = await keysFrom(role, await token({ email: 'a@example.com' }))
    const asUser = (of: typeof keys) => server.iam(of).send(new GetUserCommand({ UserName: 'admin' }))
    expect(await asUser(keys)).toHaveProperty('User')
    const others = await keysFrom(role, await token({ sub: 'user-2' }))
    await expect(asUser(others)).rejects.toMatchObject({ name: 'AccessDenied' })
    const chained = await server
      .sts(keys)
      .send(new AssumeRoleCommand({ RoleArn: next.arn, RoleSessionName: 'next' }))
    await expect(asUser(keysOf(chained.Credentials))).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('is narrowed by session policies', async () => {
    const role = await roleFor(undefined, { permissions: [allow('iam:*', '*')] })
    const keys = await keysFrom(role, await token(), { Policy: policy(allow('iam:ListUsers', '*')) })
    await expect(server.iam(keys).send(new GetUserCommand({ UserName: 'admin' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    expect(await take(role, await token(), { Policy: '{}' })).toHaveProperty(
      'refused.code',
      'MalformedPolicyDocument',
    )
  })

  it('lasts an hour, or as asked, and never longer than the role allows', async () => {
    const role = await roleFor(undefined, { maxSessionSeconds: 7200 })
    const lasting = async (input: object) => {
      const taken = await take(role, await token(), input)
      if ('refused' in taken) return taken
      const { Expiration } = taken.ok.Credentials as { Expiration: Date }
      return Math.round((Expiration.getTime() - Date.now()) / 60_000)
    }
    expect(await lasting({})).toBe(60)
    expect(await lasting({ DurationSeconds: 900 })).toBe(15)
    expect(await lasting({ DurationSeconds: 7200 })).toBe(120)
    expect(await lasting({ DurationSeconds: 7201 })).toEqual({
      refused: {
        code: 'ValidationError',
        message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      },
    })
  })
})

describe('parameters', () => {
  it('are validated before the token is read', async () => {
    const role = await roleFor()
    expect(await take(role, 'abc')).toHaveProperty('refused.code', 'ValidationError')
    expect(await take(role, 'x'.repeat(20_001))).toHaveProperty('refused.code', 'ValidationError')
    expect(await take(role, await token(), { RoleSessionName: 'a b' })).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
    expect(await take({ arn: 'just-some-text-of-length' }, await token())).toEqual({
      refused: { code: 'ValidationError', message: 'just-some-text-of-length is invalid' },
    })
  })

  it('name no provider of OpenID Connect', async () => {
    const role = await roleFor()
    const other = await take(role, await token(), { ProviderId: 'accounts.google.com' })
    expect(other).toHaveProperty('refused.code', 'InvalidParameterValue')
  })
})

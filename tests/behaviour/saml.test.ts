import { createHash } from 'node:crypto'
import { GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestCertificate } from './support/certificates.ts'
import { doorways } from './support/doorways.ts'
import { invalidToken } from './support/oidc-scene.ts'
import {
  type AssertionOptions,
  assertionXml,
  encoded,
  type ResponseOptions,
  responseXml,
  signed,
} from './support/saml-idp.ts'
import { samlMetadata, samlSigner } from './support/saml-metadata.ts'
import { makeSamlProvider, samlRole, takeWithSaml, withSaml } from './support/saml-scene.ts'
import { allow, keysOf, makeRole, policy, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Roles on the word of a SAML provider: each rule with its negative twin.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
let server: TestServer
let signer: TestCertificate
let provider: string
beforeAll(async () => {
  server = await startTestServer()
  signer = samlSigner()
  provider = await makeSamlProvider(server, [samlSigner(), signer])
})
afterAll(() => server.close())

type Role = { readonly arn: string }

/** A response for a role, its assertion signed. */
function response(role: Role, options: AssertionOptions = {}, around: ResponseOptions = {}): string {
  const attributes = { Role: `${role.arn},${provider}`, ...options.attributes }
  const assertion = signed(assertionXml({ ...options, attributes }), 'Assertion', signer)
  return encoded(responseXml(assertion, around))
}

const take = (role: Role, options?: AssertionOptions, input?: object) =>
  takeWithSaml(server, role, provider, response(role, options), input)
const roleFor = (condition?: object, options?: Parameters<typeof samlRole>[3]) =>
  samlRole(server, provider, condition, options)
const denied = (action = withSaml) => ({
  refused: { code: 'AccessDenied', message: `Not authorized to perform ${action}` },
})
const stale = {
  refused: {
    code: 'ExpiredTokenException',
    message: 'Token must be redeemed within 5 minutes of issuance',
  },
}
const confirmation = invalidToken(
  'Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter',
)

for (const doorway of doorways) {
  const reason = doorway.absent ? ` (skipped: ${doorway.absent})` : ''
  describe.skipIf(doorway.absent)(`AssumeRoleWithSAML through the ${doorway.name}${reason}`, () => {
    it('answers what AWS answers', async () => {
      const role = await roleFor()
      const input = { RoleArn: role.arn, PrincipalArn: provider, SAMLAssertion: response(role) }
      const name = provider.slice(provider.lastIndexOf('/'))
      const qualified = `https://idp.example.com/saml${server.trusting.id}${name}`
      expect(await doorway.call(server, server.trusted.admin, 'sts', 'AssumeRoleWithSAML', input)).toEqual({
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
          Subject: 'user-1',
          SubjectType: 'persistent',
          Issuer: 'https://idp.example.com/saml',
          Audience: 'https://signin.aws.amazon.com/saml',
          NameQualifier: createHash('sha1').update(qualified).digest('base64'),
        },
      })
    })
  })
}

describe('who may', () => {
  it('is for the trust policy to say, and for nothing else', async () => {
    const other = await makeSamlProvider(server, [signer])
    const ofAccount = trust({ AWS: server.trusting.id }, undefined, ['sts:AssumeRole', withSaml])
    const ofToken = trust({ Federated: provider }, undefined, 'sts:AssumeRoleWithWebIdentity')
    const refusing = [
      await samlRole(server, other),
      await makeRole(server, server.trusting, { trust: [ofAccount] }),
      await makeRole(server, server.trusting, { trust: [ofToken] }),
      { arn: `arn:aws:iam::${server.trusting.id}:role/Nobody` },
    ]
    expect(await take(await roleFor())).toHaveProperty('ok')
    for (const role of refusing) expect(await take(role)).toEqual(denied())
  })

  it.each([
    ['saml:aud', 'https://signin.aws.amazon.com/saml', {}],
    ['saml:iss', 'https://idp.example.com/saml', {}],
    ['saml:sub', 'user-1', {}],
    ['saml:sub_type', 'persistent', {}],
    ['saml:mail', 'a@example.com', { 'urn:oid:none': 'x', '0.9.2342.19200300100.1.3': 'a@example.com' }],
    ['saml:edupersonorgdn', 'o=x', { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.3': 'o=x' }],
    ['sts:RoleSessionName', 'alice', {}],
  ])('may depend on %s', async (name, value, otherAttributes) => {
    const asked = { StringEquals: { [name]: value } }
    const other = { StringEquals: { [name]: `${value}x` } }
    expect(await take(await roleFor(asked), { otherAttributes })).toHaveProperty('ok')
    expect(await take(await roleFor(other), { otherAttributes })).toEqual(denied())
  })

  it('may depend on the provider as saml:doc names it', async () => {
    const name = provider.slice(provider.lastIndexOf('/') + 1)
    const asked = { StringEquals: { 'saml:doc': `${server.trusting.id}/${name}` } }
    expect(await take(await roleFor(asked))).toHaveProperty('ok')
    expect(await take(await roleFor({ StringEquals: { 'saml:doc': name } }))).toEqual(denied())
  })

  it('may depend on attributes with many values', async () => {
    const name = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1'
    const role = await roleFor({ 'ForAnyValue:StringEquals': { 'saml:edupersonaffiliation': ['staff'] } })
    const being = (...values: string[]) => take(role, { otherAttributes: { [name]: values } })
    expect(await being('member', 'staff')).toHaveProperty('ok')
    expect(await being('staff')).toHaveProperty('ok')
    expect(await being('student')).toEqual(denied())
    expect(await take(role)).toEqual(denied())
  })

  it('is nobody without a name', async () => {
    const role = await roleFor()
    expect(await take(role, { nameId: '' })).toEqual(denied())
    expect(await take(role, { subject: '' })).toEqual(denied())
  })
})

describe('the role and the provider', () => {
  const missing = invalidToken(
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
  )

  it('stand in the assertion as a pair, in whichever order, among others', async () => {
    const role = await roleFor()
    for (const Role of [
      `${role.arn},${provider}`,
      `${provider},${role.arn}`,
      ` ${role.arn} , ${provider} `,
      [
        'arn:aws:iam::111111111111:role/Other,arn:aws:iam::111111111111:saml-provider/x',
        `${role.arn},${provider}`,
      ],
    ]) {
      expect(await take(role, { attributes: { Role } })).toHaveProperty('ok')
    }
  })

  it('are refused when the assertion does not name them together', async () => {
    const [role, other] = [await roleFor(), await roleFor()]
    for (const Role of [
      `${other.arn},${provider}`,
      `${role.arn},${provider}x`,
      [role.arn, provider],
      `${role.arn};${provider}`,
      `${role.arn},${provider},${role.arn}`,
      `${role.arn.toUpperCase()},${provider}`,
      [],
    ]) {
      expect(await take(role, { attributes: { Role } })).toEqual(missing)
    }
  })

  it('are of one account, and there', async () => {
    const role = await roleFor()
    const noProvider = invalidToken("Specified provider doesn't exist")
    for (const wrong of [
      `${provider}x`,
      provider.toUpperCase().replace('ARN:AWS:IAM', 'arn:aws:iam').replace('SAML-PROVIDER', 'saml-provider'),
      provider.replace(server.trusting.id, server.trusted.id),
      provider.replace('saml-provider', 'oidc-provider'),
    ]) {
      expect(await takeWithSaml(server, role, wrong, response(role))).toEqual(noProvider)
    }
    const foreign = await makeRole(server, server.trusted, {
      trust: [trust({ Federated: provider }, undefined, withSaml)],
    })
    expect(await take(foreign)).toEqual(noProvider)
  })

  it('the provider’s metadata must be valid still', async () => {
    const SAMLMetadataDocument = samlMetadata({ certificates: [signer], validUntil: '2020-01-01T00:00:00Z' })
    const old = await makeSamlProvider(server, [], { SAMLMetadataDocument })
    const role = await samlRole(server, old)
    const attributes = { Role: `${role.arn},${old}` }
    expect(await takeWithSaml(server, role, old, response(role, { attributes }))).toHaveProperty(
      'refused.code',
      'InvalidIdentityToken',
    )
  })
})

describe('what an assertion must say', () => {
  it('its issuer is the provider', async () => {
    const role = await roleFor()
    const other = { issuer: 'https://idp.example.com/other' }
    const notPresent = invalidToken('Issuer not present in specified provider')
    expect(await take(role, other)).toEqual(notPresent)
    expect(await takeWithSaml(server, role, provider, response(role, {}, other))).toEqual(notPresent)
  })

  it.each([
    ['https://signin.aws.amazon.com/saml'],
    ['urn:amazon:webservices'],
    [['https://other.example.com', 'urn:amazon:webservices']],
  ])('its audience is AWS: %s', async audience => {
    expect(await take(await roleFor(), { audience })).toHaveProperty('ok')
  })

  it('its audience and recipient may be this server', async () => {
    const own = `${server.url}/saml`
    expect(await take(await roleFor(), { audience: own, recipient: own })).toHaveProperty('ok')
  })

  it.each([
    ['https://other.example.com/saml'],
    ['https://signin.aws.amazon.com/saml/'],
    ['http://signin.aws.amazon.com/saml'],
    ['https://signin.aws.amazon.com.example.com/saml'],
    [[]],
  ])('its audience is nobody else: %s', async audience => {
    expect(await take(await roleFor(), { audience })).toEqual(
      invalidToken('Response does not contain the required audience.'),
    )
  })

  it('has a restriction to an audience at all', async () => {
    const edit = (xml: string) => xml.replace(/<saml:Conditions.*<\/saml:Conditions>/, '')
    expect(await take(await roleFor(), { edit })).toEqual(
      invalidToken('Response does not contain the required audience.'),
    )
  })

  it.each([
    ['https://us-east-2.signin.aws.amazon.com/saml', true],
    ['https://us-gov-west-1.signin.aws.amazon.com/saml', true],
    ['https://evil.signin.aws.amazon.com/saml', false],
    ['https://other.example.com/saml', false],
    ['urn:amazon:webservices', false],
  ])('its recipient is a sign-in address: %s', async (recipient, isRight) => {
    const answer = await take(await roleFor(), { recipient })
    if (isRight) expect(answer).toMatchObject({ ok: { Audience: recipient } })
    else expect(answer).toEqual(confirmation)
  })

  it.each([
    [
      'no confirmation',
      (xml: string) => xml.replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, ''),
    ],
    ['another method', (xml: string) => xml.replace('cm:bearer', 'cm:sender-vouches')],
    ['no recipient', (xml: string) => xml.replace(/ Recipient="[^"]*"/, '')],
    ['no end', (xml: string) => xml.replace(/(ConfirmationData) NotOnOrAfter="[^"]*"/, '$1')],
    [
      'two confirmations',
      (xml: string) => xml.replace(/(<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>)/, '$1$1'),
    ],
  ])('is confirmed for its bearer: not with %s', async (_, edit) => {
    expect(await take(await roleFor(), { edit })).toEqual(confirmation)
  })

  it.each([
    ['issued six minutes ago', { issued: -360 }],
    ['over', { notOnOrAfter: -90 }],
    ['confirmed until before now', { confirmedUntil: -90 }],
    ['of a session that is over', { sessionUntil: -1 }],
  ])('is not too late: %s', async (_, times) => {
    expect(await take(await roleFor(), times)).toEqual(stale)
  })

  it.each([
    ['issued later than now', { issued: 90 }],
    ['not valid yet', { notBefore: 90 }],
  ])('is not too early: %s', async (_, times) => {
    expect(await take(await roleFor(), times)).toEqual(invalidToken('The token is not valid yet.'))
  })

  it('may be a minute off', async () => {
    const role = await roleFor()
    for (const times of [{ issued: 45 }, { notBefore: 45 }, { notOnOrAfter: -45 }, { confirmedUntil: -45 }]) {
      expect(await take(role, times)).toHaveProperty('ok')
    }
  })

  it('times are times', async () => {
    const edit = (xml: string) => xml.replace(/IssueInstant="[^"]*"/, 'IssueInstant="yesterday"')
    expect(await take(await roleFor(), { edit })).toEqual(invalidToken('Invalid base64 SAMLResponse'))
  })

  it('the provider has not refused', async () => {
    const role = await roleFor()
    const status = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
    expect(await takeWithSaml(server, role, provider, response(role, {}, { status }))).toEqual({
      refused: {
        code: 'IDPRejectedClaim',
        message: 'The identity provider (IdP) reported that authentication failed.',
      },
    })
  })

  it('has a session name, of the right characters', async () => {
    const role = await roleFor()
    const named = (RoleSessionName: string | string[]) => take(role, { attributes: { RoleSessionName } })
    expect(await named('a.b+c=d,e@f-g_h')).toHaveProperty('ok')
    expect(await named([])).toEqual(invalidToken('RoleSessionName is required in AuthnResponse'))
    for (const wrong of ['a', 'a b', 'x'.repeat(65), 'a:b']) {
      expect(await named(wrong)).toEqual(
        invalidToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}'),
      )
    }
    expect(await named(['ab', 'cd'])).toHaveProperty('refused.code', 'InvalidIdentityToken')
  })
})

describe('tags and source identity', () => {
  it('need sts:TagSession, and are the session’s', async () => {
    const actions = [withSaml, 'sts:TagSession']
    const permissions = [allow('iam:ListUsers', '*', { StringEquals: { 'aws:PrincipalTag/Team': 'Red' } })]
    const condition = { 'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['Team'] } }
    const open = await roleFor(condition, { actions, permissions })
    const attributes = { 'PrincipalTag:Team': 'Red', TransitiveTagKeys: ['Team'] }
    expect(await take(await roleFor(), { attributes })).toEqual(denied('sts:TagSession'))
    const answer = await take(open, { attributes })
    expect(answer).toHaveProperty('ok.PackedPolicySize', expect.any(Number))
    const keys = keysOf('ok' in answer ? answer.ok.Credentials : undefined)
    expect(await server.iam(keys).send(new ListUsersCommand({}))).toHaveProperty('Users')
  })

  it('have one value each, and keep the rules of session tags', async () => {
    const role = await roleFor(undefined, { actions: [withSaml, 'sts:TagSession'] })
    const tagged = (attributes: AssertionOptions['attributes'] & object) => take(role, { attributes })
    expect(await tagged({ 'PrincipalTag:a': ['1', '2'] })).toHaveProperty(
      'refused.code',
      'InvalidIdentityToken',
    )
    expect(await tagged({ 'PrincipalTag:a!': '1' })).toHaveProperty('refused.code', 'InvalidIdentityToken')
    expect(await tagged({ 'PrincipalTag:a': 'x'.repeat(257) })).toHaveProperty(
      'refused.code',
      'InvalidIdentityToken',
    )
    expect(await tagged({ 'PrincipalTag:a': '1', 'PrincipalTag:A': '2' })).toHaveProperty(
      'refused.code',
      'InvalidParameterValue',
    )
    expect(await tagged({ TransitiveTagKeys: ['a'] })).toHaveProperty('refused.code', 'InvalidParameterValue')
  })

  it('a source identity needs sts:SetSourceIdentity', async () => {
    const attributes = { SourceIdentity: 'alice@example.com' }
    const open = await roleFor(undefined, { actions: [withSaml, 'sts:SetSourceIdentity'] })
    expect(await take(open, { attributes })).toMatchObject({ ok: { SourceIdentity: 'alice@example.com' } })
    expect(await take(await roleFor(), { attributes })).toEqual(denied('sts:SetSourceIdentity'))
    expect(await take(open, { attributes: { SourceIdentity: 'aws:alice' } })).toEqual(
      invalidToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'),
    )
  })
})

describe('a session', () => {
  it('is of the role like any other, and carries its subject but not its issuer', async () => {
    const condition = {
      StringEquals: { 'saml:sub': 'user-1', 'saml:sub_type': 'persistent' },
      Null: { 'saml:iss': 'true', 'saml:namequalifier': 'false', 'aws:FederatedProvider': 'true' },
      Bool: { 'aws:MultiFactorAuthPresent': 'false' },
    }
    const role = await roleFor(undefined, { permissions: [allow('iam:GetUser', '*', condition)] })
    const keysFor = async (nameId: string) => {
      const answer = await take(role, { nameId })
      return keysOf('ok' in answer ? answer.ok.Credentials : undefined)
    }
    const keys = await keysFor('user-1')
    expect(await server.sts(keys).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/alice`,
    })
    const asked = new GetUserCommand({ UserName: 'admin' })
    expect(await server.iam(keys).send(asked)).toHaveProperty('User')
    await expect(server.iam(await keysFor('user-2')).send(asked)).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('lasts as asked, and no longer than the role and the provider allow', async () => {
    const role = await roleFor(undefined, { maxSessionSeconds: 7200 })
    const lasting = async (options: AssertionOptions, input: object = {}) => {
      const answer = await take(role, options, input)
      if ('refused' in answer) return answer.refused
      return Math.round((answer.ok.Credentials.Expiration.getTime() - Date.now()) / 60_000)
    }
    const duration = (SessionDuration: string) => ({ attributes: { SessionDuration } })
    expect(await lasting({})).toBe(60)
    expect(await lasting({}, { DurationSeconds: 7200 })).toBe(120)
    expect(await lasting({}, { DurationSeconds: 7201 })).toHaveProperty('code', 'ValidationError')
    expect(await lasting(duration('1800'))).toBe(30)
    expect(await lasting(duration('7200'))).toBe(60)
    expect(await lasting({ sessionUntil: 600 }, { DurationSeconds: 7200 })).toBe(10)
    for (const wrong of ['899', '43201', '1e3', 'long']) {
      expect(await lasting(duration(wrong))).toHaveProperty('code', 'InvalidIdentityToken')
    }
  })

  it('is narrowed by session policies', async () => {
    const role = await roleFor(undefined, { permissions: [allow('iam:*', '*')] })
    const answer = await take(role, {}, { Policy: policy(allow('iam:ListUsers', '*')) })
    const keys = keysOf('ok' in answer ? answer.ok.Credentials : undefined)
    await expect(server.iam(keys).send(new GetUserCommand({ UserName: 'admin' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})

import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  IAMClient,
  UpdateSAMLProviderCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import {
  type SigningKey,
  signingKey,
  startIssuer,
  type TestIssuer,
  tokenOf,
} from '../behaviour/support/oidc-issuer.ts'
import { assertionXml, encoded, responseXml, signed } from '../behaviour/support/saml-idp.ts'
import { samlMetadata, samlSigner } from '../behaviour/support/saml-metadata.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

/** What those leave behind in the event history for whom an identity provider vouches. */
const account = accountId('222222222222')
const signer = samlSigner()
const samlProvider = `arn:aws:iam::${account}:saml-provider/Office`
const samlIssuer = 'https://idp.example.com/saml'

let foundation: Foundation
let server: RunningServer
let iam: IAMClient
let sts: STSClient
let issuer: TestIssuer
let key: SigningKey
let provider: string
beforeAll(async () => {
  foundation = await testFoundation()
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const admin = server.created?.find(created => created.account === account)?.accessKeys[0]
  const credentials = { accessKeyId: admin?.id ?? '', secretAccessKey: admin?.secret ?? '' }
  const configuration = { endpoint: server.url, region: 'us-east-1', maxAttempts: 1, credentials }
  iam = new IAMClient(configuration)
  sts = new STSClient(configuration)
  key = await signingKey()
  issuer = await startIssuer(key)
  provider = `arn:aws:iam::${account}:oidc-provider/${issuer.name}`
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer.url, ClientIDList: ['app'] }))
  const SAMLMetadataDocument = samlMetadata({ certificates: [signer] })
  await iam.send(new CreateSAMLProviderCommand({ Name: 'Office', SAMLMetadataDocument }))
  const actions = { Web: 'sts:AssumeRoleWithWebIdentity', Saml: 'sts:AssumeRoleWithSAML' }
  for (const [RoleName, Action] of Object.entries(actions)) {
    const Federated = RoleName === 'Web' ? provider : samlProvider
    const Statement = [{ Effect: 'Allow', Principal: { Federated }, Action }]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  }
})
afterAll(async () => {
  await server.close()
  await issuer.close()
})

const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`

async function webIdentity(role: string, claims: object = {}) {
  const now = Math.floor(Date.now() / 1000)
  const all = { iss: issuer.url, sub: 'user-1', aud: 'app', iat: now, exp: now + 300, ...claims }
  const WebIdentityToken = await tokenOf(key, all)
  const input = { RoleArn: roleArn(role), RoleSessionName: 'alice', WebIdentityToken }
  const answer = await sts.send(new AssumeRoleWithWebIdentityCommand(input)).catch(error => error)
  return { answer, requestId: answer.$metadata.requestId as string, secret: WebIdentityToken }
}

async function saml(role: string) {
  const attributes = { Role: `${roleArn(role)},${samlProvider}` }
  const SAMLAssertion = encoded(responseXml(signed(assertionXml({ attributes }), 'Assertion', signer)))
  const input = { RoleArn: roleArn(role), PrincipalArn: samlProvider, SAMLAssertion }
  const answer = await sts.send(new AssumeRoleWithSAMLCommand(input)).catch(error => error)
  return { answer, requestId: answer.$metadata.requestId as string, secret: SAMLAssertion }
}

async function recorded(requestId: string) {
  const records = await foundation.store.events(account, { requestId, limit: 2 })
  return records.map(({ event, decision }) => ({
    text: event,
    event: JSON.parse(event),
    decision: decision === undefined ? undefined : JSON.parse(decision),
  }))
}

/** What the session of a role leaves when it calls. */
async function sessionContextOf(made: Credentials) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = made
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
  const session = new STSClient({ endpoint: server.url, region: 'us-east-1', credentials })
  const { $metadata } = await session.send(new GetCallerIdentityCommand({}))
  const [record] = await recorded($metadata.requestId ?? '')
  return record?.event.userIdentity.sessionContext
}

it('calls of a session tell the provider of a token, and none where there was no token', async () => {
  const web = await webIdentity('Web')
  expect(await sessionContextOf(web.answer.Credentials)).toEqual({
    sessionIssuer: expect.objectContaining({ type: 'Role', arn: roleArn('Web'), userName: 'Web' }),
    webIdFederationData: { federatedProvider: provider, attributes: {} },
    attributes: { creationDate: expect.any(String), mfaAuthenticated: 'false' },
  })
  const assertion = await saml('Saml')
  expect(await sessionContextOf(assertion.answer.Credentials)).not.toHaveProperty('webIdFederationData')
})

describe('a role taken with a token', () => {
  it('leaves one event, in the role’s account, without the token', async () => {
    const { answer, requestId, secret } = await webIdentity('Web')
    const [record, ...others] = await recorded(requestId)
    expect(others).toEqual([])
    expect(record?.event).toMatchObject({
      eventName: 'AssumeRoleWithWebIdentity',
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: `${provider}:app:user-1`,
        userName: 'user-1',
        identityProvider: provider,
      },
      readOnly: true,
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: roleArn('Web') }],
      requestParameters: {
        roleArn: roleArn('Web'),
        roleSessionName: 'alice',
      },
      responseElements: {
        subjectFromWebIdentityToken: 'user-1',
        provider,
        audience: 'app',
        assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Web/alice` },
        credentials: { accessKeyId: answer.Credentials.AccessKeyId },
      },
    })
    expect(record?.event.userIdentity).not.toHaveProperty('accessKeyId')
    expect(record?.text).not.toContain(secret)
    expect(record?.text).not.toContain(answer.Credentials.SecretAccessKey)
    expect(record?.decision).toMatchObject([
      {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { id: `${provider}:app:user-1`, arn: provider, account },
        decision: { outcome: 'Allowed' },
      },
    ])
  })

  it('leaves one when it is refused, with the reasons', async () => {
    const { answer, requestId } = await webIdentity('Saml')
    expect(answer.name).toBe('AccessDenied')
    const [record] = await recorded(requestId)
    expect(record?.event).toMatchObject({ errorCode: 'AccessDenied', responseElements: null })
    expect(record?.decision).toMatchObject([{ decision: { outcome: 'ImplicitlyDenied' } }])
  })

  it('leaves none when the token proves nothing: outsiders cannot fill a history', async () => {
    for (const claims of [{ iss: 'https://stranger.example.com' }, { aud: 'other' }, { exp: 1 }]) {
      const { answer, requestId } = await webIdentity('Web', claims)
      expect(answer.$metadata.httpStatusCode).toBe(400)
      expect(await recorded(requestId)).toEqual([])
    }
  })
})

describe('a role taken with an assertion', () => {
  it('leaves one event, in the role’s account, without the assertion', async () => {
    const { answer, requestId, secret } = await saml('Saml')
    const [record, ...others] = await recorded(requestId)
    expect(others).toEqual([])
    expect(record?.event).toMatchObject({
      eventName: 'AssumeRoleWithSAML',
      userIdentity: {
        type: 'SAMLUser',
        principalId: `${answer.NameQualifier}:user-1`,
        userName: 'user-1',
        identityProvider: answer.NameQualifier,
      },
      requestParameters: {
        roleArn: roleArn('Saml'),
        principalArn: samlProvider,
      },
      responseElements: { subject: 'user-1', issuer: samlIssuer, subjectType: 'persistent' },
    })
    expect(record?.text).not.toContain(secret)
  })

  it('leaves one when it is refused', async () => {
    const { answer, requestId } = await saml('Web')
    expect(answer.name).toBe('AccessDenied')
    expect(await recorded(requestId)).toMatchObject([{ event: { errorCode: 'AccessDenied' } }])
  })
})

it('private keys of SAML providers are in no event', async () => {
  const AddPrivateKey = signer.privateKey
  const changed = await iam.send(
    new UpdateSAMLProviderCommand({ SAMLProviderArn: samlProvider, AddPrivateKey }),
  )
  const [record] = await recorded(changed.$metadata.requestId ?? '')
  expect(record?.event.requestParameters.addPrivateKey).toBe('HIDDEN_DUE_TO_SECURITY_REASONS')
})

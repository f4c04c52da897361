import { IAMClient, PutUserPolicyCommand, TagUserCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Authorizer } from '../../src/authorize/authorizer.ts'
import type { Resource } from '../../src/authorize/question.ts'
import { accountId } from '../../src/identity/account-id.ts'
import { Credentials } from '../../src/server/credentials.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { awsManagedPolicies } from '../../src/services/iam/aws-managed-policies.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

/**
 * What a federated user may do elsewhere: of IAM and STS it may call nothing that is decided by policies, so the
 * authorizer is asked for a service that is not here.
 */
const account = accountId('111111111111')
const sessionArn = `arn:aws:sts::${account}:federated-user/Bob`

let foundation: Foundation
let server: RunningServer
let iam: IAMClient
let sts: STSClient
const config = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => ({
  endpoint: server.url,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials,
})
beforeAll(async () => {
  foundation = await testFoundation()
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const key = server.created?.find(created => created.account === account)?.accessKeys[0]
  const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
  iam = new IAMClient(config(credentials))
  sts = new STSClient(config(credentials))
})
afterAll(() => server.close())

type Input = Omit<ConstructorParameters<typeof GetFederationTokenCommand>[0], 'Name'>

async function federated(input: Input) {
  const { Credentials: made } = await sts.send(new GetFederationTokenCommand({ Name: 'Bob', ...input }))
  const found = await new Credentials(foundation.store, foundation.vault).find(
    made?.AccessKeyId ?? '',
    made?.SessionToken,
  )
  if (!found) throw new Error('the credentials lead to nobody')
  return found.caller
}

async function decided(input: Input, action = 's3:GetObject', resource: Partial<Resource> = {}) {
  const authorizer = new Authorizer(foundation.store, awsManagedPolicies)
  const [answer] = await authorizer.answer({
    caller: await federated(input),
    actions: [action],
    resource: { arn: 'arn:aws:s3:::bucket/key', ...resource },
    context: {},
    request: { sourceIp: '127.0.0.1', secureTransport: false, region: 'us-east-1' },
    now: Date.now(),
  })
  return answer
}

const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement })
const s3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })

describe('a federated user', () => {
  it('may do nothing without a session policy', async () => {
    expect((await decided({}))?.decision.outcome).toBe('ImplicitlyDenied')
  })

  it('may do what both the session policy and the user allow', async () => {
    expect((await decided({ Policy: s3 }))?.decision.outcome).toBe('Allowed')
    expect((await decided({ Policy: s3 }, 'sqs:SendMessage'))?.decision.outcome).toBe('ImplicitlyDenied')
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }]
    expect((await decided({ PolicyArns }))?.decision.outcome).toBe('Allowed')
    expect((await decided({ PolicyArns }, 's3:PutObject'))?.decision.outcome).toBe('ImplicitlyDenied')
  })

  it('may not do what the user may not', async () => {
    const deny = policy({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' })
    await iam.send(new PutUserPolicyCommand({ UserName: 'admin', PolicyName: 'deny', PolicyDocument: deny }))
    expect((await decided({ Policy: s3 }, 's3:PutObject'))?.decision.outcome).toBe('ExplicitlyDenied')
  })

  it('may do what a resource’s policy grants to it by name, and not to others', async () => {
    const granted = (AWS: string) => ({
      policy: {
        name: 'bucket policy',
        text: policy({ Effect: 'Allow', Principal: { AWS }, Action: 's3:*', Resource: '*' }),
        principalIds: {},
      },
    })
    expect((await decided({}, 's3:GetObject', granted(sessionArn)))?.decision.outcome).toBe('Allowed')
    const other = granted(`arn:aws:sts::${account}:federated-user/Eve`)
    expect((await decided({}, 's3:GetObject', other))?.decision.outcome).toBe('ImplicitlyDenied')
  })

  it('is known to policies by its own name, and by its tags over those of the user', async () => {
    const Tags = [
      { Key: 'Team', Value: 'Blue' },
      { Key: 'Desk', Value: '7' },
    ]
    await iam.send(new TagUserCommand({ UserName: 'admin', Tags }))
    const answer = await decided({ Policy: s3, Tags: [{ Key: 'team', Value: 'Red' }] })
    expect(answer?.context).toMatchObject({
      'aws:PrincipalArn': sessionArn,
      'aws:PrincipalType': 'FederatedUser',
      'aws:userid': `${account}:Bob`,
      'aws:username': undefined,
      'aws:PrincipalTag/team': 'Red',
      'aws:PrincipalTag/Desk': '7',
      'aws:MultiFactorAuthPresent': 'false',
    })
    expect(answer?.context).not.toHaveProperty(['aws:PrincipalTag/Team'])
  })

  it('is told of in events with the user behind it', async () => {
    const { Credentials: made, $metadata } = await sts.send(new GetFederationTokenCommand({ Name: 'Bob' }))
    const session = new STSClient(
      config({
        accessKeyId: made?.AccessKeyId ?? '',
        secretAccessKey: made?.SecretAccessKey ?? '',
        sessionToken: made?.SessionToken ?? '',
      }),
    )
    const eventOf = async (requestId = '') => {
      const [record] = await foundation.store.events(account, { requestId, limit: 1 })
      return JSON.parse(record?.event ?? '')
    }
    expect(await eventOf($metadata.requestId)).toMatchObject({
      eventName: 'GetFederationToken',
      readOnly: false,
      responseElements: {
        federatedUser: { arn: sessionArn },
        credentials: { accessKeyId: made?.AccessKeyId, sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      },
    })
    const identity = await session.send(new GetCallerIdentityCommand({}))
    expect(await eventOf(identity.$metadata.requestId)).toMatchObject({
      userIdentity: {
        type: 'FederatedUser',
        principalId: `${account}:Bob`,
        arn: sessionArn,
        sessionContext: {
          sessionIssuer: {
            type: 'IAMUser',
            principalId: expect.stringMatching(/^AIDA/),
            arn: `arn:aws:iam::${account}:user/admin`,
            accountId: account,
            userName: 'admin',
          },
          attributes: { mfaAuthenticated: 'false' },
        },
      },
    })
  })
})

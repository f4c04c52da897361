import {
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  IAMClient,
  TagUserCommand,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

/** What a call leaves in the event history: complete, of both accounts, without anything secret. */
const trusted = accountId('111111111111')
const trusting = accountId('222222222222')
const roleArn = `arn:aws:iam::${trusting}:role/Auditor`
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const second = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
/** `Nov 30, 2024, 8:43:17 PM` */
const moment = expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/)

let foundation: Foundation
let server: RunningServer
let iam: IAMClient
let sts: STSClient
let accessKeyId: string
beforeAll(async () => {
  foundation = await testFoundation()
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const clientOf = (account: string) => {
    const key = server.created?.find(created => created.account === account)?.accessKeys[0]
    const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
    return { endpoint: server.url, region: 'us-east-1', maxAttempts: 1, credentials }
  }
  accessKeyId = clientOf(trusted).credentials.accessKeyId
  iam = new IAMClient(clientOf(trusted))
  sts = new STSClient(clientOf(trusted))
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: trusted },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'walkthrough' } },
  }
  const trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  await new IAMClient(clientOf(trusting)).send(
    new CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument: trustPolicy }),
  )
})
afterAll(() => server.close())

/** The record of a request in one account, its JSON read. */
async function recordedIn(account: typeof trusted, requestId: string | undefined) {
  const [found, ...others] = await foundation.store.events(account, { requestId: requestId ?? '', limit: 2 })
  expect(others).toEqual([])
  if (!found) return undefined
  const { event, decision, ...record } = found
  return { record, event: JSON.parse(event), decision: decision && JSON.parse(decision) }
}

const requestIdOf = (answer: { $metadata: { requestId?: string | undefined } }) => answer.$metadata.requestId
const refusal = (error: { $metadata: { requestId?: string } }) => error

it('a read leaves what was asked, and not what was told', async () => {
  const requestId = requestIdOf(await sts.send(new GetCallerIdentityCommand({})))
  const found = await recordedIn(trusted, requestId)
  expect(found).toEqual({
    record: {
      account: trusted,
      eventId: found?.event.eventID,
      requestId,
      time: expect.any(Number),
      eventName: 'GetCallerIdentity',
    },
    event: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: expect.stringMatching(/^AIDA/),
        arn: `arn:aws:iam::${trusted}:user/admin`,
        accountId: trusted,
        accessKeyId,
        userName: 'admin',
      },
      eventTime: second,
      eventSource: 'sts.amazonaws.com',
      eventName: 'GetCallerIdentity',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: null,
      responseElements: null,
      readOnly: true,
      requestID: requestId,
      eventID: uuid,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: trusted,
      eventCategory: 'Management',
    },
    decision: undefined,
  })
})

it('an AssumeRole leaves an event in both accounts, tied by a shared id, with what each may see', async () => {
  const answer = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'me', ExternalId: 'walkthrough' }),
  )
  const requestId = requestIdOf(answer)
  const [here, there] = [await recordedIn(trusted, requestId), await recordedIn(trusting, requestId)]
  const common = {
    requestParameters: { roleArn, roleSessionName: 'me', externalId: 'walkthrough' },
    responseElements: {
      credentials: {
        accessKeyId: answer.Credentials?.AccessKeyId,
        sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        expiration: moment,
      },
      assumedRoleUser: {
        assumedRoleId: answer.AssumedRoleUser?.AssumedRoleId,
        arn: answer.AssumedRoleUser?.Arn,
      },
      sessionTokenUtilization: expect.any(Number),
      sessionTokenSize: answer.Credentials?.SessionToken?.length,
    },
    resources: [{ accountId: trusting, type: 'AWS::IAM::Role', ARN: roleArn }],
    sharedEventID: uuid,
  }
  expect(here?.event).toMatchObject({ ...common, recipientAccountId: trusted })
  expect(there?.event).toMatchObject({ ...common, recipientAccountId: trusting })
  expect(there?.event.sharedEventID).toBe(here?.event.sharedEventID)
  expect(there?.event.eventID).not.toBe(here?.event.eventID)
  expect(there?.event.userIdentity).toEqual({
    type: 'AWSAccount',
    principalId: here?.event.userIdentity.principalId,
    accountId: trusted,
  })
  for (const [side, record] of [
    ['trusted', here],
    ['trusting', there],
  ] as const) {
    const { principal, action, resource, context, decision } = record?.decision[0] ?? {}
    expect(principal).toMatchObject({ arn: `arn:aws:iam::${trusted}:user/admin`, account: trusted })
    expect({ action, resource }).toEqual({ action: 'sts:AssumeRole', resource: roleArn })
    expect(context).toMatchObject({ 'aws:PrincipalAccount': trusted, 'sts:ExternalId': 'walkthrough' })
    expect(decision.outcome).toBe('Allowed')
    const shownWhole = decision.layers.filter((layer: { statements: [] }) => layer.statements.length > 0)
    expect(shownWhole.map((layer: { side: string }) => layer.side)).toEqual([side])
  }
  expect(here?.event.responseElements.credentials).not.toHaveProperty('secretAccessKey')
  expect(JSON.stringify([here, there])).not.toContain(answer.Credentials?.SessionToken)
  expect(JSON.stringify([here, there])).not.toContain(answer.Credentials?.SecretAccessKey)
})

it('a refusal leaves its error in place of an answer', async () => {
  const asked = new AssumeRoleCommand({ RoleArn: `${roleArn}Not`, RoleSessionName: 'me' })
  const error = await sts.send(asked).catch(refusal)
  expect((await recordedIn(trusted, requestIdOf(error)))?.event).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
    requestParameters: { roleArn: `${roleArn}Not`, roleSessionName: 'me' },
    responseElements: null,
  })
})

it('whatever stands in a request stands in its event, but for secrets', async () => {
  const Tags = [
    { Key: 'a"b', Value: 'c\\d' },
    { Key: '😀 ü', Value: '' },
  ]
  const awkward = await iam.send(new TagUserCommand({ UserName: 'admin', Tags })).catch(refusal)
  expect((await recordedIn(trusted, requestIdOf(awkward)))?.event.requestParameters).toEqual({
    userName: 'admin',
    tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
  })
  const Password = 'Correct-horse-7-battery'
  const profile = new CreateLoginProfileCommand({ UserName: 'admin', Password, PasswordResetRequired: true })
  const secret = await recordedIn(trusted, requestIdOf(await iam.send(profile).catch(refusal)))
  expect(secret?.event.requestParameters).toEqual({
    userName: 'admin',
    passwordResetRequired: true,
  })
  expect(JSON.stringify(secret)).not.toContain(Password)
})

it('tells nothing of keys and passwords that are uploaded or made', async () => {
  const input = { UserName: 'admin', ServiceName: 'codecommit.amazonaws.com' }
  const answer = await iam.send(new CreateServiceSpecificCredentialCommand(input))
  const made = await recordedIn(trusted, requestIdOf(answer))
  const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'
  expect(made?.event.responseElements).toMatchObject({
    serviceSpecificCredential: { servicePassword: hidden },
  })
  expect(JSON.stringify(made)).not.toContain(answer.ServiceSpecificCredential?.ServicePassword)

  const apiKey = await iam.send(
    new CreateServiceSpecificCredentialCommand({ ...input, ServiceName: 'bedrock.amazonaws.com' }),
  )
  const key = await recordedIn(trusted, requestIdOf(apiKey))
  expect(key?.event.responseElements).toMatchObject({
    serviceSpecificCredential: { serviceCredentialSecret: hidden },
  })
  expect(JSON.stringify(key)).not.toContain(apiKey.ServiceSpecificCredential?.ServiceCredentialSecret)

  const certificate = { ServerCertificateName: 'name', CertificateBody: 'body', PrivateKey: 'very private' }
  const refused = await iam.send(new UploadServerCertificateCommand(certificate)).catch(refusal)
  const upload = await recordedIn(trusted, requestIdOf(refused))
  expect(upload?.event.requestParameters).toMatchObject({ certificateBody: 'body', privateKey: hidden })
  expect(JSON.stringify(upload)).not.toContain(certificate.PrivateKey)
})

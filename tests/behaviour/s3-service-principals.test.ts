import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedDecision } from '../../src/authorize/recorded.ts'
import { accountId } from '../../src/identity/account-id.ts'
import { refusalOf } from './support/doorways.ts'
import { answered } from './support/iam-calls.ts'
import { type OrganizationScene, organize, type SceneAccount } from './support/organizations-scene.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'
import { bucketPolicy, cloudtrailService, trailArn, trailScene } from './support/trail-scene.ts'

/**
 * A service that comes to a bucket for somebody's resource: CloudTrail, for trails of other accounts. The bucket's policy
 * alone lets it in, and what rules over the bucket's account can keep it out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const { call, s3, bucket: makeBucket, setPolicy } = trailScene(() => server)

/** Whether a bucket takes what a trail would deliver: what CreateTrail finds out. */
async function takesFrom(keys: Keys, S3BucketName: string, Name = fresh('trail')): Promise<boolean> {
  const made = await call('CreateTrail', { Name, S3BucketName }, keys)
  if ('refused' in made && made.refused.code !== 'InsufficientS3BucketPolicyException')
    throw new Error(`${made.refused.code}: ${made.refused.message}`)
  if ('ok' in made) answered(await call('DeleteTrail', { Name }, keys))
  return 'ok' in made
}

describe('a trail of another account', () => {
  let bucket: string
  const Name = 'the-trail'
  const lets = async (...statements: object[]) => {
    await setPolicy(bucket, statements)
    return takesFrom(server.trusted.admin, bucket, Name)
  }
  /** CloudTrail's own policy, where a condition holds. */
  const letsIf = (condition: object) => lets(...bucketPolicy(bucket, { account: '*', condition }))
  /** It, and another statement. */
  const letsBeside = (statement: object) =>
    lets(...bucketPolicy(bucket, { account: '*' }), {
      Principal: '*',
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Effect: 'Deny',
      ...statement,
    })
  beforeAll(async () => {
    bucket = await makeBucket()
  })

  it('is let in by a policy that names the service, and by nothing else', async () => {
    expect(await takesFrom(server.trusted.admin, bucket, Name)).toBe(false)
    expect(await lets(...bucketPolicy(bucket, { account: server.trusted.id }))).toBe(true)
    const named = (Principal: object) =>
      bucketPolicy(bucket, { account: '*' }).map(statement => ({ ...statement, Principal }))
    expect(await lets(...named({ Service: 'config.amazonaws.com' }))).toBe(false)
    expect(await lets(...named({ AWS: server.trusted.id }))).toBe(false)
    expect(await lets(...named({ AWS: server.trusting.id }))).toBe(false)
    expect(await lets(...named({ Service: ['config.amazonaws.com', cloudtrailService] }))).toBe(true)
  })

  it('is told by its ARN and its account', async () => {
    const arn = trailArn(server.trusted.id, Name)
    expect(await letsIf({ StringEquals: { 'aws:SourceArn': arn } })).toBe(true)
    expect(await letsIf({ StringEquals: { 'aws:SourceArn': `${arn}-2` } })).toBe(false)
    expect(await letsIf({ ArnLike: { 'aws:SourceArn': trailArn(server.trusted.id, '*', '*') } })).toBe(true)
    expect(await letsIf({ ArnLike: { 'aws:SourceArn': trailArn(server.trusting.id, '*', '*') } })).toBe(false)
    expect(await letsIf({ StringEquals: { 'aws:SourceAccount': server.trusted.id } })).toBe(true)
    expect(await letsIf({ StringEquals: { 'aws:SourceAccount': server.trusting.id } })).toBe(false)
  })

  it('carries what says that it is a service, and nothing that principals of accounts have', async () => {
    expect(await letsIf({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })).toBe(true)
    expect(await letsIf({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })).toBe(false)
    expect(await letsIf({ Bool: { 'aws:ViaAWSService': 'false' } })).toBe(true)
    expect(await letsIf({ StringEquals: { 'aws:PrincipalServiceName': cloudtrailService } })).toBe(true)
    expect(await letsIf({ StringEquals: { 'aws:PrincipalServiceName': 'config.amazonaws.com' } })).toBe(false)
    const inList = (name: string) => ({
      'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': name },
    })
    expect(await letsIf(inList(cloudtrailService))).toBe(true)
    expect(await letsIf(inList('config.amazonaws.com'))).toBe(false)
    for (const key of ['SourceIp', 'PrincipalAccount', 'PrincipalArn', 'PrincipalType', 'userid'])
      expect(await letsIf({ Null: { [`aws:${key}`]: 'true' } }), key).toBe(true)
    for (const key of ['SourceOrgID', 'SourceOrgPaths', 'PrincipalOrgID', 'PrincipalOrgPaths'])
      expect(await letsIf({ Null: { [`aws:${key}`]: 'true' } }), key).toBe(true)
    expect(await letsIf({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })).toBe(false)
  })

  it('is kept out by a Deny that reaches it', async () => {
    const others = { Service: 'config.amazonaws.com' }
    const it = { Service: cloudtrailService }
    const unless = (NotPrincipal: object) => letsBeside({ Principal: undefined, NotPrincipal })
    expect(await unless(others)).toBe(false)
    expect(await unless({ ...it, AWS: server.trusting.id })).toBe(true)
    const where = (Condition: object) => letsBeside({ Condition })
    expect(await where({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })).toBe(false)
    expect(await where({ BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })).toBe(true)
    // It is of no organization and has no address: a Deny that forgets services keeps them out.
    const ofUs = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours' } }
    expect(await where(ofUs)).toBe(false)
    expect(await where({ ...ofUs, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })).toBe(true)
    expect(await where({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })).toBe(false)
    expect(
      await where({ StringNotEquals: { 's3:x-amz-acl': 'private' }, Null: { 's3:x-amz-acl': 'false' } }),
    ).toBe(false)
    expect(await where({ StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': 'AES256' } })).toBe(
      false,
    )
  })

  it('is no public: its policy is taken where public ones are blocked, and counts where they are restricted', async () => {
    const Bucket = await makeBucket()
    const block = (RestrictPublicBuckets: boolean, BlockPublicPolicy: boolean) => ({
      Bucket,
      PublicAccessBlockConfiguration: { RestrictPublicBuckets, BlockPublicPolicy },
    })
    await s3('PutPublicAccessBlock', block(true, true))
    await setPolicy(Bucket, bucketPolicy(Bucket, { account: server.trusted.id }))
    expect(await s3('GetBucketPolicyStatus', { Bucket })).toEqual({ PolicyStatus: { IsPublic: false } })
    expect(await takesFrom(server.trusted.admin, Bucket)).toBe(true)
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    }
    await expect(setPolicy(Bucket, [open])).rejects.toThrow('BlockPublicPolicy')
    await s3('PutPublicAccessBlock', block(true, false))
    await setPolicy(Bucket, [...bucketPolicy(Bucket, { account: '*' }), open])
    expect(await s3('GetBucketPolicyStatus', { Bucket })).toEqual({ PolicyStatus: { IsPublic: true } })
    expect(await takesFrom(server.trusted.admin, Bucket)).toBe(true)
    expect(await s3('GetObject', { Bucket, Key: 'k' }, server.trusted.admin)).toMatchObject({ status: 403 })
  })
})

it('a trail of the account itself needs the policy too: nobody whose own policies could allow stands behind it', async () => {
  const bucket = await makeBucket()
  expect(await takesFrom(server.trusting.admin, bucket)).toBe(false)
  await setPolicy(bucket, bucketPolicy(bucket, { account: server.trusting.id }))
  expect(await takesFrom(server.trusting.admin, bucket)).toBe(true)
})

describe('between accounts of an organization', () => {
  let organization: OrganizationScene
  /** Whose trail it is, and whose bucket. */
  let source: SceneAccount
  let unit: string
  let owner: SceneAccount
  let bucket: string
  beforeAll(async () => {
    organization = await organize(server, { types: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] })
    unit = await organization.unit(organization.rootId)
    source = await organization.account(unit)
    owner = await organization.account()
    bucket = await makeBucket(owner.admin)
  })
  const outsider = () => server.trusting.admin
  /** Whether a trail of the organization is let in, and whether one of an account outside is. */
  const lets = async (condition: object = {}) => {
    await setPolicy(bucket, bucketPolicy(bucket, { account: '*', condition }), owner.admin)
    return [await takesFrom(source.admin, bucket), await takesFrom(outsider(), bucket)]
  }

  it('the organization and the units of the source are known, where it is a member of one', async () => {
    expect(await lets()).toEqual([true, true])
    expect(await lets({ StringEquals: { 'aws:SourceOrgID': organization.id } })).toEqual([true, false])
    expect(await lets({ StringEquals: { 'aws:SourceOrgID': 'o-aaaaaaaaaa' } })).toEqual([false, false])
    const under = (path: string) => ({ 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': path } })
    const { id, rootId } = organization
    expect(await lets(under(`${id}/${rootId}/${unit}/*`))).toEqual([true, false])
    expect(await lets(under(`${id}/${rootId}/ou-aaaa-aaaaaaaa/*`))).toEqual([false, false])
    expect(await lets({ Null: { 'aws:SourceOrgID': 'true' } })).toEqual([false, true])
    // The bucket's own organization is the resource's, whoever comes.
    expect(await lets({ StringEquals: { 'aws:ResourceOrgID': organization.id } })).toEqual([true, true])
    expect(await lets({ Null: { 'aws:PrincipalOrgID': 'true' } })).toEqual([true, true])
  })

  it("an SCP on either account does not touch the service; an RCP of the bucket's account does, for whom it means", async () => {
    const { policy, attach, call: organizations } = organization
    const noS3 = { Effect: 'Deny', Action: 's3:*', Resource: '*' }
    const control = await policy('SERVICE_CONTROL_POLICY', noS3)
    for (const { id } of [source, owner]) await attach(control, id)
    expect(await s3('ListBuckets', {}, owner.admin)).toMatchObject({ status: 403 })
    // Its policy is as the last case left it, and lets in everybody's trails.
    expect([await takesFrom(source.admin, bucket), await takesFrom(outsider(), bucket)]).toEqual([true, true])
    for (const { id } of [source, owner])
      answered(await organizations('DetachPolicy', { PolicyId: control, TargetId: id }))
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
    const confusedDeputy = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: {
        StringNotEqualsIfExists: { 'aws:SourceOrgID': organization.id },
        Null: { 'aws:SourceAccount': 'false' },
        Bool: { 'aws:PrincipalIsAWSService': 'true' },
      },
    }
    const deputy = await policy('RESOURCE_CONTROL_POLICY', confusedDeputy)
    await attach(deputy, source.id)
    expect(await lets()).toEqual([true, true])
    await attach(deputy, owner.id)
    expect(await lets()).toEqual([true, false])
    const noServices = await policy('RESOURCE_CONTROL_POLICY', {
      ...confusedDeputy,
      Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
    })
    await attach(noServices, owner.id)
    expect(await lets()).toEqual([false, false])
    // Principals of accounts are none of its business.
    expect(await s3('GetBucketLocation', { Bucket: bucket }, owner.admin)).not.toHaveProperty('refused')
  })
})

describe('what the service was refused', () => {
  it("stands in the history of the bucket's account, with why, and nowhere else", async () => {
    const bucket = await makeBucket()
    const Name = fresh('trail')
    expect(await takesFrom(server.trusted.admin, bucket, Name)).toBe(false)
    const lookedUp = async ({ admin }: { admin: Keys }) => {
      const by = { LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: bucket }] }
      const { Events } = answered(await call('LookupEvents', by, admin))
      return (Events as { EventName: string; CloudTrailEvent: string }[])
        .filter(event => event.EventName === 'GetBucketAcl')
        .map(event => JSON.parse(event.CloudTrailEvent))
    }
    const [event] = await lookedUp(server.trusting)
    expect(event).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: cloudtrailService },
      sourceIPAddress: cloudtrailService,
      userAgent: cloudtrailService,
      errorCode: 'AccessDenied',
      errorMessage: 'Access Denied',
      recipientAccountId: server.trusting.id,
    })
    expect(event.userIdentity).toEqual({ type: 'AWSService', invokedBy: cloudtrailService })
    expect(await lookedUp(server.trusted)).toEqual([])
    const decode = (keys: Keys) =>
      server.sts(keys).send(new DecodeAuthorizationMessageCommand({ EncodedMessage: event.requestID }))
    const { DecodedMessage = '' } = await decode(server.trusting.admin)
    const { allowed, decisions } = JSON.parse(DecodedMessage)
    const [decided] = decisions as [RecordedDecision]
    expect(allowed).toBe(false)
    expect(decided).toMatchObject({
      principal: { arn: cloudtrailService },
      action: 's3:GetBucketAcl',
      context: {
        'aws:SourceArn': trailArn(server.trusted.id, Name),
        'aws:SourceAccount': server.trusted.id,
      },
      decision: { outcome: 'ImplicitlyDenied', because: [{ kind: 'no-allow', layer: 'resource' }] },
    })
    expect(await decode(server.trusted.admin).catch(refusalOf)).toMatchObject({
      code: expect.stringContaining('InvalidAuthorizationMessage'),
    })
  })
})

describe('nobody else is the service', () => {
  const pretending = {
    'user-agent': cloudtrailService,
    'x-amz-source-account': '111111111111',
    'x-amz-source-arn': trailArn('111111111111', 'the-trail'),
    'x-amz-acl': 'bucket-owner-full-control',
    'x-amz-principal': cloudtrailService,
    'x-forwarded-for': cloudtrailService,
    'aws-service': cloudtrailService,
  }

  it('whatever the headers of a request without a signature say, or its key is called', async () => {
    const bucket = await makeBucket()
    await setPolicy(bucket, bucketPolicy(bucket, { account: '*' }))
    expect(await takesFrom(server.trusted.admin, bucket)).toBe(true)
    const url = `${server.url}/${bucket}/AWSLogs/111111111111/forged`
    const put = (headers: Record<string, string>) => fetch(url, { method: 'PUT', body: 'forged', headers })
    expect((await put(pretending)).status).toBe(403)
    const scope = '20260101/us-east-1/s3/aws4_request'
    const authorization = `AWS4-HMAC-SHA256 Credential=${cloudtrailService}/${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`
    const signed = {
      authorization,
      'x-amz-date': '20260101T000000Z',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    }
    const answer = await put({ ...pretending, ...signed })
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('InvalidAccessKeyId')])
    const { Contents = [] } = await s3('ListObjectsV2', { Bucket: bucket })
    expect(Contents).toEqual([])
  })

  it('and who signs is themselves: to a policy that asks for a service they are none', async () => {
    const bucket = await makeBucket()
    await setPolicy(bucket, bucketPolicy(bucket, { account: '*' }))
    const user = await makeUser(server, server.trusted, allow('s3:*', '*'))
    const Key = 'AWSLogs/111111111111/forged'
    const put = { Bucket: bucket, Key, Body: 'forged', ACL: 'bucket-owner-full-control' }
    expect(await s3('PutObject', put, user.keys)).toMatchObject({ refused: 'AccessDenied' })
    const [event] = await server.store.events(accountId(server.trusting.id), {
      eventName: 'PutObject',
      limit: 1,
    })
    const [{ context }] = JSON.parse(event?.decision ?? '[]') as [RecordedDecision]
    expect(context).toMatchObject({ 'aws:PrincipalIsAWSService': 'false' })
    expect(
      Object.keys(context).filter(key => /^aws:(Source(Arn|Account|Org)|PrincipalService)/.test(key)),
    ).toEqual([])
  })
})

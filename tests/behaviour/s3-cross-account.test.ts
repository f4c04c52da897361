import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestAccount, type TestServer } from './support/test-server.ts'

/**
 * Who reads an object: identity policies, boundary and session policies on one side, the bucket's policy on the other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const s3 = s3CallsTo(() => server)

/** A bucket of the trusting account with one object, and a policy that lets a principal read it. */
async function bucketFor(principal: unknown, more: object = {}): Promise<string> {
  const Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
  await s3('PutObject', { Bucket, Key: 'k', Body: 'here' })
  await s3('DeletePublicAccessBlock', { Bucket })
  if (principal === undefined) return Bucket
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  }
  expect(await s3('PutBucketPolicy', { Bucket, Policy: policy({ ...statement, ...more }) })).toEqual({})
  return Bucket
}

const reads = async (Bucket: string, keys: Keys) =>
  'Body' in (await s3('GetObject', { Bucket, Key: 'k' }, keys))
const readAnything = allow('s3:GetObject', '*')
const nothing = allow('sqs:SendMessage', '*')

interface Narrowed {
  readonly identity?: object
  readonly boundary?: object
  readonly session?: object
}

async function user(account: TestAccount, { identity, boundary }: Narrowed) {
  const made = await makeUser(server, account, ...(identity ? [identity] : []))
  if (boundary) {
    const iam = server.iam(account.admin)
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: fresh('boundary'), PolicyDocument: policy(boundary) }),
    )
    await iam.send(
      new PutUserPermissionsBoundaryCommand({ UserName: made.name, PermissionsBoundary: Policy?.Arn }),
    )
  }
  return made
}

/** A session of a role of the account, with the ARNs that policies may name it by. */
async function session(account: TestAccount, { identity, boundary, session: narrowed }: Narrowed) {
  const iam = server.iam(account.admin)
  const RoleName = fresh('role')
  const { Policy } = boundary
    ? await iam.send(
        new CreatePolicyCommand({ PolicyName: fresh('boundary'), PolicyDocument: policy(boundary) }),
      )
    : {}
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy(trust(rootOf(account))),
      PermissionsBoundary: Policy?.Arn,
    }),
  )
  if (identity)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(identity) }))
  const { Credentials } = await server.sts(account.admin).send(
    new AssumeRoleCommand({
      RoleArn: Role?.Arn,
      RoleSessionName: 'them',
      ...(narrowed && { Policy: policy(narrowed) }),
    }),
  )
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return {
    arn: Role?.Arn ?? '',
    sessionArn: `arn:aws:sts::${account.id}:assumed-role/${RoleName}/them`,
    keys: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  }
}

describe('in one account', () => {
  const own = () => server.trusting

  it('a user who is named needs no identity policy, and is not limited by a boundary', async () => {
    const plain = await user(own(), {})
    const bounded = await user(own(), { boundary: nothing })
    expect(await reads(await bucketFor({ AWS: plain.arn }), plain.keys)).toBe(true)
    expect(await reads(await bucketFor({ AWS: bounded.arn }), bounded.keys)).toBe(true)
    expect(await reads(await bucketFor({ AWS: bounded.arn }), plain.keys)).toBe(false)
  })

  it('a role that is named needs no identity policy, and is limited by boundary and session policy', async () => {
    for (const [narrowed, isAllowed] of [
      [{}, true],
      [{ boundary: nothing }, false],
      [{ session: nothing }, false],
      [{ boundary: readAnything, session: readAnything }, true],
    ] as const) {
      const role = await session(own(), narrowed)
      expect([narrowed, await reads(await bucketFor({ AWS: role.arn }), role.keys)]).toEqual([
        narrowed,
        isAllowed,
      ])
    }
  })

  it('a session that is named is limited by neither', async () => {
    const role = await session(own(), { boundary: nothing, session: nothing })
    expect(await reads(await bucketFor({ AWS: role.sessionArn }), role.keys)).toBe(true)
  })

  it('everybody under a condition on the role’s ARN is a direct grant too', async () => {
    const role = await session(own(), { boundary: nothing, session: nothing })
    const only = { Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn } } }
    expect(await reads(await bucketFor('*', only), role.keys)).toBe(true)
    const other = await session(own(), {})
    expect(await reads(await bucketFor('*', only), other.keys)).toBe(false)
  })

  it('an account that is named still has to let its own', async () => {
    const bucket = await bucketFor(rootOf(own()))
    expect(await reads(bucket, (await user(own(), {})).keys)).toBe(false)
    expect(await reads(bucket, (await user(own(), { identity: readAnything })).keys)).toBe(true)
    expect(await reads(bucket, (await user(own(), { identity: readAnything, boundary: nothing })).keys)).toBe(
      false,
    )
  })

  it('an identity policy is enough where no policy denies', async () => {
    const reader = await user(own(), { identity: readAnything })
    expect(await reads(await bucketFor(undefined), reader.keys)).toBe(true)
    expect(await reads(await bucketFor({ AWS: reader.arn }, { Effect: 'Deny' }), reader.keys)).toBe(false)
  })
})

describe('across accounts', () => {
  const other = () => server.trusted

  it.each<[string, Narrowed, boolean]>([
    ['no identity policy', {}, false],
    ['an identity policy', { identity: readAnything }, true],
    ['one for something else', { identity: nothing }, false],
    ['a boundary that does not allow', { identity: readAnything, boundary: nothing }, false],
    ['a boundary that does', { identity: readAnything, boundary: readAnything }, true],
  ])('a user with %s', async (_, narrowed, isAllowed) => {
    const reader = await user(other(), narrowed)
    for (const principal of [{ AWS: reader.arn }, rootOf(other()), { AWS: other().id }, '*'])
      expect([principal, await reads(await bucketFor(principal), reader.keys)]).toEqual([
        principal,
        isAllowed,
      ])
    expect(await reads(await bucketFor(undefined), reader.keys)).toBe(false)
    expect(await reads(await bucketFor(rootOf(server.trusting)), reader.keys)).toBe(false)
  })

  it.each<[string, Narrowed, boolean]>([
    ['no identity policy', {}, false],
    ['an identity policy', { identity: readAnything }, true],
    ['a boundary that does not allow', { identity: readAnything, boundary: nothing }, false],
    ['a session policy that does not allow', { identity: readAnything, session: nothing }, false],
    ['a session policy that does', { identity: readAnything, session: readAnything }, true],
  ])('a session of a role with %s', async (_, narrowed, isAllowed) => {
    const role = await session(other(), narrowed)
    for (const AWS of [role.arn, role.sessionArn, rootOf(other()).AWS, '*'])
      expect([AWS, await reads(await bucketFor({ AWS }), role.keys)]).toEqual([AWS, isAllowed])
    expect(await reads(await bucketFor({ AWS: role.arn }, { Effect: 'Deny' }), role.keys)).toBe(false)
  })

  it('is told that access is denied, and nothing else', async () => {
    const reader = await user(other(), { identity: readAnything })
    for (const bucket of [
      await bucketFor(undefined),
      await bucketFor({ AWS: reader.arn }, { Effect: 'Deny' }),
    ])
      expect(await s3('GetObject', { Bucket: bucket, Key: 'k' }, reader.keys)).toMatchObject({
        refused: 'AccessDenied',
        message: 'Access Denied',
      })
  })

  it('conditions ask the caller’s side and the request', async () => {
    const reader = await user(other(), { identity: readAnything })
    const when = (Condition: object) => bucketFor(rootOf(other()), { Condition })
    expect(
      await reads(await when({ StringEquals: { 'aws:PrincipalAccount': other().id } }), reader.keys),
    ).toBe(true)
    expect(
      await reads(await when({ StringEquals: { 'aws:PrincipalAccount': server.trusting.id } }), reader.keys),
    ).toBe(false)
    expect(
      await reads(await when({ StringEquals: { 's3:ResourceAccount': server.trusting.id } }), reader.keys),
    ).toBe(true)
    expect(await reads(await when({ StringEquals: { 's3:authType': 'REST-HEADER' } }), reader.keys)).toBe(
      true,
    )
    expect(
      await reads(await when({ StringEquals: { 's3:authType': 'REST-QUERY-STRING' } }), reader.keys),
    ).toBe(false)
    expect(await reads(await when({ NumericLessThan: { 's3:signatureAge': '60000' } }), reader.keys)).toBe(
      true,
    )
  })

  it('a namesake of a user who is gone is not let in', async () => {
    const reader = await user(other(), { identity: readAnything })
    const bucket = await bucketFor({ AWS: reader.arn })
    expect(await reads(bucket, reader.keys)).toBe(true)
    const iam = server.iam(other().admin)
    const UserName = reader.name
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }))
    for (const { AccessKeyId } of AccessKeyMetadata)
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'test' }))
    await iam.send(new DeleteUserCommand({ UserName }))
    expect(
      JSON.parse((await s3('GetBucketPolicy', { Bucket: bucket })).Policy).Statement[0].Principal,
    ).toEqual({ AWS: reader.id })
  })
})

describe('the role in front of one bucket', () => {
  it('reads that bucket, and neither another one nor IAM', async () => {
    const [mine, others] = [await bucketFor(undefined), await bucketFor(undefined)]
    const iam = server.iam(server.trusting.admin)
    const RoleName = fresh('reader')
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust(rootOf(server.trusted))) }),
    )
    const statements = [
      allow('s3:ListBucket', `arn:aws:s3:::${mine}`),
      allow('s3:GetObject', `arn:aws:s3:::${mine}/*`),
    ]
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(...statements) }),
    )
    const { Credentials } = await server
      .sts(server.trusted.admin)
      .send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'w12' }))
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    expect((await s3('ListObjectsV2', { Bucket: mine }, keys)).Contents).toMatchObject([{ Key: 'k' }])
    expect(await s3('GetObject', { Bucket: mine, Key: 'k' }, keys)).toMatchObject({ Body: 'here' })
    expect(await s3('PutObject', { Bucket: mine, Key: 'k', Body: 'mine' }, keys)).toMatchObject({
      refused: 'AccessDenied',
    })
    expect(await s3('GetObject', { Bucket: others, Key: 'k' }, keys)).toMatchObject({
      refused: 'AccessDenied',
      message: expect.stringContaining('because no identity-based policy allows the s3:GetObject action'),
    })
    expect(await s3('ListBuckets', {}, keys)).toMatchObject({ refused: 'AccessDenied' })
    await expect(server.iam(keys).send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})

describe('nobody', () => {
  it('reads what a bucket’s policy opens to everybody, and nothing else', async () => {
    const [open, closed, named] = [
      await bucketFor('*'),
      await bucketFor(undefined),
      await bucketFor(rootOf(server.trusted)),
    ]
    const get = async (path: string, method = 'GET') => {
      const response = await fetch(`${server.url}/${path}`, { method })
      return { status: response.status, text: await response.text() }
    }
    expect(await get(`${open}/k`)).toEqual({ status: 200, text: 'here' })
    for (const bucket of [closed, named]) expect((await get(`${bucket}/k`)).status).toBe(403)
    expect((await get(`${open}/nothing`)).text).toContain(
      '<Code>AccessDenied</Code><Message>Access Denied</Message>',
    )
    expect((await get(`${open}/k?response-content-type=text/html`)).text).toContain(
      '<Code>InvalidRequest</Code>',
    )
    expect((await get(open)).status).toBe(403)
    expect((await get(`${open}?policy`)).status).toBe(403)
    expect((await get(`${open}/k`, 'DELETE')).status).toBe(403)
    expect((await get('no-such-bucket-here/k')).text).toContain('<Code>NoSuchBucket</Code>')
    expect((await get('')).status).toBe(403)
  })

  it('is kept out by a condition that only somebody can meet', async () => {
    const bucket = await bucketFor('*', {
      Condition: { StringEquals: { 'aws:PrincipalAccount': server.trusted.id } },
    })
    expect((await fetch(`${server.url}/${bucket}/k`)).status).toBe(403)
    expect(await reads(bucket, (await user(server.trusted, { identity: readAnything })).keys)).toBe(true)
  })
})

describe('what a caller may not list', () => {
  it('is neither there nor not there', async () => {
    const bucket = await bucketFor(undefined)
    const reader = await user(server.trusting, {
      identity: allow('s3:GetObject', `arn:aws:s3:::${bucket}/*`),
    })
    const ask = (Key: string) => s3('GetObject', { Bucket: bucket, Key }, reader.keys)
    expect(await ask('k')).toMatchObject({ Body: 'here' })
    expect(await ask('missing')).toMatchObject({
      refused: 'AccessDenied',
      message: expect.stringContaining('to perform: s3:ListBucket on resource'),
    })
    const lister = await user(server.trusting, { identity: allow(['s3:GetObject', 's3:ListBucket'], '*') })
    expect(await s3('GetObject', { Bucket: bucket, Key: 'missing' }, lister.keys)).toMatchObject({
      refused: 'NoSuchKey',
    })
  })

  it('is listed below the prefix that a policy names, and nowhere else', async () => {
    const bucket = await bucketFor(undefined)
    const condition = {
      StringLike: { 's3:prefix': ['home/me/*', 'home/me'] },
      NumericLessThanEquals: { 's3:max-keys': '10' },
    }
    const reader = await user(server.trusting, {
      identity: allow('s3:ListBucket', `arn:aws:s3:::${bucket}`, condition),
    })
    const list = async (Prefix?: string, MaxKeys?: number) =>
      (await s3('ListObjectsV2', { Bucket: bucket, Prefix, MaxKeys }, reader.keys)).refused
    expect(await list('home/me/x', 10)).toBeUndefined()
    expect(await list('home/me/x', 11)).toBe('AccessDenied')
    expect(await list('home/you/x', 10)).toBe('AccessDenied')
    expect(await list(undefined, 10)).toBe('AccessDenied')
  })

  it('has tags that decide who reads and how it is written', async () => {
    const bucket = await bucketFor(undefined)
    await s3('PutObject', { Bucket: bucket, Key: 'blue', Body: 'b', Tagging: 'team=blue' })
    const tagged = { StringEquals: { 's3:ExistingObjectTag/team': 'blue' } }
    const reader = await user(server.trusting, { identity: allow('s3:GetObject', '*', tagged) })
    expect(await s3('GetObject', { Bucket: bucket, Key: 'blue' }, reader.keys)).toMatchObject({ Body: 'b' })
    expect(await reads(bucket, reader.keys)).toBe(false)
    const asking = { StringEquals: { 's3:RequestObjectTag/team': 'blue' } }
    const writer = await user(server.trusting, {
      identity: allow(['s3:PutObject', 's3:PutObjectTagging'], '*', asking),
    })
    const put = async (Tagging?: string) =>
      (await s3('PutObject', { Bucket: bucket, Key: 'new', Body: '', Tagging }, writer.keys)).refused
    expect(await put('team=blue')).toBeUndefined()
    expect(await put('team=red')).toBe('AccessDenied')
    expect(await put()).toBe('AccessDenied')
  })

  it('is deleted in bulk as far as the caller may', async () => {
    const bucket = await bucketFor(undefined)
    await s3('PutObject', { Bucket: bucket, Key: 'mine/1', Body: '' })
    const cleaner = await user(server.trusting, {
      identity: allow('s3:DeleteObject', `arn:aws:s3:::${bucket}/mine/*`),
    })
    const Delete = { Objects: [{ Key: 'mine/1' }, { Key: 'k' }] }
    expect(await s3('DeleteObjects', { Bucket: bucket, Delete }, cleaner.keys)).toEqual({
      Deleted: [{ Key: 'mine/1' }],
      Errors: [{ Key: 'k', Code: 'AccessDenied', Message: 'Access Denied' }],
    })
    expect((await s3('ListObjectsV2', { Bucket: bucket })).Contents).toMatchObject([{ Key: 'k' }])
  })

  it('is copied by who may read the one and write the other', async () => {
    const source = await bucketFor(rootOf(server.trusted))
    const Bucket = fresh('copies')
    await s3('CreateBucket', { Bucket }, server.trusted.admin)
    const copy = (CopySource: string, keys: Keys) =>
      s3('CopyObject', { Bucket, Key: 'copy', CopySource }, keys)
    expect(await copy(`${source}/k`, server.trusted.admin)).toHaveProperty('CopyObjectResult')
    expect(await copy(`${await bucketFor(undefined)}/k`, server.trusted.admin)).toMatchObject({
      refused: 'AccessDenied',
    })
    const writer = await user(server.trusted, { identity: allow('s3:PutObject', '*') })
    expect(await copy(`${source}/k`, writer.keys)).toMatchObject({ refused: 'AccessDenied' })
  })
})

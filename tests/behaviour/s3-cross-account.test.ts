import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type ServiceCall, s3OutcomesTo } from './support/iam-calls.ts'
import { type Narrowed, nothing, readAnything, readersOf } from './support/readers-scene.ts'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, keysOf, policy, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Who reads an object: identity policies, boundary and session policies on one side, the bucket's policy on the other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
const root: Keys = {
  accessKeyId: 'AKIAROOTROOTROOTROOT',
  secretAccessKey: 'a-secret-of-the-root-user-of-the-account',
}
const admins = { users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] }
const rootKeys = { root: { accessKeys: [{ id: root.accessKeyId, secret: root.secretAccessKey }] } }
const bootstrap = {
  accounts: [
    { id: '111111111111', name: 'Trusted', ...rootKeys, ...admins },
    { id: '222222222222', name: 'Trusting', ...admins },
  ],
}

let directory: string
let server: TestServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bootstrap-'))
  const file = join(directory, 'bootstrap.json')
  await writeFile(file, JSON.stringify(bootstrap))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})
const s3 = s3CallsTo(() => server)
const { bucketFor, user, session, federated } = readersOf(() => server)
const eachDoorway = casesThroughEachDoorway('s3-cross-account', () => server, s3OutcomesTo)

const reads = async (Bucket: string, keys: Keys) =>
  'Body' in (await s3('GetObject', { Bucket, Key: 'k' }, keys))
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
/** The same through a doorway, by all at once: commands are slow. */
const readThrough = async (
  call: ServiceCall,
  rows: readonly (readonly [bucket: string, reader: { readonly keys: Keys }])[],
): Promise<readonly boolean[]> =>
  Promise.all(
    rows.map(async ([Bucket, { keys }]) => {
      const outcome = await call('GetObject', { Bucket, Key: 'k' }, keys)
      if ('refused' in outcome) expect(outcome.refused.code).toBe('AccessDenied')
      else expect(outcome.ok.Body).toEqual(bytes('here'))
      return 'ok' in outcome
    }),
  )

describe('in one account', () => {
  const own = () => server.trusting

  eachDoorway(
    'a user who is named needs no identity policy, and is not limited by a boundary',
    async call => {
      const plain = await user(own(), {})
      const bounded = await user(own(), { boundary: nothing })
      const theirs = await bucketFor({ AWS: bounded.arn })
      const rows = [
        [await bucketFor({ AWS: plain.arn }), plain],
        [theirs, bounded],
        [theirs, plain],
      ] as const
      expect(await readThrough(call, rows)).toEqual([true, true, false])
    },
  )

  eachDoorway(
    'a role that is named needs no identity policy, and is limited by boundary and session policy; a session that is named is not',
    async call => {
      const rows = [
        [{}, 'arn', true],
        [{ boundary: nothing }, 'arn', false],
        [{ session: nothing }, 'arn', false],
        [{ boundary: readAnything, session: readAnything }, 'arn', true],
        [{ boundary: nothing, session: nothing }, 'sessionArn', true],
      ] as const
      const asked = []
      for (const [narrowed, named] of rows) {
        const role = await session(own(), narrowed)
        asked.push([await bucketFor({ AWS: role[named] }), role] as const)
      }
      expect(await readThrough(call, asked)).toEqual(rows.map(([, , isAllowed]) => isAllowed))
    },
  )

  it.each<[string, Narrowed, 'arn' | 'sessionArn', boolean]>([
    ['is named', { session: nothing, boundary: nothing }, 'sessionArn', true],
    ['is named, without a session policy', {}, 'sessionArn', true],
    ['is of a user who is named, in a session policy', { session: readAnything }, 'arn', true],
    ['is of a user who is named, without a session policy', {}, 'arn', false],
    ['is of a user who is named, in a session policy for something else', { session: nothing }, 'arn', false],
    [
      'is of a user who is named and bounded',
      { session: readAnything, boundary: nothing, identity: readAnything },
      'arn',
      false,
    ],
  ])('a federated user who %s', async (_, narrowed, named, isAllowed) => {
    const may = narrowed.boundary ? { boundary: allow(['sts:*', 'sqs:*'], '*') } : {}
    const reader = await federated(own(), { ...narrowed, ...may })
    expect(await reads(await bucketFor({ AWS: reader[named] }), reader.keys)).toBe(isAllowed)
    expect(await reads(await bucketFor(undefined), reader.keys)).toBe(false)
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

  eachDoorway('both sides must let a user, or a session of a role, do it', async call => {
    const [plain, reader] = [await user(other(), {}), await user(other(), { identity: readAnything })]
    const bounded = await user(other(), { identity: readAnything, boundary: nothing })
    const role = await session(other(), { identity: readAnything })
    const narrowed = await session(other(), { identity: readAnything, session: nothing })
    const whole = await bucketFor(rootOf(other()))
    const rows = [
      [whole, reader, true],
      [await bucketFor({ AWS: plain.arn }), plain, false],
      [await bucketFor({ AWS: bounded.arn }), bounded, false],
      [await bucketFor({ AWS: role.arn }), role, true],
      [await bucketFor({ AWS: narrowed.sessionArn }), narrowed, false],
      [await bucketFor({ AWS: reader.arn }, { Effect: 'Deny' }), reader, false],
      [await bucketFor(rootOf(server.trusting)), reader, false],
    ] as const
    const asked = rows.map(([bucket, who]) => [bucket, who] as const)
    expect(await readThrough(call, asked)).toEqual(rows.map(([, , isAllowed]) => isAllowed))
  })

  it('the root user has what its account was given, and nothing else', async () => {
    for (const principal of [rootOf(other()), { AWS: other().id }, '*'])
      expect([principal, await reads(await bucketFor(principal), root)]).toEqual([principal, true])
    const someone = await user(other(), { identity: readAnything })
    expect(await reads(await bucketFor({ AWS: someone.arn }), root)).toBe(false)
    expect(await reads(await bucketFor(undefined), root)).toBe(false)
  })

  it('a federated user needs both sides, and a session policy', async () => {
    const may = { identity: readAnything, session: readAnything }
    for (const [narrowed, isAllowed] of [
      [may, true],
      [{ identity: readAnything }, false],
      [{ session: readAnything }, false],
    ] as const) {
      const reader = await federated(other(), narrowed)
      for (const AWS of [reader.arn, reader.sessionArn, rootOf(other()).AWS])
        expect([narrowed, AWS, await reads(await bucketFor({ AWS }), reader.keys)]).toEqual([
          narrowed,
          AWS,
          isAllowed,
        ])
    }
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
  eachDoorway('reads that bucket, and neither another one nor IAM', async call => {
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
    const keys = keysOf(Credentials)
    const denied = (message: unknown = expect.any(String)) => ({ refused: { code: 'AccessDenied', message } })
    const [listed, got, put, elsewhere, buckets] = await Promise.all([
      call('ListObjectsV2', { Bucket: mine }, keys),
      call('GetObject', { Bucket: mine, Key: 'k' }, keys),
      call('PutObject', { Bucket: mine, Key: 'k', Body: 'mine' }, keys),
      call('GetObject', { Bucket: others, Key: 'k' }, keys),
      call('ListBuckets', {}, keys),
    ])
    expect(answered(listed).Contents).toMatchObject([{ Key: 'k', Size: 4, LastModified: expect.any(Date) }])
    expect(answered(got)).toMatchObject({ Body: bytes('here'), ContentLength: 4 })
    expect(put).toEqual(denied())
    expect(elsewhere).toEqual(
      denied(expect.stringContaining('because no identity-based policy allows the s3:GetObject action')),
    )
    expect(buckets).toEqual(denied())
    await expect(server.iam(keys).send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  eachDoorway('is not the only way in: a bucket’s policy is put, read and taken away', async call => {
    const Bucket = await bucketFor(undefined)
    const reader = await user(server.trusted, { identity: allow('s3:*', '*') })
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: reader.arn },
      Resource: `arn:aws:s3:::${Bucket}/*`,
    }
    const Policy = policy({ ...statement, Action: ['s3:GetObject', 's3:PutObject'] })
    expect(await call('PutBucketPolicy', { Bucket, Policy })).toEqual({ ok: {} })
    const { Policy: read } = answered(await call('GetBucketPolicy', { Bucket }))
    expect(JSON.parse(read)).toEqual(JSON.parse(Policy))
    const key = { Bucket, Key: 'from/them é' }
    const { ETag } = answered(await call('PutObject', { ...key, Body: 'theirs' }, reader.keys))
    expect(answered(await call('GetObject', key))).toMatchObject({ Body: bytes('theirs'), ETag })
    expect(await call('GetBucketPolicy', { Bucket }, reader.keys)).toEqual({
      refused: { code: 'AccessDenied', message: 'Access Denied' },
    })
    expect(await call('DeleteBucketPolicy', { Bucket })).toEqual({ ok: {} })
    expect(await readThrough(call, [[Bucket, reader]])).toEqual([false])
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

  it('makes no copies, uploads in parts or settings, whatever is open to everybody', async () => {
    const bucket = await bucketFor('*')
    const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
    const everything = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource }
    await s3('PutBucketPolicy', { Bucket: bucket, Policy: policy(everything) })
    const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${server.url}/${bucket}${path}`, { method, headers })
      return [response.status, /<Message>(.*?)</.exec(await response.text())?.[1]]
    }
    const copied = { 'x-amz-copy-source': `${bucket}/k` }
    const noCopies = [403, 'Anonymous users cannot copy objects. Please authenticate.']
    expect(await ask('PUT', '/copy', copied)).toEqual(noCopies)
    expect(await ask('PUT', '/copy?partNumber=1&uploadId=none', copied)).toEqual(noCopies)
    expect(await ask('POST', '/parts?uploads')).toEqual([
      403,
      'Anonymous users cannot initiate multipart uploads. Please authenticate.',
    ])
    expect(await ask('DELETE', '?ownershipControls')).toEqual([
      403,
      's3:PutBucketOwnershipControls does not support Anonymous requests!',
    ])
    expect(await ask('PUT', '?acl', { 'x-amz-acl': 'private' })).toEqual([
      403,
      'Anonymous users cannot invoke this API. Please authenticate.',
    ])
    expect(await ask('PUT', '/put')).toEqual([200, undefined])
    const { admin } = server.trusted
    expect(await s3('CreateMultipartUpload', { Bucket: bucket, Key: 'k' }, admin)).toHaveProperty('UploadId')
  })

  it('is kept out by a condition that only somebody can meet', async () => {
    const bucket = await bucketFor('*', {
      Condition: { StringEquals: { 'aws:PrincipalAccount': server.trusted.id } },
    })
    expect((await fetch(`${server.url}/${bucket}/k`)).status).toBe(403)
    expect(await reads(bucket, (await user(server.trusted, { identity: readAnything })).keys)).toBe(true)
  })

  it('does not say whether it is a service, as who signs does', async () => {
    const key = { 'aws:PrincipalIsAWSService': 'false' }
    const somebody = await user(server.trusted, { identity: readAnything })
    const statusIf = async (Condition: object) => {
      const bucket = await bucketFor('*', { Condition })
      const status = (await fetch(`${server.url}/${bucket}/k`)).status
      return [status, await reads(bucket, somebody.keys)]
    }
    expect(await statusIf({ Bool: key })).toEqual([403, true])
    expect(await statusIf({ BoolIfExists: key })).toEqual([200, true])
    expect(await statusIf({ Null: { 'aws:PrincipalIsAWSService': 'true' } })).toEqual([200, false])
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

  it('is listed by no more keys than a Deny leaves, also where a request does not say how many', async () => {
    const bucket = await bucketFor(undefined)
    const reader = await user(server.trusting, { identity: allow('s3:ListBucket', '*') })
    const isRefused = (MaxKeys?: number) =>
      s3('ListObjectsV2', { Bucket: bucket, MaxKeys }, reader.keys).then(({ refused }) => refused)
    const Condition = { NumericGreaterThan: { 's3:max-keys': '10' } }
    const limit = { Effect: 'Deny', Principal: '*', Action: 's3:ListBucket', Condition }
    const Resource = `arn:aws:s3:::${bucket}`
    await s3('PutBucketPolicy', { Bucket: bucket, Policy: policy({ ...limit, Resource }) })
    expect(await isRefused(10)).toBeUndefined()
    expect(await isRefused(11)).toBe('AccessDenied')
    expect(await isRefused()).toBe('AccessDenied')
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
      Errors: [
        {
          Key: 'k',
          Code: 'AccessDenied',
          Message: `User: ${cleaner.arn} is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::${bucket}/k" because no identity-based policy allows the s3:DeleteObject action`,
        },
      ],
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

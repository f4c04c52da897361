import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { directory } from '../../src/store/contract.ts'
import { bucketClaims } from '../../src/store/object-tables.ts'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy, rootOf } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const s3 = s3CallsTo(() => server)

async function newBucket(): Promise<string> {
  const Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
  return Bucket
}

describe('a bucket', () => {
  it('belongs to who made it, and its name to nobody else', async () => {
    const Bucket = fresh('bucket')
    expect(await s3('CreateBucket', { Bucket })).toMatchObject({ Location: `/${Bucket}` })
    expect(await s3('CreateBucket', { Bucket }, server.trusted.admin)).toMatchObject({
      refused: 'BucketAlreadyExists',
      status: 409,
    })
    const own = await s3('ListBuckets', { Prefix: Bucket })
    expect(own.Buckets).toMatchObject([{ Name: Bucket, BucketRegion: 'us-east-1' }])
    expect((await s3('ListBuckets', {}, server.trusted.admin)).Buckets ?? []).toEqual([])
  })

  it('is one of ten thousand at most', async () => {
    const [first, second] = [{ Bucket: fresh('bucket') }, { Bucket: fresh('bucket') }]
    const owner = accountId(server.trusted.id)
    const others = Array.from({ length: 9_999 }, (_, at) => `quota-${at}`)
    await server.store.write(directory, async rows => {
      for (const bucket of others) await rows.put(bucketClaims, { accountId: owner, bucket })
    })
    const make = (name: object) => s3('CreateBucket', name, server.trusted.admin)
    expect(await make(first)).toHaveProperty('Location')
    expect(await make(second)).toMatchObject({ refused: 'TooManyBuckets', status: 400 })
    expect(await s3('HeadBucket', second, server.trusted.admin)).toMatchObject({ status: 404 })
    expect(await make(first)).toHaveProperty('Location')
    await server.store.write(directory, async rows => {
      for (const bucket of others) await rows.delete(bucketClaims, owner, bucket)
    })
    expect(await make(second)).toHaveProperty('Location')
    for (const name of [first, second]) await s3('DeleteBucket', name, server.trusted.admin)
  })

  it('of two who ask at once is one’s', async () => {
    const Bucket = fresh('bucket')
    const answers = await Promise.all([
      s3('CreateBucket', { Bucket }),
      s3('CreateBucket', { Bucket }, server.trusted.admin),
    ])
    expect(answers.map(answer => answer.refused).sort()).toEqual(['BucketAlreadyExists', undefined])
  })

  it('has a name by the rules', async () => {
    const names = [
      'ab',
      'Upper',
      '-start',
      'end-',
      'two..dots',
      'dot.-dash',
      '192.168.0.1',
      'xn--a',
      'a_b',
      'x'.repeat(64),
    ]
    for (const Bucket of names)
      expect([Bucket, await s3('CreateBucket', { Bucket })]).toMatchObject([
        Bucket,
        { refused: 'InvalidBucketName' },
      ])
  })

  it('goes when it is empty, and its name is free', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'one', Body: '1' })
    expect(await s3('DeleteBucket', { Bucket })).toMatchObject({ refused: 'BucketNotEmpty', status: 409 })
    await s3('DeleteObject', { Bucket, Key: 'one' })
    await s3('CreateMultipartUpload', { Bucket, Key: 'unfinished' })
    expect(await s3('DeleteBucket', { Bucket })).toEqual({})
    expect(await s3('HeadBucket', { Bucket })).toMatchObject({ refused: 'NotFound', status: 404 })
    expect(await s3('GetObject', { Bucket, Key: 'one' })).toMatchObject({ refused: 'NoSuchBucket' })
    expect(await s3('CreateBucket', { Bucket }, server.trusted.admin)).toMatchObject({
      Location: `/${Bucket}`,
    })
  })

  it('is where it was asked for', async () => {
    const Bucket = fresh('bucket')
    await s3('CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } })
    expect(await s3('GetBucketLocation', { Bucket })).toEqual({ LocationConstraint: 'eu-central-1' })
    expect(await s3('HeadBucket', { Bucket })).toMatchObject({ BucketRegion: 'eu-central-1' })
    expect(await s3('GetBucketLocation', { Bucket: await newBucket() })).toEqual({})
    const nowhere = { LocationConstraint: 'the-moon' }
    expect(
      await s3('CreateBucket', { Bucket: fresh('bucket'), CreateBucketConfiguration: nowhere }),
    ).toMatchObject({ status: 400 })
  })

  it('is shown to those alone who may list it', async () => {
    const Bucket = await newBucket()
    const user = await makeUser(server, server.trusting, allow('s3:ListBucket', `arn:aws:s3:::${Bucket}`))
    expect(await s3('HeadBucket', { Bucket }, user.keys)).toMatchObject({ BucketRegion: 'us-east-1' })
    const other = await newBucket()
    expect(await s3('HeadBucket', { Bucket: other }, user.keys)).toMatchObject({ status: 403 })
    expect(await s3('ListObjectsV2', { Bucket: other }, user.keys)).toMatchObject({
      refused: 'AccessDenied',
      message: `User: ${user.arn} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::${other}" because no identity-based policy allows the s3:ListBucket action`,
    })
    expect(await s3('ListBuckets', {}, user.keys)).toMatchObject({
      refused: 'AccessDenied',
      message: expect.stringMatching(/perform: s3:ListAllMyBuckets because no identity-based policy allows/),
    })
  })

  it('is listed with all others to who may list every bucket, by either name of them', async () => {
    const lists = async (...statements: object[]) =>
      (await s3('ListBuckets', {}, (await makeUser(server, server.trusting, ...statements)).keys)).refused
    const list = (resource: string) => allow('s3:ListAllMyBuckets', resource)
    expect(await lists(list('*'))).toBeUndefined()
    expect(await lists(list('arn:aws:s3:::*'))).toBeUndefined()
    expect(await lists(list('arn:aws:s3:::a-bucket'))).toBe('AccessDenied')
    const deny = { ...list('arn:aws:s3:::*'), Effect: 'Deny' }
    expect(await lists(list('*'), deny)).toBe('AccessDenied')
  })

  it('is known to belong to somebody by who expects that', async () => {
    const Bucket = await newBucket()
    const ask = (ExpectedBucketOwner: string) => s3('GetBucketPolicy', { Bucket, ExpectedBucketOwner })
    expect(await ask(server.trusting.id)).toMatchObject({ refused: 'NoSuchBucketPolicy' })
    expect(await ask(server.trusted.id)).toMatchObject({ refused: 'AccessDenied', message: 'Access Denied' })
    expect(await ask('nobody')).toMatchObject({
      refused: 'InvalidBucketOwnerAWSAccountID',
      message: 'The value of the expected bucket owner parameter must be an AWS Account ID... [nobody]',
    })
  })

  it('is found by the name of the host', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'a/b', Body: 'hosted' })
    await s3('DeletePublicAccessBlock', { Bucket })
    await s3('PutBucketPolicy', { Bucket, Policy: policy(open(Bucket)) })
    for (const host of [
      `${Bucket}.localhost:4566`,
      `${Bucket}.s3.example.com`,
      `${Bucket}.s3-eu-west-1.amazonaws.com`,
    ])
      expect([host, await bodyAt(host, '/a/b')]).toEqual([host, 'hosted'])
    expect(await bodyAt('s3.localhost', `/${Bucket}/a/b`)).toBe('hosted')
    expect(await bodyAt(`${Bucket}.localhost`, `/${Bucket}/a/b`)).toContain('<Code>AccessDenied</Code>')
  })
})

const open = (bucket: string) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
})

function bodyAt(host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, server.url), { headers: { host } }, incoming => {
      let body = ''
      incoming.setEncoding('utf8').on('data', text => {
        body += text
      })
      incoming.on('end', () => resolve(body))
    })
    outgoing.on('error', reject).end()
  })
}

describe('a new bucket', () => {
  it('has AWS’s defaults', async () => {
    const Bucket = await newBucket()
    const blocked = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    }
    expect(await s3('GetPublicAccessBlock', { Bucket })).toEqual({ PublicAccessBlockConfiguration: blocked })
    expect(await s3('GetBucketOwnershipControls', { Bucket })).toEqual({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    })
    expect(await s3('GetBucketVersioning', { Bucket })).toEqual({})
    expect(await s3('GetBucketEncryption', { Bucket })).toMatchObject({
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    })
    expect(await s3('GetBucketRequestPayment', { Bucket })).toEqual({ Payer: 'BucketOwner' })
    for (const name of ['Logging', 'AccelerateConfiguration', 'NotificationConfiguration'])
      expect(await s3(`GetBucket${name}`, { Bucket })).toEqual({})
  })

  it.each([
    ['GetBucketCors', 'NoSuchCORSConfiguration'],
    ['GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
    ['GetBucketPolicy', 'NoSuchBucketPolicy'],
    ['GetBucketPolicyStatus', 'NoSuchBucketPolicy'],
    ['GetBucketReplication', 'ReplicationConfigurationNotFoundError'],
    ['GetBucketTagging', 'NoSuchTagSet'],
    ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
    ['GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
  ])('has nothing that %s could answer', async (operation, refused) => {
    expect(await s3(operation, { Bucket: await newBucket() })).toMatchObject({ refused, status: 404 })
  })

  it('is told again what holds of it, and nothing else', async () => {
    const Bucket = await newBucket()
    const TargetPrefix = ''
    const cases: readonly (readonly [string, object, object])[] = [
      [
        'Logging',
        { BucketLoggingStatus: {} },
        { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: Bucket, TargetPrefix } } },
      ],
      [
        'NotificationConfiguration',
        { NotificationConfiguration: {} },
        { NotificationConfiguration: { EventBridgeConfiguration: {} } },
      ],
      [
        'RequestPayment',
        { RequestPaymentConfiguration: { Payer: 'BucketOwner' } },
        { RequestPaymentConfiguration: { Payer: 'Requester' } },
      ],
    ]
    for (const [name, holds, other] of cases) {
      const before = await s3(`GetBucket${name}`, { Bucket })
      expect([name, await s3(`PutBucket${name}`, { Bucket, ...holds })]).toEqual([name, {}])
      expect(await s3(`PutBucket${name}`, { Bucket, ...other })).toMatchObject({ refused: 'NotImplemented' })
      expect(await s3(`GetBucket${name}`, { Bucket })).toEqual(before)
    }
  })

  it('may be told that it is not accelerated, and is told so', async () => {
    const Bucket = await newBucket()
    const put = (Bucket: string, Status?: string) =>
      s3('PutBucketAccelerateConfiguration', { Bucket, AccelerateConfiguration: { Status } })
    expect(await s3('GetBucketAccelerateConfiguration', { Bucket })).toEqual({})
    expect(await put(Bucket, 'Enabled')).toMatchObject({ refused: 'NotImplemented', status: 501 })
    for (const status of ['enabled', undefined])
      expect(await put(Bucket, status)).toMatchObject({ refused: 'MalformedXML' })
    expect(await put(Bucket, 'Suspended')).toEqual({})
    expect(await s3('GetBucketAccelerateConfiguration', { Bucket })).toEqual({ Status: 'Suspended' })
    const dotted = `${Bucket}.dotted`
    await s3('CreateBucket', { Bucket: dotted })
    expect(await put(dotted, 'Suspended')).toMatchObject({ refused: 'InvalidRequest', status: 400 })
    const { keys } = await makeUser(server, server.trusting)
    const suspended = { Bucket, AccelerateConfiguration: { Status: 'Suspended' } }
    expect(await s3('PutBucketAccelerateConfiguration', suspended, keys)).toMatchObject({
      refused: 'AccessDenied',
    })
  })

  it('loses what it has not, and has no configuration by any id', async () => {
    const Bucket = await newBucket()
    for (const name of ['Cors', 'Encryption', 'Lifecycle', 'Replication', 'Website'])
      expect(await s3(`DeleteBucket${name}`, { Bucket })).toEqual({})
    for (const name of ['Analytics', 'Inventory', 'Metrics', 'IntelligentTiering']) {
      expect(await s3(`ListBucket${name}Configurations`, { Bucket })).toEqual({ IsTruncated: false })
      for (const verb of ['Get', 'Delete'])
        expect(await s3(`${verb}Bucket${name}Configuration`, { Bucket, Id: 'any' })).toMatchObject({
          refused: 'NoSuchConfiguration',
          status: 404,
        })
    }
    const nobody = await makeUser(server, server.trusting)
    for (const operation of ['DeleteBucketWebsite', 'ListBucketInventoryConfigurations'])
      expect(await s3(operation, { Bucket }, nobody.keys)).toMatchObject({ refused: 'AccessDenied' })
  })

  it('locks none of its objects', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'k', Body: '' })
    const Retention = { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2100-01-01') }
    for (const [operation, input] of [
      ['GetObjectRetention', {}],
      ['GetObjectLegalHold', {}],
      ['PutObjectRetention', { Retention }],
      ['PutObjectLegalHold', { LegalHold: { Status: 'ON' } }],
    ] as const) {
      expect(await s3(operation, { Bucket, Key: 'k', ...input })).toMatchObject({
        refused: 'InvalidRequest',
        message: 'Bucket is missing Object Lock Configuration',
      })
      expect(await s3(operation, { Bucket, Key: 'no', ...input })).toMatchObject({ refused: 'NoSuchKey' })
    }
  })

  it('is not given settings that would not act', async () => {
    const Bucket = await newBucket()
    const website = { IndexDocument: { Suffix: 'index.html' } }
    expect(await s3('PutBucketWebsite', { Bucket, WebsiteConfiguration: website })).toMatchObject({
      refused: 'NotImplemented',
      status: 501,
    })
  })
})

describe('settings of a bucket', () => {
  it('are kept until they are removed', async () => {
    const Bucket = await newBucket()
    const TagSet = [{ Key: 'team', Value: 'blue' }]
    await s3('PutBucketTagging', { Bucket, Tagging: { TagSet } })
    expect(await s3('GetBucketTagging', { Bucket })).toEqual({ TagSet })
    await s3('DeleteBucketTagging', { Bucket })
    expect(await s3('GetBucketTagging', { Bucket })).toMatchObject({ refused: 'NoSuchTagSet' })
    await s3('DeleteBucketOwnershipControls', { Bucket })
    expect(await s3('GetBucketOwnershipControls', { Bucket })).toMatchObject({
      refused: 'OwnershipControlsNotFoundError',
    })
    await s3('DeletePublicAccessBlock', { Bucket })
    expect(await s3('GetPublicAccessBlock', { Bucket })).toMatchObject({
      refused: 'NoSuchPublicAccessBlockConfiguration',
    })
  })

  it('take tags by the rules', async () => {
    const Bucket = await newBucket()
    const put = (TagSet: object[]) => s3('PutBucketTagging', { Bucket, Tagging: { TagSet } })
    expect(
      await put([
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ]),
    ).toMatchObject({ refused: 'InvalidTag' })
    expect(await put([{ Key: 'aws:a', Value: '1' }])).toMatchObject({ refused: 'InvalidTag' })
    expect(await put(Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' })))).toMatchObject({
      refused: 'BadRequest',
    })
  })

  it('know of no ACLs', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'k', Body: '' })
    for (const [operation, input] of [
      ['PutBucketAcl', { Bucket, ACL: 'public-read' }],
      ['PutObjectAcl', { Bucket, Key: 'k', ACL: 'public-read' }],
      ['PutObject', { Bucket, Key: 'k', Body: '', ACL: 'public-read' }],
    ] as const)
      expect(await s3(operation, input)).toMatchObject({
        refused: 'AccessControlListNotSupported',
        status: 400,
      })
    expect(
      await s3('PutObject', { Bucket, Key: 'k', Body: '', ACL: 'bucket-owner-full-control' }),
    ).toHaveProperty('ETag')
    const { Owner, Grants } = await s3('GetBucketAcl', { Bucket })
    expect(Grants).toEqual([{ Grantee: { ID: Owner.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }])
    expect(await s3('GetObjectAcl', { Bucket, Key: 'k' })).toEqual({ Owner, Grants })
  })

  it('know what is no ACL', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'k', Body: '' })
    const { Owner } = await s3('GetBucketAcl', { Bucket })
    const logs = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }
    const grant = (Grantee: object, Permission = 'READ') => ({
      AccessControlPolicy: { Owner, Grants: [{ Grantee, Permission }] },
    })
    const refusals: readonly (readonly [object, string, string?])[] = [
      [{}, 'MissingSecurityHeader'],
      // The SDK's word for a message that is empty.
      [{ ACL: 'no-acl' }, 'InvalidArgument', 'UnknownError'],
      [
        { GrantRead: 'uri="http://acs.amazonaws.com/groups/s3/Nobody"' },
        'InvalidArgument',
        'Invalid group uri',
      ],
      [{ GrantRead: 'name="me"' }, 'InvalidArgument', 'Argument format not recognized'],
      [{ GrantRead: 'id="me"' }, 'InvalidArgument', 'Invalid id'],
      [{ ACL: 'private', GrantRead: `id="${Owner.ID}"` }, 'InvalidRequest'],
      [{ ACL: 'private', ...grant(logs) }, 'UnexpectedContent'],
      [{ AccessControlPolicy: {} }, 'MalformedACLError'],
      [grant(logs, 'EVERYTHING'), 'MalformedACLError'],
      [grant({ Type: 'Everybody' }), 'MalformedACLError'],
      [
        grant({ ...logs, URI: 'http://acs.amazonaws.com/groups/s3/Nobody' }),
        'InvalidArgument',
        'Invalid group uri',
      ],
      [grant({ Type: 'CanonicalUser', ID: 'me' }), 'InvalidArgument', 'Invalid id'],
      [grant(logs), 'AccessControlListNotSupported'],
      [{ GrantRead: `id="${Owner.ID}", emailAddress="me@example.com"` }, 'AccessControlListNotSupported'],
    ]
    for (const [input, refused, message = expect.any(String)] of refusals)
      for (const operation of ['PutBucketAcl', 'PutObjectAcl'])
        expect([input, await s3(operation, { Bucket, Key: 'k', ...input })]).toEqual([
          input,
          { refused, message, status: 400 },
        ])
  })

  it('are made without ACLs, and take none that would leave an object to another account', async () => {
    expect(await s3('CreateBucket', { Bucket: fresh('bucket'), ACL: 'public-read' })).toMatchObject({
      refused: 'InvalidBucketAclWithObjectOwnership',
      status: 400,
    })
    const Bucket = fresh('bucket')
    expect(await s3('CreateBucket', { Bucket, ACL: 'private' })).toHaveProperty('Location')
    const put = (ACL: string, keys?: Keys) => s3('PutObject', { Bucket, Key: 'k', Body: 'k', ACL }, keys)
    const statement = { Principal: rootOf(server.trusted), Resource: `arn:aws:s3:::${Bucket}/*` }
    await s3('PutBucketPolicy', {
      Bucket,
      Policy: policy({ ...statement, Effect: 'Allow', Action: 's3:PutObject' }),
    })
    const other = server.trusted.admin
    expect(await put('private')).toHaveProperty('ETag')
    expect(await put('private', other)).toMatchObject({ refused: 'AccessControlListNotSupported' })
    expect(await put('bucket-owner-full-control', other)).toHaveProperty('ETag')
  })

  it('are not told to who may not make any', async () => {
    const unfit = { Bucket: fresh('bucket'), ObjectLockEnabledForBucket: true }
    const { keys } = await makeUser(server, server.trusting)
    expect(await s3('CreateBucket', unfit, keys)).toMatchObject({ refused: 'AccessDenied' })
    expect(await s3('CreateBucket', unfit)).toMatchObject({ refused: 'NotImplemented' })
  })

  it('are not told to who may not write', async () => {
    const Bucket = await newBucket()
    const put = (more: object) => s3('PutObject', { Bucket, Key: 'k', Body: 'k', ...more })
    const unfit = [
      { ACL: 'public-read' },
      { ServerSideEncryption: 'aws:kms' },
      { ServerSideEncryption: 'AES256', SSEKMSKeyId: 'a-key' },
    ]
    const refusals = async () => (await Promise.all(unfit.map(put))).map(({ refused }) => refused)
    expect(await refusals()).toEqual(['AccessControlListNotSupported', 'NotImplemented', 'InvalidArgument'])
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject' }
    await s3('PutBucketPolicy', {
      Bucket,
      Policy: policy({ ...statement, Resource: `arn:aws:s3:::${Bucket}/*` }),
    })
    expect(await refusals()).toEqual(['AccessDenied', 'AccessDenied', 'AccessDenied'])
  })
})

describe('a bucket policy', () => {
  it('is refused in S3’s words', async () => {
    const Bucket = await newBucket()
    const arn = `arn:aws:s3:::${Bucket}`
    const statement = {
      Effect: 'Allow',
      Principal: rootOf(server.trusted),
      Action: 's3:GetObject',
      Resource: `${arn}/*`,
    }
    const put = async (Policy: string) => (await s3('PutBucketPolicy', { Bucket, Policy })).message
    expect(await put('no JSON')).toBe("Policies must be valid JSON and the first byte must be '{'")
    for (const text of ['{true}', '{"Principal": "*" ']) {
      expect(await put(text)).toBe('This policy contains invalid Json')
      expect(await put(` ${text}`)).toBe("Policies must be valid JSON and the first byte must be '{'")
    }
    expect(await put('{}')).toBe('Missing required field Statement')
    expect(await put(policy({ ...statement, Resource: 'arn:aws:s3:::another/*' }))).toBe(
      'Policy has invalid resource',
    )
    expect(await put(policy({ ...statement, Resource: '*' }))).toBe('Policy has invalid resource')
    expect(await put(policy({ ...statement, Action: 's3:NoSuch' }))).toBe('Policy has invalid action')
    expect(await put(policy({ ...statement, Action: 'iam:GetUser' }))).toBe('Policy has invalid action')
    expect(await put(policy({ ...statement, Resource: arn }))).toBe(
      'Action does not apply to any resource(s) in statement',
    )
    const nobody = { AWS: `arn:aws:iam::${server.trusted.id}:user/nobody` }
    expect(await put(policy({ ...statement, Principal: nobody }))).toBe('Invalid principal in policy')
    expect(await put(policy({ ...statement, Principal: { CanonicalUser: 'a'.repeat(64) } }))).toBe(
      'Invalid principal in policy',
    )
    expect(await put(policy({ ...statement, Principal: server.trusted.id }))).toBe('Invalid policy syntax.')
    const given = (key: string) => policy({ ...statement, Condition: { StringEquals: { [key]: 'a' } } })
    for (const key of ['s3:x-acl', 's3:ExistingObjectTag', 's3:ExistingObjectTag/'])
      expect(await put(given(key))).toBe('Policy has an invalid condition key')
    for (const key of ['S3:ExistingObjectTag/team', 's3:versionid', 'aws:SourceVpce'])
      expect(await put(given(key))).toBeUndefined()
    const allBut = { ...statement, Principal: undefined, NotPrincipal: statement.Principal }
    expect(await put(policy(allBut))).toBe('Allow with NotPrincipal is not allowed.')
    expect(await put(policy({ ...allBut, Effect: 'Deny' }))).toBeUndefined()
    expect(await put(policy(statement))).toBeUndefined()
    expect(JSON.parse((await s3('GetBucketPolicy', { Bucket })).Policy).Statement).toEqual([statement])
    await s3('DeleteBucketPolicy', { Bucket })
    expect(await s3('DeleteBucketPolicy', { Bucket })).toEqual({})
  })

  it('that lets in anybody is prevented by Block Public Access, and told by its status', async () => {
    const Bucket = await newBucket()
    const put = (...statements: object[]) => s3('PutBucketPolicy', { Bucket, Policy: policy(...statements) })
    expect(await put(open(Bucket))).toMatchObject({ refused: 'AccessDenied' })
    const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-example123' } }
    expect(await put({ ...open(Bucket), Condition: inOrganization })).toEqual({})
    const status = async () => (await s3('GetBucketPolicyStatus', { Bucket })).PolicyStatus.IsPublic
    expect(await status()).toBe(false)
    await s3('DeletePublicAccessBlock', { Bucket })
    const conditions: readonly (readonly [object, boolean])[] = [
      [{ StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/*' } }, true],
      [{ StringEqualsIfExists: { 'aws:PrincipalAccount': '111111111111' } }, true],
      [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, true],
      [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, false],
      [{ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, false],
      [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    ]
    for (const [Condition, isPublic] of conditions) {
      await put({ ...open(Bucket), Condition })
      expect([Condition, await status()]).toEqual([Condition, isPublic])
    }
  })

  it('of a bucket that is restricted lets in nobody from outside, when it is public', async () => {
    const Bucket = await newBucket()
    await s3('PutObject', { Bucket, Key: 'k', Body: 'here' })
    await s3('DeletePublicAccessBlock', { Bucket })
    await s3('PutBucketPolicy', { Bucket, Policy: policy(open(Bucket)) })
    const read = () => s3('GetObject', { Bucket, Key: 'k' }, server.trusted.admin)
    expect(await read()).toMatchObject({ Body: 'here' })
    const restricted = { RestrictPublicBuckets: true }
    await s3('PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: restricted })
    expect(await read()).toMatchObject({ refused: 'AccessDenied', message: 'Access Denied' })
    expect((await fetch(`${server.url}/${Bucket}/k`)).status).toBe(403)
    const closed = { ...open(Bucket), Principal: rootOf(server.trusted) }
    await s3('PutBucketPolicy', { Bucket, Policy: policy(closed) })
    expect(await read()).toMatchObject({ Body: 'here' })
  })

  it('is the own account’s to change, whoever else it lets in', async () => {
    const Bucket = await newBucket()
    const all = {
      Effect: 'Allow',
      Principal: rootOf(server.trusted),
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    }
    await s3('PutBucketPolicy', { Bucket, Policy: policy(all) })
    expect(await s3('ListObjectsV2', { Bucket }, server.trusted.admin)).toMatchObject({ KeyCount: 0 })
    for (const operation of ['GetBucketPolicy', 'DeleteBucketPolicy'])
      expect(await s3(operation, { Bucket }, server.trusted.admin)).toMatchObject({
        refused: 'MethodNotAllowed',
        status: 405,
      })
  })
})

describe('the encryption of a bucket', () => {
  const ask = async (Bucket: string, ...Rules: object[]) =>
    s3('PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } })
  const byDefault = (more: object = {}) => ({
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256', ...more },
  })

  it('is put as it is, told and put back', async () => {
    const Bucket = await newBucket()
    const isTold = async (BucketKeyEnabled: boolean) =>
      expect(await s3('GetBucketEncryption', { Bucket })).toEqual({
        ServerSideEncryptionConfiguration: { Rules: [{ ...byDefault(), BucketKeyEnabled }] },
      })
    await isTold(false)
    expect(await ask(Bucket, { ...byDefault(), BucketKeyEnabled: true })).toEqual({})
    await isTold(true)
    expect(await ask(Bucket, byDefault())).toEqual({})
    await isTold(false)
    await ask(Bucket, { ...byDefault(), BucketKeyEnabled: true })
    expect(await s3('DeleteBucketEncryption', { Bucket })).toEqual({})
    await isTold(false)
  })

  it('is refused where it is none, or would need a key', async () => {
    const Bucket = await newBucket()
    const malformed = { refused: 'MalformedXML', status: 400 }
    expect(await ask(Bucket)).toMatchObject(malformed)
    expect(await ask(Bucket, {})).toMatchObject(malformed)
    expect(await ask(Bucket, byDefault(), byDefault())).toMatchObject(malformed)
    expect(await ask(Bucket, byDefault({ KMSMasterKeyID: 'key' }))).toMatchObject({
      refused: 'InvalidArgument',
    })
    expect(await ask(Bucket, byDefault({ SSEAlgorithm: 'aws:kms' }))).toMatchObject({
      refused: 'NotImplemented',
    })
    expect(await ask(fresh('none'))).toMatchObject({ refused: 'NoSuchBucket' })
    const nobody = await makeUser(server, server.trusting)
    const Rules = [byDefault()]
    expect(
      await s3('PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } }, nobody.keys),
    ).toMatchObject({ refused: 'AccessDenied' })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy, rootOf } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const s3 = s3CallsTo(() => server)

const withAcls = ['BucketOwnerPreferred', 'ObjectWriter']
const owned = (ObjectOwnership: string) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } })
const everybody = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'

/** Of the trusting account, with an object `k`; the trusted account may do with objects what is named. */
async function bucketOf(ObjectOwnership: string, ...Action: string[]): Promise<string> {
  const Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket, ObjectOwnership })
  await s3('PutObject', { Bucket, Key: 'k', Body: 'k' })
  if (Action.length === 0) return Bucket
  const statement = {
    Effect: 'Allow',
    Principal: rootOf(server.trusted),
    Resource: `arn:aws:s3:::${Bucket}/*`,
  }
  await s3('PutBucketPolicy', { Bucket, Policy: policy({ ...statement, Action }) })
  return Bucket
}

const ownerOf = async (Bucket: string) => (await s3('GetBucketAcl', { Bucket })).Owner

const aclOf = (Owner: object, ID: string, Permission = 'FULL_CONTROL') => ({
  AccessControlPolicy: { Owner, Grants: [{ Grantee: { Type: 'CanonicalUser', ID }, Permission }] },
})

describe('the ownership of objects', () => {
  it('is what somebody put, at first or later, who may', async () => {
    const Bucket = await bucketOf('ObjectWriter')
    expect(await s3('GetBucketOwnershipControls', { Bucket })).toEqual(owned('ObjectWriter'))
    for (const ownership of [...withAcls, 'BucketOwnerEnforced']) {
      expect(await s3('PutBucketOwnershipControls', { Bucket, ...owned(ownership) })).toEqual({})
      expect(await s3('GetBucketOwnershipControls', { Bucket })).toEqual(owned(ownership))
    }
    const { keys } = await makeUser(server, server.trusting)
    expect(await s3('PutBucketOwnershipControls', { Bucket, ...owned('ObjectWriter') }, keys)).toMatchObject({
      refused: 'AccessDenied',
    })
    expect(await s3('PutBucketOwnershipControls', { Bucket, ...owned('Nobody') })).toMatchObject({
      refused: 'MalformedXML',
    })
  })

  it.each(withAcls)(
    'with ACLs (%s) takes those that leave all to the owner, and no other',
    async ownership => {
      const Bucket = await bucketOf(ownership)
      const owner = await ownerOf(Bucket)
      const other = 'a'.repeat(64)
      const fullControl = { GrantFullControl: `id="${owner.ID}"` }
      const taken = [{ ACL: 'private' }, fullControl, aclOf(owner, owner.ID)]
      const untaken = [
        { GrantRead: `id="${owner.ID}"` },
        { ...fullControl, GrantRead: `id="${other}"` },
        aclOf(owner, other),
        aclOf(owner, owner.ID, 'READ'),
        { AccessControlPolicy: { Owner: owner } },
      ]
      const denied = [
        { ACL: 'public-read' },
        { ...fullControl, GrantRead: everybody },
        aclOf({ ID: other }, owner.ID),
      ]
      for (const [operation, of] of [
        ['PutBucketAcl', { Bucket }],
        ['PutObjectAcl', { Bucket, Key: 'k' }],
      ] as const) {
        for (const acl of taken) expect([acl, await s3(operation, { ...of, ...acl })]).toEqual([acl, {}])
        for (const acl of untaken)
          expect([acl, await s3(operation, { ...of, ...acl })]).toMatchObject([
            acl,
            { refused: 'NotImplemented' },
          ])
        for (const acl of denied)
          expect([acl, await s3(operation, { ...of, ...acl })]).toMatchObject([
            acl,
            { refused: 'AccessDenied' },
          ])
      }
      await s3('DeletePublicAccessBlock', { Bucket })
      expect(await s3('PutBucketAcl', { Bucket, ACL: 'public-read' })).toMatchObject({
        refused: 'NotImplemented',
      })
      expect(await s3('PutObjectAcl', { Bucket, Key: 'no', ACL: 'private' })).toMatchObject({
        refused: 'NoSuchKey',
      })
      expect((await s3('GetBucketAcl', { Bucket })).Grants).toMatchObject([{ Permission: 'FULL_CONTROL' }])
    },
  )

  it('with ACLs gives the owner what others write only as AWS does', async () => {
    const put = (Bucket: string, ACL?: string, keys?: Keys) =>
      s3('PutObject', { Bucket, Key: 'k', Body: 'k', ACL }, keys)
    const theirs = server.trusted.admin
    for (const ownership of withAcls) {
      const Bucket = await bucketOf(ownership, 's3:PutObject')
      for (const acl of [undefined, 'private', 'bucket-owner-full-control'])
        expect(await put(Bucket, acl)).toHaveProperty('ETag')
      for (const acl of [undefined, 'private'])
        expect(await put(Bucket, acl, theirs)).toMatchObject({ refused: 'NotImplemented', status: 501 })
      expect(await put(Bucket, 'public-read')).toMatchObject({ refused: 'AccessDenied' })
    }
    const given = 'bucket-owner-full-control'
    const [preferred, writers] = await Promise.all(withAcls.map(each => bucketOf(each, 's3:PutObject')))
    expect(await put(String(preferred), given, theirs)).toHaveProperty('ETag')
    expect(await put(String(writers), given, theirs)).toMatchObject({ refused: 'NotImplemented' })
    const upload = { Bucket: writers, Key: 'k' }
    expect(await s3('CreateMultipartUpload', upload, theirs)).toMatchObject({ refused: 'NotImplemented' })
    expect(await s3('CreateMultipartUpload', upload)).toHaveProperty('UploadId')
  })

  it('is for those to say, when a bucket is made, who may put it', async () => {
    const make = async (Action: string[], ObjectOwnership?: string) => {
      const { keys } = await makeUser(server, server.trusting, allow(Action, '*'))
      return (await s3('CreateBucket', { Bucket: fresh('bucket'), ObjectOwnership }, keys)).refused
    }
    const both = ['s3:CreateBucket', 's3:PutBucketOwnershipControls']
    expect(await make(['s3:CreateBucket'])).toBeUndefined()
    expect(await make(['s3:CreateBucket'], 'BucketOwnerEnforced')).toBe('AccessDenied')
    expect(await make(both, 'BucketOwnerEnforced')).toBeUndefined()
  })

  it('that was removed is that of who writes', async () => {
    const Bucket = await bucketOf('BucketOwnerEnforced', 's3:PutObject')
    const theirs = { Bucket, Key: 'theirs', Body: '', ACL: 'bucket-owner-full-control' }
    const acl = { Bucket, ACL: 'private' }
    expect(await s3('PutBucketAcl', acl)).toMatchObject({ refused: 'AccessControlListNotSupported' })
    expect(await s3('PutObject', theirs, server.trusted.admin)).toHaveProperty('ETag')
    await s3('DeleteBucketOwnershipControls', { Bucket })
    expect(await s3('PutBucketAcl', acl)).toEqual({})
    expect(await s3('PutObject', theirs, server.trusted.admin)).toMatchObject({ refused: 'NotImplemented' })
  })

  it('that a bucket is made with says which ACL it is made with', async () => {
    const made = (more: object) => s3('CreateBucket', { Bucket: fresh('bucket'), ...more })
    for (const ObjectOwnership of withAcls) {
      expect(await made({ ObjectOwnership, ACL: 'private' })).toHaveProperty('Location')
      for (const acl of [{ ACL: 'public-read' }, { GrantRead: everybody }])
        expect(await made({ ObjectOwnership, ...acl })).toMatchObject({
          refused: 'InvalidBucketAclWithBlockPublicAccessError',
          status: 400,
        })
      expect(await made({ ObjectOwnership, GrantWrite: `id="${'a'.repeat(64)}"` })).toMatchObject({
        refused: 'NotImplemented',
      })
    }
  })
})

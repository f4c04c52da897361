import { CreateUserCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AnyAnswer } from './support/doorways.ts'
import { answered } from './support/iam-calls.ts'
import { type OrganizationScene, organize, type SceneAccount } from './support/organizations-scene.ts'
import { fresh } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'
import { bucketPolicy, cloudtrailService, tells, trailArn, trailScene } from './support/trail-scene.ts'

/**
 * A trail of an organization: its management account's, for the events of all members, into a bucket of one that archives.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
let server: TestServer
let organization: OrganizationScene
let member: SceneAccount
let archive: SceneAccount
let bucket: string
const Name = 'of-all'
const { call, bucket: makeBucket, setPolicy, files, delivered, trail } = trailScene(() => server)
beforeAll(async () => {
  server = await startTestServer(undefined, { trailDeliverySeconds: 0.05 })
  organization = await organize(server)
  member = await organization.account()
  archive = await organization.account()
  bucket = await makeBucket(archive.admin)
})
afterAll(() => server.close())

const arn = () => trailArn(server.trusted.id, Name)
const service = (operation: string) => organization.call(operation, { ServicePrincipal: cloudtrailService })
const created = (keys?: Keys, input = {}) =>
  call('CreateTrail', { Name, S3BucketName: bucket, IsOrganizationTrail: true, ...input }, keys)

async function makeUser(keys: Keys): Promise<string> {
  const UserName = fresh('told')
  await server.iam(keys).send(new CreateUserCommand({ UserName }))
  return UserName
}
const about = (userName: string) => tells('CreateUser', { userName })
const inBucket = (isThere: (records: readonly AnyAnswer[]) => boolean) =>
  delivered(bucket, isThere, archive.admin)

it('is made by who manages the organization, where CloudTrail is trusted and the bucket lets it in', async () => {
  const code = (outcome: AnyAnswer) => outcome.refused?.code
  expect(code(await created(server.trusting.admin))).toBe('OrganizationsNotInUseException')
  expect(code(await created(member.admin))).toBe('NotOrganizationMasterAccountException')
  expect(code(await created())).toBe('CloudTrailAccessNotEnabledException')
  answered(await service('EnableAWSServiceAccess'))
  const condition = { StringEquals: { 'aws:SourceArn': arn() } }
  await setPolicy(bucket, bucketPolicy(bucket, { account: server.trusted.id, condition }), archive.admin)
  expect(code(await created())).toBe('InsufficientS3BucketPolicyException')
  // AWSCloudTrailOrganizationWrite20150319
  await setPolicy(bucket, bucketPolicy(bucket, { account: organization.id, condition }), archive.admin)
  expect(answered(await created())).toMatchObject({ TrailARN: arn(), IsOrganizationTrail: true })
  answered(await call('StartLogging', { Name }))
})

it('tells of all members, each in a folder of its own, and of nobody else', async () => {
  const users = [server.trusted.admin, member.admin, server.trusting.admin]
  const [ofManagement = '', ofMember = '', ofOutsider = ''] = await Promise.all(users.map(makeUser))
  const last = await makeUser(server.trusted.admin)
  const records = await inBucket(all => [ofManagement, ofMember, last].every(name => about(name)(all)))
  expect(about(ofOutsider)(records)).toBe(false)
  for (const { key, records: ofFile } of await files(bucket, archive.admin)) {
    const [, organizationId, account] = key.split('/')
    expect(organizationId).toBe(organization.id)
    expect([...new Set(ofFile.map(record => record.recipientAccountId))]).toEqual([account])
  }
})

it('begins with an account when that joins', async () => {
  const before = await makeUser(server.trusting.admin)
  await organization.join()
  const after = await makeUser(server.trusting.admin)
  const records = await inBucket(about(after))
  expect(about(before)(records)).toBe(false)
})

it('is seen by members and by nobody else; only who manages the organization changes it', async () => {
  const seenBy = async (keys: Keys) =>
    answered(await call('DescribeTrails', {}, keys)).trailList.map((one: AnyAnswer) => one.TrailARN)
  expect(await seenBy(member.admin)).toEqual([arn()])
  expect(answered(await call('ListTrails', {}, member.admin)).Trails).toEqual([
    { Name, TrailARN: arn(), HomeRegion: 'us-east-1' },
  ])
  expect(answered(await call('GetTrail', { Name: arn() }, member.admin)).Trail).toMatchObject({
    S3BucketName: bucket,
    IsOrganizationTrail: true,
  })
  expect(answered(await call('GetTrailStatus', { Name: arn() }, member.admin)).IsLogging).toBe(true)
  for (const operation of ['StopLogging', 'DeleteTrail', 'UpdateTrail'])
    expect(await call(operation, { Name: arn() }, member.admin), operation).toMatchObject({
      refused: { code: 'NotOrganizationMasterAccountException' },
    })
  const tags = { ResourceId: arn(), TagsList: [{ Key: 'team', Value: 'a' }] }
  expect(await call('AddTags', tags, member.admin)).toMatchObject({
    refused: { code: 'ResourceNotFoundException' },
  })
  // The management account's own trails are its own.
  const own = await makeBucket()
  await setPolicy(own, bucketPolicy(own, { account: server.trusted.id }))
  const ownName = await trail(own)
  const ownArn = trailArn(server.trusted.id, ownName)
  expect(await call('GetTrail', { Name: ownArn }, member.admin)).toMatchObject({
    refused: { code: 'TrailNotFoundException' },
  })
  expect(await seenBy(member.admin)).toEqual([arn()])
  answered(await call('DeleteTrail', { Name: ownName }))
})

it("is managed by a delegated administrator too, and stays the management account's", async () => {
  const delegation = { AccountId: member.id, ServicePrincipal: cloudtrailService }
  answered(await organization.call('RegisterDelegatedAdministrator', delegation))
  answered(await call('StopLogging', { Name: arn() }, member.admin))
  answered(await call('StartLogging', { Name: arn() }, member.admin))
  // Whose trail it is turns it into an account's own, and nobody else.
  expect(await call('UpdateTrail', { Name: arn(), IsOrganizationTrail: false }, member.admin)).toMatchObject({
    refused: { code: 'NotOrganizationMasterAccountException' },
  })
  const second = { Name: 'second' }
  await setPolicy(bucket, bucketPolicy(bucket, { account: organization.id }), archive.admin)
  expect(answered(await created(member.admin, second)).TrailARN).toBe(
    trailArn(server.trusted.id, second.Name),
  )
  expect(answered(await call('GetTrail', second)).Trail.IsOrganizationTrail).toBe(true)
  answered(await call('DeleteTrail', { Name: trailArn(server.trusted.id, second.Name) }, member.admin))
  answered(await organization.call('DeregisterDelegatedAdministrator', delegation))
  expect(await call('StopLogging', { Name: arn() }, member.admin)).toMatchObject({
    refused: { code: 'NotOrganizationMasterAccountException' },
  })
})

it('is turned into one of its account alone, and back', async () => {
  const folders = [organization.id, server.trusted.id].flatMap(account => bucketPolicy(bucket, { account }))
  await setPolicy(
    bucket,
    folders.map((statement, index) => ({ ...statement, Sid: `S${index}` })),
    archive.admin,
  )
  answered(await call('UpdateTrail', { Name, IsOrganizationTrail: false }))
  expect(answered(await call('DescribeTrails', {}, member.admin)).trailList).toEqual([])
  const [unseen, seen] = [await makeUser(member.admin), await makeUser(server.trusted.admin)]
  expect(about(unseen)(await inBucket(about(seen)))).toBe(false)
  answered(await call('UpdateTrail', { Name, IsOrganizationTrail: true }))
  await inBucket(about(await makeUser(member.admin)))
})

it('tells nothing while CloudTrail is not trusted', async () => {
  answered(await service('DisableAWSServiceAccess'))
  const untold = await makeUser(server.trusted.admin)
  expect(answered(await call('DescribeTrails', {}, member.admin)).trailList).toEqual([])
  // What it looks through meanwhile it has passed when another trail has delivered in two rounds since.
  const own = await makeBucket()
  await setPolicy(own, bucketPolicy(own, { account: server.trusted.id }))
  await trail(own)
  await delivered(own, about(await makeUser(server.trusted.admin)))
  await delivered(own, about(await makeUser(server.trusted.admin)))
  answered(await service('EnableAWSServiceAccess'))
  const told = await makeUser(server.trusted.admin)
  const records = await inBucket(about(told))
  expect(about(untold)(records)).toBe(false)
})

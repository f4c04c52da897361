import { CreateOrganizationCommand } from '@aws-sdk/client-organizations'
import { CopyObjectCommand, GetObjectCommand, type S3ServiceException } from '@aws-sdk/client-s3'
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestAccount, type TestServer } from './support/test-server.ts'

/** What explains a decision between two accounts tells neither of them what is the other's. */
let server: TestServer
let Bucket: string
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())

async function explained(account: TestAccount, requestId: string | undefined): Promise<string> {
  const command = new DecodeAuthorizationMessageCommand({ EncodedMessage: requestId ?? '' })
  const { DecodedMessage } = await server.sts(account.admin).send(command)
  return DecodedMessage ?? ''
}

it('whoever is refused learns neither that an object is there nor whose the bucket is', async () => {
  await server.organizations(server.trusting.admin).send(new CreateOrganizationCommand({}))
  await s3('PutObject', { Bucket, Key: 'there', Body: '', Tagging: 'level=hidden-tag' })
  const client = server.s3(server.trusted.admin)
  const tellings = []
  for (const Key of ['there', 'none']) {
    const refusal = await client.send(new GetObjectCommand({ Bucket, Key })).catch(error => error)
    const { $metadata, name } = refusal as S3ServiceException
    expect(name).toBe('AccessDenied')
    const text = await explained(server.trusted, $metadata.requestId)
    const { conditions } = JSON.parse(text).context
    tellings.push(conditions.items.map(({ key }: { key: string }) => key).sort())
    for (const hidden of ['hidden-tag', server.trusting.id, 'ResourceOrg']) expect(text).not.toContain(hidden)
  }
  expect(tellings[0]).toEqual(tellings[1])
})

it('whom something is copied to is not told why it could be read where it came from', async () => {
  const source = fresh('source')
  await s3('CreateBucket', { Bucket: source }, server.trusted.admin)
  await s3('PutObject', { Bucket: source, Key: 'k', Body: 'own' }, server.trusted.admin)
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: server.trusted.id },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  }
  expect(await s3('PutBucketPolicy', { Bucket, Policy: policy(statement) })).toEqual({})
  const { keys } = await makeUser(server, server.trusted, allow(['s3:GetObject', 's3:PutObject'], '*'))
  const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${source}/k` })
  const { $metadata } = await server.s3(keys).send(copy)
  const resources = async (account: TestAccount) =>
    JSON.parse(await explained(account, $metadata.requestId)).decisions.map(
      ({ resource }: { resource: string }) => resource,
    )
  const [to, from] = [`arn:aws:s3:::${Bucket}/copy`, `arn:aws:s3:::${source}/k`]
  expect(await resources(server.trusting)).toEqual([to])
  expect(await resources(server.trusted)).toEqual([to, from])
})

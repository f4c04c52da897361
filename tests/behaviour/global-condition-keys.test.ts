import { CreateUserCommand, GetUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import {
  CreateOrganizationCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-organizations'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import {
  DecodeAuthorizationMessageCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readersOf } from './support/readers-scene.ts'
import {
  allow,
  assume,
  fresh,
  keysOf,
  makeRole,
  makeUser,
  policy,
  type TestUser,
  trust,
} from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: when each key is there.

let server: TestServer
let user: TestUser
const { bucketFor } = readersOf(() => server)
const everything = allow('*', '*')
beforeAll(async () => {
  server = await startTestServer()
  user = await makeUser(server, server.trusted, everything)
})
afterAll(() => server.close())

/** The condition keys on which a request was decided. */
async function keysIn(request: Promise<{ $metadata: { requestId?: string } }>) {
  const { $metadata } = await request
  const { DecodedMessage = '' } = await server
    .sts(server.trusted.admin)
    .send(new DecodeAuthorizationMessageCommand({ EncodedMessage: $metadata.requestId }))
  const { items } = JSON.parse(DecodedMessage).context.conditions
  return Object.fromEntries(
    items.map(({ key, values }: { key: string; values: { items: { value: string }[] } }) => [
      key,
      values.items.map(({ value }) => value).join(),
    ]),
  )
}

const keysOfCaller = (keys: Keys) => keysIn(server.s3(keys).send(new ListBucketsCommand({})))
const ofSession = { 'aws:TokenIssueTime': expect.any(String), 'aws:MultiFactorAuthPresent': 'false' }
const neverDirect = [
  ...[
    'CalledVia',
    'CalledViaFirst',
    'CalledViaLast',
    'SourceArn',
    'SourceAccount',
    'SourceVpc',
    'SourceVpce',
  ],
  ...['PrincipalServiceName', 'PrincipalOrgID', 'PrincipalOrgPaths', 'FederatedProvider', 'referer'],
]

async function caller(kind: string): Promise<{ keys: Keys; has: object; lacks: readonly string[] }> {
  const { id } = server.trusted
  const sts = server.sts(user.keys)
  const ofUser = {
    'aws:PrincipalType': 'User',
    'aws:userid': user.id,
    'aws:username': user.name,
    'aws:PrincipalArn': user.arn,
  }
  switch (kind) {
    case 'a user’s access key':
      return {
        keys: user.keys,
        has: ofUser,
        lacks: ['TokenIssueTime', 'MultiFactorAuthPresent', 'MultiFactorAuthAge', 'SourceIdentity'],
      }
    case 'a user’s session token': {
      const { Credentials } = await sts.send(new GetSessionTokenCommand({}))
      return { keys: keysOf(Credentials), has: { ...ofUser, ...ofSession }, lacks: ['MultiFactorAuthAge'] }
    }
    case 'a federated user': {
      const asked = new GetFederationTokenCommand({ Name: 'fay', Policy: policy(everything) })
      const { Credentials } = await sts.send(asked)
      const arn = `arn:aws:sts::${id}:federated-user/fay`
      const has = {
        'aws:PrincipalType': 'FederatedUser',
        'aws:userid': `${id}:fay`,
        'aws:PrincipalArn': arn,
        ...ofSession,
      }
      return { keys: keysOf(Credentials), has, lacks: ['username', 'MultiFactorAuthAge'] }
    }
    default: {
      const actions = ['sts:AssumeRole', 'sts:SetSourceIdentity']
      const role = await makeRole(server, server.trusted, {
        trust: [trust({ AWS: user.arn }, undefined, actions)],
        permissions: [everything],
        tags: { team: 'red' },
        path: '/division/',
      })
      const keys = await assume(server, user.keys, role, { SourceIdentity: 'ann' })
      const has = {
        'aws:PrincipalType': 'AssumedRole',
        'aws:userid': `${role.id}:session`,
        'aws:PrincipalArn': role.arn,
        'aws:PrincipalTag/team': 'red',
        'aws:SourceIdentity': 'ann',
        ...ofSession,
      }
      return { keys, has, lacks: ['username', 'MultiFactorAuthAge'] }
    }
  }
}

describe('the condition keys of a caller', () => {
  it.each(['a user’s access key', 'a user’s session token', 'a federated user', 'a role’s session'])(
    'that signs with the credentials of %s',
    async kind => {
      const { keys, has, lacks } = await caller(kind)
      const found = await keysOfCaller(keys)
      expect(found).toMatchObject({
        'aws:PrincipalAccount': server.trusted.id,
        'aws:PrincipalIsAWSService': 'false',
        'aws:ViaAWSService': 'false',
        'aws:SecureTransport': 'false',
        'aws:SourceIp': '127.0.0.1',
        'aws:CurrentTime': expect.any(String),
        'aws:EpochTime': expect.any(String),
        'aws:UserAgent': expect.any(String),
        ...has,
      })
      for (const name of [...neverDirect, ...lacks]) expect(found).not.toHaveProperty([`aws:${name}`])
    },
  )
})

describe('aws:RequestedRegion', () => {
  const elsewhere = () => ({ endpoint: server.url, region: 'eu-west-1', credentials: user.keys })

  it('is that of the only endpoint of IAM, whatever region a request is signed for', async () => {
    const iam = new IAMClient(elsewhere())
    const found = await keysIn(iam.send(new ListUsersCommand({})))
    expect(found).toMatchObject({ 'aws:RequestedRegion': 'us-east-1' })
  })

  it('is that of the signature where a service has an endpoint in every region', async () => {
    const s3 = new S3Client({ ...elsewhere(), forcePathStyle: true })
    const found = await keysIn(s3.send(new ListBucketsCommand({})))
    expect(found).toMatchObject({ 'aws:RequestedRegion': 'eu-west-1' })
  })
})

describe('the tags of a resource', () => {
  const Tags = [{ Key: 'team', Value: 'red' }]
  const [ofAny, ofIam] = ['aws:ResourceTag/team', 'iam:ResourceTag/team']

  it('have IAM’s own key too where the resource is IAM’s', async () => {
    const iam = server.iam(server.trusted.admin)
    const UserName = fresh('tagged')
    await iam.send(new CreateUserCommand({ UserName, Tags }))
    expect(await keysIn(iam.send(new GetUserCommand({ UserName })))).toMatchObject({
      [ofAny]: 'red',
      [ofIam]: 'red',
    })
  })

  it('have not where it is another service’s', async () => {
    const organizations = server.organizations(server.trusted.admin)
    await organizations.send(new CreateOrganizationCommand({}))
    const account = { ResourceId: server.trusted.id }
    await organizations.send(new TagResourceCommand({ ...account, Tags }))
    const found = await keysIn(organizations.send(new ListTagsForResourceCommand(account)))
    expect(found).toHaveProperty([ofAny], 'red')
    expect(found).not.toHaveProperty([ofIam])
  })
})

describe('aws:referer', () => {
  it('is what the header says, and not there without it', async () => {
    const statusFrom = async (bucket: string, headers: Record<string, string> = {}) =>
      (await fetch(`${server.url}/${bucket}/k`, { headers })).status
    const fromUs = { 'aws:Referer': 'https://www.example.com/*' }
    const linked = await bucketFor('*', { Condition: { StringLike: fromUs } })
    expect(await statusFrom(linked, { referer: 'https://www.example.com/page' })).toBe(200)
    expect(await statusFrom(linked, { referer: 'https://elsewhere.example/' })).toBe(403)
    expect(await statusFrom(linked)).toBe(403)
  })
})

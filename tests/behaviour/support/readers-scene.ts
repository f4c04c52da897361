import {
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetFederationTokenCommand } from '@aws-sdk/client-sts'
import { expect } from 'vitest'
import { s3CallsTo } from './s3-calls.ts'
import { allow, fresh, keysOf, makeUser, policy, rootOf, type TestUser, trust } from './scene.ts'
import type { Keys, TestAccount, TestServer } from './test-server.ts'

/** Who reads an object, and by what they are narrowed; buckets whose policy lets somebody read. */
export interface Narrowed {
  readonly identity?: object
  readonly boundary?: object
  readonly session?: object
}

export interface Reader {
  readonly arn: string
  readonly keys: Keys
}

/** With the ARNs that policies may name a session by. */
export interface SessionReader extends Reader {
  readonly sessionArn: string
}

export interface ReadersScene {
  /** A bucket of the trusting account with one object, `k`, and a policy that lets a principal read it. */
  readonly bucketFor: (principal: unknown, more?: object) => Promise<string>
  readonly user: (account: TestAccount, narrowed: Narrowed) => Promise<TestUser>
  /** A session of a role of the account. */
  readonly session: (account: TestAccount, narrowed: Narrowed) => Promise<SessionReader>
  /** A federated user of the account: `arn` is that of the user who asked for the session. */
  readonly federated: (account: TestAccount, narrowed: Narrowed) => Promise<SessionReader>
}

export const readAnything = allow('s3:GetObject', '*')
/** A policy that is there, and allows nothing that is asked. */
export const nothing = allow('sqs:SendMessage', '*')

export function readersOf(server: () => TestServer): ReadersScene {
  const s3 = s3CallsTo(server)

  async function bounded(account: TestAccount, boundary: object | undefined): Promise<string | undefined> {
    if (!boundary) return undefined
    const input = { PolicyName: fresh('boundary'), PolicyDocument: policy(boundary) }
    return (await server().iam(account.admin).send(new CreatePolicyCommand(input))).Policy?.Arn
  }

  async function user(account: TestAccount, { identity, boundary }: Narrowed): Promise<TestUser> {
    const made = await makeUser(server(), account, ...(identity ? [identity] : []))
    const PermissionsBoundary = await bounded(account, boundary)
    if (PermissionsBoundary !== undefined) {
      const input = { UserName: made.name, PermissionsBoundary }
      await server().iam(account.admin).send(new PutUserPermissionsBoundaryCommand(input))
    }
    return made
  }

  return {
    async bucketFor(principal, more = {}) {
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
    },

    user,

    async session(account, { identity, boundary, session }) {
      const iam = server().iam(account.admin)
      const RoleName = fresh('role')
      const { Role } = await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: policy(trust(rootOf(account))),
          PermissionsBoundary: await bounded(account, boundary),
        }),
      )
      const inline = { RoleName, PolicyName: 'p', PolicyDocument: policy(identity ?? nothing) }
      if (identity) await iam.send(new PutRolePolicyCommand(inline))
      const { Credentials } = await server()
        .sts(account.admin)
        .send(
          new AssumeRoleCommand({
            RoleArn: Role?.Arn,
            RoleSessionName: 'them',
            ...(session && { Policy: policy(session) }),
          }),
        )
      const sessionArn = `arn:aws:sts::${account.id}:assumed-role/${RoleName}/them`
      return { arn: Role?.Arn ?? '', sessionArn, keys: keysOf(Credentials) }
    },

    async federated(account, { identity = nothing, boundary, session }) {
      const federating = allow('sts:GetFederationToken', '*')
      const may = { Version: '2012-10-17', Statement: [federating, identity] }
      const parent = await user(account, { ...(boundary && { boundary }) })
      await server()
        .iam(account.admin)
        .send(
          new PutUserPolicyCommand({
            UserName: parent.name,
            PolicyName: 'test',
            PolicyDocument: JSON.stringify(may),
          }),
        )
      const Name = fresh('them')
      const input = { Name, ...(session && { Policy: policy(session) }) }
      const { Credentials } = await server().sts(parent.keys).send(new GetFederationTokenCommand(input))
      const sessionArn = `arn:aws:sts::${account.id}:federated-user/${Name}`
      return { arn: parent.arn, sessionArn, keys: keysOf(Credentials) }
    },
  }
}

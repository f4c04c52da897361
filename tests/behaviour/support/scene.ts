import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials } from '@aws-sdk/client-sts'
import type { Keys, TestAccount, TestServer } from './test-server.ts'

/** The furniture of a test: users with one policy, roles with one trust policy, made by the accounts' admins. */

let made = 0
/** Names never meet, so tests of one file can share a server. */
export function fresh(stem: string): string {
  made += 1
  return `${stem}-${made}`
}

export interface TestUser {
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly keys: Keys
}

export interface TestRole {
  readonly name: string
  readonly arn: string
  readonly id: string
}

export function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

export function allow(action: string | string[], resource: string, condition?: object): object {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition && { Condition: condition }) }
}

export function trust(
  principal: object,
  condition?: object,
  action: string | string[] = 'sts:AssumeRole',
): object {
  return { Effect: 'Allow', Principal: principal, Action: action, ...(condition && { Condition: condition }) }
}

export function rootOf(account: TestAccount): { AWS: string } {
  return { AWS: `arn:aws:iam::${account.id}:root` }
}

/** A user with a key, and an inline policy of these statements if there are any. */
export async function makeUser(
  server: TestServer,
  account: TestAccount,
  ...statements: object[]
): Promise<TestUser> {
  const iam = server.iam(account.admin)
  const name = fresh('user')
  const { User } = await iam.send(new CreateUserCommand({ UserName: name }))
  if (statements.length > 0) {
    await iam.send(
      new PutUserPolicyCommand({ UserName: name, PolicyName: 'test', PolicyDocument: policy(...statements) }),
    )
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
  return {
    name,
    arn: User?.Arn ?? '',
    id: User?.UserId ?? '',
    keys: { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
  }
}

export interface RoleOptions {
  readonly trust: readonly object[]
  /** Statements of an inline policy. */
  readonly permissions?: readonly object[]
  readonly managed?: readonly string[]
  readonly maxSessionSeconds?: number
  readonly tags?: Readonly<Record<string, string>>
  readonly path?: string
}

export async function makeRole(
  server: TestServer,
  account: TestAccount,
  options: RoleOptions,
): Promise<TestRole> {
  const iam = server.iam(account.admin)
  const name = fresh('Role')
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: policy(...options.trust),
      Path: options.path,
      MaxSessionDuration: options.maxSessionSeconds,
      Tags: options.tags && Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  )
  if (options.permissions) {
    const PolicyDocument = policy(...options.permissions)
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'test', PolicyDocument }))
  }
  for (const PolicyArn of options.managed ?? []) {
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }))
  }
  return { name, arn: Role?.Arn ?? '', id: Role?.RoleId ?? '' }
}

/** Takes a role by the SDK, for tests whose matter is what comes after. */
export async function assume(
  server: TestServer,
  keys: Keys,
  role: TestRole,
  input: Partial<AssumeRoleCommandInput> = {},
): Promise<Keys> {
  const { Credentials } = await server
    .sts(keys)
    .send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'session', ...input }))
  return keysOf(Credentials)
}

export function keysOf(credentials: Credentials | undefined): Keys {
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  }
}

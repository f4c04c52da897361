import type { Principal } from '../../../../src/policy/request.ts'
import type { Random } from '../random.ts'

/**
 * What the policies and the requests of one round are about. It is small, so that they meet: among all the
 * actions and resources there are, hardly a statement would ever apply.
 */
export interface Scene {
  readonly partition: string
  /** The caller's account first. */
  readonly accounts: readonly [string, string]
  readonly actions: readonly [string, ...string[]]
  readonly resources: readonly [string, ...string[]]
  readonly callers: readonly [Principal, ...Principal[]]
}

const services: readonly [ServiceScene, ...ServiceScene[]] = [
  {
    actions: ['s3:GetObject', 's3:GetObjectTagging', 's3:PutObject', 's3:ListBucket'],
    resource: (partition, _, name) => `arn:${partition}:s3:::${name}/team/report.txt`,
  },
  {
    actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    resource: (partition, account, name) => `arn:${partition}:iam::${account}:role/ops/${name}`,
  },
  {
    actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
    resource: (partition, account, name) => `arn:${partition}:dynamodb:eu-west-1:${account}:table/${name}`,
  },
  {
    actions: ['logs:PutLogEvents', 'logs:GetLogEvents', 'logs:CreateLogStream'],
    resource: (partition, account, name) => `arn:${partition}:logs:eu-west-1:${account}:log-group:${name}:*`,
  },
]

interface ServiceScene {
  readonly actions: readonly [string, ...string[]]
  readonly resource: (partition: string, account: string, name: string) => string
}

const names = ['alpha', 'beta', 'Gamma', 'delta-4', 'x'] as const
const accountIds = ['111111111111', '222222222222', '333333333333'] as const
const oddActions = ['*', 'nonsense', 's3:', ':', '', 's3:Get:Object', 's*:GetObject'] as const
const oddResources = [
  '*',
  '',
  'arn:aws:s3',
  'arn:aws:s3:::',
  'ARN:aws:s3:::alpha',
  'alpha',
  'arn:::::',
] as const

export function makeScene(random: Random): Scene {
  const partition = random.weighted([
    [90, 'aws'],
    [7, 'aws-cn'],
    [3, 'aws-us-gov'],
  ])
  const first = random.below(accountIds.length)
  const accounts = [accountIds[first] ?? '', accountIds[(first + 1) % accountIds.length] ?? ''] as const
  const service = random.pick(services)
  const owner = random.pick(accounts)
  const resource = () =>
    service.resource(partition, random.chance(0.8) ? owner : random.pick(accounts), random.pick(names))
  const caller = () => makeCaller(partition, random.chance(0.8) ? accounts[0] : accounts[1], random)
  return {
    partition,
    accounts,
    actions: [random.pick(service.actions), random.pick(service.actions), ...service.actions],
    resources: [resource(), resource(), resource()],
    callers: [caller(), caller(), caller()],
  }
}

export function requestedAction(scene: Scene, random: Random): string {
  return random.chance(0.04) ? random.pick(oddActions) : random.pick(scene.actions)
}

export function requestedResource(scene: Scene, random: Random): string {
  return random.chance(0.07) ? random.pick(oddResources) : random.pick(scene.resources)
}

const userNames = ['alice', 'Bob', 'eve'] as const
const roleNames = ['admin', 'Reader'] as const
const sessionNames = ['one', 'Two'] as const
const paths = ['/', '/ops/', '/a/b/'] as const

/** Ids are told apart by the name, so that a namesake in another account is someone else. */
function idOf(prefix: string, account: string, name: string): string {
  return `${prefix}${account}${name.toUpperCase()}`
}

function makeUser(partition: string, accountId: string, random: Random) {
  const name = random.pick(userNames)
  return {
    arn: `arn:${partition}:iam::${accountId}:user${random.pick(paths)}${name}`,
    userId: idOf('AIDA', accountId, name),
  }
}

export function makeCaller(partition: string, accountId: string, random: Random): Principal {
  return random.weighted<() => Principal>([
    [28, () => ({ kind: 'user', accountId, ...makeUser(partition, accountId, random) })],
    [32, () => makeSession(partition, accountId, random)],
    [8, () => ({ kind: 'root', accountId, arn: `arn:${partition}:iam::${accountId}:root` })],
    [14, () => makeFederatedUser(partition, accountId, random)],
    [7, () => ({ kind: 'service', service: random.pick(['ec2.amazonaws.com', 'lambda.amazonaws.com']) })],
    [7, () => ({ kind: 'federated', provider: random.pick(providersOf(partition, accountId)) })],
    [4, () => ({ kind: 'anonymous' })],
  ])()
}

function makeSession(partition: string, accountId: string, random: Random): Principal {
  const role = random.pick(roleNames)
  return {
    kind: 'role-session',
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role}/${random.pick(sessionNames)}`,
    roleArn: `arn:${partition}:iam::${accountId}:role${random.pick(paths)}${role}`,
    roleId: idOf('AROA', accountId, role),
  }
}

function makeFederatedUser(partition: string, accountId: string, random: Random): Principal {
  const parent = makeUser(partition, accountId, random)
  return {
    kind: 'federated-user',
    accountId,
    arn: `arn:${partition}:sts::${accountId}:federated-user/${random.pick(userNames)}`,
    ...(random.chance(0.2)
      ? { parentArn: `arn:${partition}:iam::${accountId}:root`, parentId: accountId }
      : { parentArn: parent.arn, parentId: parent.userId }),
  }
}

export function providersOf(partition: string, accountId: string): readonly [string, ...string[]] {
  return [
    `arn:${partition}:iam::${accountId}:saml-provider/corp`,
    `arn:${partition}:iam::${accountId}:oidc-provider/token.example.com`,
    'cognito-identity.amazonaws.com',
  ]
}

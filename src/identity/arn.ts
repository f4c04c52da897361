import { type AccountId, isAccountId } from './account-id.ts'

/**
 * ARNs of the entities of IAM and STS.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export interface ArnParts {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly accountId: string
  readonly resource: string
}

export const partition = 'aws'

/** Undefined when the text has fewer than six colon-separated parts or does not start with `arn:`. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):([\s\S]*)$/.exec(text)
  if (!match) return undefined
  const [, partition = '', service = '', region = '', accountId = '', resource = ''] = match
  return { partition, service, region, accountId, resource }
}

const iam = (owner: string, resource: string) => `arn:${partition}:iam::${owner}:${resource}`
const sts = (owner: string, resource: string) => `arn:${partition}:sts::${owner}:${resource}`

/** Builders. A path is `/` or `/…/`, as IAM stores it. */
export const arn = {
  root: (account: AccountId) => iam(account, 'root'),
  user: (account: AccountId, path: string, name: string) => iam(account, `user${path}${name}`),
  group: (account: AccountId, path: string, name: string) => iam(account, `group${path}${name}`),
  role: (account: AccountId, path: string, name: string) => iam(account, `role${path}${name}`),
  policy: (account: AccountId, path: string, name: string) => iam(account, `policy${path}${name}`),
  managedPolicy: (path: string, name: string) => iam('aws', `policy${path}${name}`),
  mfaDevice: (account: AccountId, path: string, name: string) => iam(account, `mfa${path}${name}`),
  instanceProfile: (account: AccountId, path: string, name: string) =>
    iam(account, `instance-profile${path}${name}`),
  serverCertificate: (account: AccountId, path: string, name: string) =>
    iam(account, `server-certificate${path}${name}`),
  oidcProvider: (account: AccountId, url: string) => iam(account, `oidc-provider/${url}`),
  samlProvider: (account: AccountId, name: string) => iam(account, `saml-provider/${name}`),
  delegationRequest: (account: AccountId, id: string) => iam(account, `delegation-request/${id}`),
  roleSession: (account: AccountId, roleName: string, sessionName: string) =>
    sts(account, `assumed-role/${roleName}/${sessionName}`),
  federatedUser: (account: AccountId, name: string) => sts(account, `federated-user/${name}`),
}

/** An IAM entity named by ARN: its type (`user`, `role`, …), path and name. */
export interface IamArn {
  readonly accountId: AccountId | 'aws'
  readonly type: string
  readonly path: string
  readonly name: string
}

export function parseIamArn(text: string): IamArn | undefined {
  const parts = parseArn(text)
  if (parts?.partition !== partition || parts.service !== 'iam' || parts.region !== '') return undefined
  if (parts.accountId !== 'aws' && !isAccountId(parts.accountId)) return undefined
  const match = /^([a-z-]+)(\/(?:.*\/)?)([^/]+)$/.exec(parts.resource)
  if (!match) return undefined
  const [, type = '', path = '', name = ''] = match
  return { accountId: parts.accountId, type, path, name }
}

/** Where the roles of services stand: nobody else's are made there. */
export const serviceLinkedPath = '/aws-service-role/'

/** By the path itself: one of anybody's may hold the same characters further on, colons included. */
export function isServiceLinkedRole(roleArn: string): boolean {
  const named = parseIamArn(roleArn)
  return named?.type === 'role' && named.path.startsWith(serviceLinkedPath)
}

/** An identity provider named by ARN; an OIDC provider's name is its URL without the scheme. */
export interface ProviderArn {
  readonly accountId: AccountId
  readonly type: 'oidc-provider' | 'saml-provider'
  readonly name: string
}

export function parseProviderArn(text: string): ProviderArn | undefined {
  const parts = parseArn(text)
  if (parts?.partition !== partition || parts.service !== 'iam' || parts.region !== '') return undefined
  const [, type = '', name = ''] = /^(oidc-provider|saml-provider)\/(.+)$/s.exec(parts.resource) ?? []
  if (!isAccountId(parts.accountId) || name === '') return undefined
  return { accountId: parts.accountId, type: type as ProviderArn['type'], name }
}

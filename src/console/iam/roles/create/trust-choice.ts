import { isAccountIdText } from './account-id-text.ts'

/** What somebody has chosen on the first step of the wizard. Every kind keeps its fields while another is looked at. */
export interface TrustChoice {
  readonly kind: TrustKind
  /** The service's principal, e.g. `lambda.amazonaws.com`. */
  readonly service: string
  readonly account: 'this' | 'another'
  readonly accountId: string
  readonly needsExternalId: boolean
  readonly externalId: string
  readonly needsMfa: boolean
  readonly webProvider: string
  readonly audience: string
  readonly gitHubOrganization: string
  readonly gitHubRepository: string
  readonly gitHubBranch: string
  readonly samlProvider: string
  readonly samlAccess: 'console' | 'programmatic'
  readonly samlAttribute: string
  readonly samlValue: string
  /** The document of a custom trust policy, as it stands in the editor. */
  readonly custom: string
}

export const trustKinds = ['service', 'account', 'web-identity', 'saml', 'custom'] as const
export type TrustKind = (typeof trustKinds)[number]

/** AWS's console begins its custom trust policy with this. */
const emptyTrust = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Statement1', Effect: 'Allow', Principal: {}, Action: 'sts:AssumeRole' }],
}

export const firstChoice: TrustChoice = {
  kind: 'account',
  service: '',
  account: 'this',
  accountId: '',
  needsExternalId: false,
  externalId: '',
  needsMfa: false,
  webProvider: '',
  audience: '',
  gitHubOrganization: '',
  gitHubRepository: '',
  gitHubBranch: '',
  samlProvider: '',
  samlAccess: 'console',
  samlAttribute: 'SAML:aud',
  samlValue: '',
  custom: prettyJson(emptyTrust),
}

/** What the SAML response of a console sign-in is made out to. */
export const samlSignIn = 'https://signin.aws.amazon.com/saml'

export const gitHubIssuer = 'token.actions.githubusercontent.com'

/** The trust policy that AWS's console makes of the choice, as text. */
export function trustPolicyOf(choice: TrustChoice, ownAccount: string): string {
  if (choice.kind === 'custom') return choice.custom
  return prettyJson({ Version: '2012-10-17', Statement: [statements[choice.kind](choice, ownAccount)] })
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

const statements: Readonly<
  Record<Exclude<TrustKind, 'custom'>, (choice: TrustChoice, ownAccount: string) => object>
> = {
  service: ({ service }) => ({
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { Service: [service] },
  }),
  account: (choice, ownAccount) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${choice.account === 'this' ? ownAccount : choice.accountId}:root` },
    Condition: accountConditions(choice),
  }),
  'web-identity': choice => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: choice.webProvider },
    Condition: webIdentityConditions(choice),
  }),
  saml: choice => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithSAML',
    Principal: { Federated: choice.samlProvider },
    Condition: {
      StringEquals:
        choice.samlAccess === 'console'
          ? { 'SAML:aud': [samlSignIn] }
          : { [choice.samlAttribute]: [choice.samlValue] },
    },
  }),
}

/** An empty `Condition` stands there when nothing is required, as in what AWS's console makes. */
function accountConditions({ needsExternalId, externalId, needsMfa }: TrustChoice): Conditions {
  return {
    ...(needsExternalId && { StringEquals: { 'sts:ExternalId': externalId } }),
    ...(needsMfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  }
}

/** Whose tokens GitHub signs is said by their subject alone: without it every repository of the world would be trusted. */
function webIdentityConditions(choice: TrustChoice): Conditions {
  const issuer = issuerOf(choice.webProvider)
  const audience = { [`${issuer}:aud`]: [choice.audience] }
  if (issuer !== gitHubIssuer) return { StringEquals: audience }
  const { gitHubOrganization: organization, gitHubRepository, gitHubBranch: branch } = choice
  const repository = gitHubRepository || '*'
  const subject = branch
    ? `repo:${organization}/${repository}:ref:refs/heads/${branch}`
    : `repo:${organization}/${repository}:*`
  return { StringEquals: audience, StringLike: { [`${issuer}:sub`]: [subject] } }
}

/** `arn:aws:iam::111122223333:oidc-provider/example.com/path` → `example.com/path`, which its condition keys begin with. */
export function issuerOf(providerArn: string): string {
  return providerArn.replace(/^arn:[^:]+:iam::\d+:oidc-provider\//, '')
}

export type TrustFault =
  | 'service'
  | 'service-form'
  | 'account'
  | 'account-form'
  | 'external-id'
  | 'external-id-form'
  | 'web-provider'
  | 'audience'
  | 'github-organization'
  | 'saml-provider'
  | 'saml-value'

/** What is missing or cannot be right, by the field it is about. Custom trust policies have their editor. */
export function trustFaults(choice: TrustChoice): Readonly<Partial<Record<keyof TrustChoice, TrustFault>>> {
  return choice.kind === 'custom' ? {} : faultsByKind[choice.kind](choice)
}

type Faults = Partial<Record<keyof TrustChoice, TrustFault>>

const faultsByKind: Readonly<Record<Exclude<TrustKind, 'custom'>, (choice: TrustChoice) => Faults>> = {
  service: ({ service }) => {
    if (service === '') return { service: 'service' }
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/.test(service) ? {} : { service: 'service-form' }
  },
  account: choice => ({ ...accountFault(choice), ...externalIdFault(choice) }),
  'web-identity': ({ webProvider, audience, gitHubOrganization }) => ({
    ...(webProvider === '' && { webProvider: 'web-provider' }),
    ...(webProvider !== '' && audience === '' && { audience: 'audience' }),
    ...(issuerOf(webProvider) === gitHubIssuer &&
      gitHubOrganization === '' && { gitHubOrganization: 'github-organization' }),
  }),
  saml: ({ samlProvider, samlAccess, samlValue }) => ({
    ...(samlProvider === '' && { samlProvider: 'saml-provider' }),
    ...(samlAccess === 'programmatic' && samlValue === '' && { samlValue: 'saml-value' }),
  }),
}

function accountFault({ account, accountId }: TrustChoice): Faults {
  if (account === 'this' || isAccountIdText(accountId)) return {}
  return { accountId: accountId === '' ? 'account' : 'account-form' }
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters */
function externalIdFault({ needsExternalId, externalId }: TrustChoice): Faults {
  if (!needsExternalId) return {}
  if (externalId === '') return { externalId: 'external-id' }
  return /^[\w+=,.@:/-]{2,1224}$/.test(externalId) ? {} : { externalId: 'external-id-form' }
}

function prettyJson(document: unknown): string {
  return JSON.stringify(document, null, 4)
}

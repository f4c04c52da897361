import type { TrustFault, TrustKind } from '../iam/roles/create/trust-choice.ts'

const kinds: Readonly<Record<TrustKind, { readonly label: string; readonly description: string }>> = {
  service: { label: 'AWS service', description: 'Allow services like EC2 or Lambda to act in this account.' },
  account: {
    label: 'AWS account',
    description: 'Allow people and programs of this account, or of another one, to act in this account.',
  },
  'web-identity': {
    label: 'Web identity',
    description: 'Allow those whom an OpenID Connect provider vouches for to act in this account.',
  },
  saml: {
    label: 'SAML 2.0 federation',
    description:
      'Allow those whom the directory of a company vouches for, by SAML 2.0, to act in this account.',
  },
  custom: {
    label: 'Custom trust policy',
    description: 'Write yourself who may act in this account, and under which conditions.',
  },
}

const faults: Readonly<Record<TrustFault, (value: string) => string>> = {
  service: () => 'Choose a service.',
  'service-form': value => `${value} is no service principal: they look like lambda.amazonaws.com.`,
  account: () => 'Enter the ID of the account that you trust.',
  'account-form': value =>
    /^\d+$/.test(value)
      ? `An account ID has 12 digits, and this has ${value.length}.`
      : 'An account ID has 12 digits and nothing else. Its owner finds it under "My account" at the top right.',
  'external-id': () => 'Enter the external ID that callers have to bring.',
  'external-id-form': () =>
    'An external ID has 2 to 1,224 characters: letters, digits and + = , . @ : / - _, no spaces.',
  'web-provider': () => 'Choose an identity provider.',
  audience: () => 'Choose whom the tokens have to be made out to.',
  'github-organization': () =>
    'Enter an organization: without it every repository of GitHub would be trusted.',
  'saml-provider': () => 'Choose an identity provider.',
  'saml-value': () => 'Enter the value that the attribute must have.',
}

/** The wizard "Create role". */
export const createRole = {
  title: 'Create role',
  steps: {
    trust: 'Select trusted entity',
    permissions: 'Add permissions',
    review: 'Name, review, and create',
  },
  submit: 'Create role',
  trustedEntityType: 'Trusted entity type',
  kinds,
  faults,
  clear: 'Clear',
  service: 'Service or use case',
  serviceHint: 'The service that takes the role. One that is not listed can be entered by its principal.',
  servicePlaceholder: 'Choose a service, or enter its principal',
  useTyped: (value: string) => `Use ${value}`,
  noService: 'Enter a service principal, like lambda.amazonaws.com',
  anAccount: 'An AWS account',
  anAccountHint: 'Whom of that account the role is for, its own administrators say.',
  thisAccount: (account: string) => `This account (${account})`,
  anotherAccount: 'Another AWS account',
  accountId: 'Account ID',
  accountIdHint: 'Identifier of the account that can use this role: 12 digits.',
  options: 'Options',
  needsExternalId: 'Require external ID (best practice when a third party will assume this role)',
  externalIdHint:
    'The caller has to bring a word that you agreed upon, so that nobody can make a third party act on your account for them.',
  externalId: 'External ID',
  externalIdSwitching:
    'The console does not bring one: a role that requires an external ID is used by API, CLI and SDKs.',
  needsMfa: 'Require MFA',
  mfaHint: 'The caller has to have signed in with a second factor.',
  webProvider: 'Identity provider',
  chooseProvider: 'Choose a provider',
  noWebProviders: 'This account has no OpenID Connect provider',
  noSamlProviders: 'This account has no SAML provider',
  addProvider: 'Add an identity provider first.',
  audience: 'Audience',
  audienceHint: 'Whom tokens have to be made out to: the client IDs of the provider.',
  chooseAudience: 'Choose an audience',
  gitHubOrganization: 'GitHub organization',
  gitHubHint: 'Workflows of its repositories will be able to take the role.',
  gitHubRepository: 'GitHub repository',
  gitHubBranch: 'GitHub branch',
  samlProvider: 'SAML 2.0-based provider',
  samlAccess: 'Access',
  samlProgrammatic: 'Allow programmatic access only',
  samlConsole: 'Allow programmatic and AWS Management Console access',
  samlAttribute: 'Attribute',
  samlValue: 'Value',
  policiesHint: 'What the role may do. Everything that no policy allows is denied.',
  boundary: 'Set permissions boundary',
  withoutBoundary: 'Create role without a permissions boundary',
  withBoundary: 'Use a permissions boundary to control the maximum role permissions',
  boundaryMissing: 'Select the policy that is the boundary, or create the role without one.',
  noPolicies: 'None: the role will be allowed nothing',
  roleDetails: 'Role details',
  roleName: 'Role name',
  roleNameHint: 'Letters, digits and + = , . @ - _, at most 64. It cannot be changed later.',
  roleNameMissing: 'Enter a name.',
  roleNameForm: 'Only letters, digits and + = , . @ - _ can stand in a name, at most 64 of them.',
  description: 'Description',
  descriptionHint: 'At most 1,000 characters.',
  descriptionForm: 'At most 1,000 characters of Latin letters, digits and punctuation.',
  reviewTrust: 'Step 1: Select trusted entities',
  editTrustedEntity: 'Edit trusted entities',
  trustPolicy: 'Trust policy',
  reviewPermissions: 'Step 2: Add permissions',
  editPermissions: 'Edit permissions',
  addTags: 'Step 3: Add tags',
  noSuchAccount: (account: string) =>
    `There is no AWS account with the ID ${account}. Compare it with what its owner sees under "My account" at the top right.`,
  notAttached: (policy: string, message: string) => `Policy ${policy} could not be attached: ${message}`,
  noProfile: (message: string) => `There is no instance profile for it: ${message}`,
  incomplete: (name: string) => `Role ${name} is not all that you wanted`,
  created: (name: string) => `Role ${name} created.`,
  giveLink: 'Give this link to those who shall use the role in the console:',
} as const

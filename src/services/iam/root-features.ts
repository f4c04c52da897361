import type { Caller } from '../../identity/caller.ts'
import type { Organization, Organizations, RootFeature } from '../organizations.ts'
import { iam, iamError } from './operation.ts'

/** Centralized root access, for the whole of an organization. */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html */
export const ListOrganizationsFeatures = iam('ListOrganizationsFeatures', {
  resource: () => ({ arn: '*' }),
  handle: async call => shown(await administered(call)),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOrganizationsRootCredentialsManagement.html */
export const EnableOrganizationsRootCredentialsManagement = iam(
  'EnableOrganizationsRootCredentialsManagement',
  { resource: () => ({ arn: '*' }), handle: call => enabled(call, 'RootCredentialsManagement') },
)

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOrganizationsRootCredentialsManagement.html */
export const DisableOrganizationsRootCredentialsManagement = iam(
  'DisableOrganizationsRootCredentialsManagement',
  { resource: () => ({ arn: '*' }), handle: call => disabled(call, 'RootCredentialsManagement') },
)

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOrganizationsRootSessions.html */
export const EnableOrganizationsRootSessions = iam('EnableOrganizationsRootSessions', {
  resource: () => ({ arn: '*' }),
  handle: call => enabled(call, 'RootSessions'),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOrganizationsRootSessions.html */
export const DisableOrganizationsRootSessions = iam('DisableOrganizationsRootSessions', {
  resource: () => ({ arn: '*' }),
  handle: call => disabled(call, 'RootSessions'),
})

interface Asked {
  readonly caller: Caller
  readonly organizations: Organizations
}

/** The organization of a caller who may look after its root access. */
async function administered({ caller, organizations }: Asked): Promise<Organization> {
  const organization = await organizations.of(caller.account)
  if (!organization) {
    const message = 'The request was rejected because no organization is associated with your account.'
    throw iamError('OrganizationNotFoundException', message)
  }
  const { managementAccount, delegatedAdministrators } = organization
  if (caller.account !== managementAccount && !delegatedAdministrators.includes(caller.account)) {
    const message =
      'The request was rejected because the account making the request is not the management account or delegated administrator account for centralized root access.'
    throw iamError('AccountNotManagementOrDelegatedAdministratorException', message)
  }
  if (!organization.allFeatures) {
    const message = 'The request was rejected because your organization does not have All features enabled.'
    throw iamError('OrganizationNotInAllFeaturesModeException', message)
  }
  if (!organization.trustsIam) {
    const message = 'The request was rejected because trusted access is not enabled for IAM in Organizations.'
    throw iamError('ServiceAccessNotEnabledException', message)
  }
  return organization
}

/** Only the management account enables: a delegated administrator uses what is enabled, and may disable it. */
async function enabled(call: Asked, feature: RootFeature) {
  const organization = await administered(call)
  if (call.caller.account !== organization.managementAccount) {
    const message =
      'The request was rejected because the account making the request is not the management account for the organization.'
    throw iamError('CallerIsNotManagementAccountException', message)
  }
  return changed(call, organization, [...new Set([...organization.rootFeatures, feature])])
}

async function disabled(call: Asked, feature: RootFeature) {
  const organization = await administered(call)
  const left = organization.rootFeatures.filter(present => present !== feature)
  return changed(call, organization, left)
}

async function changed(
  { organizations }: Asked,
  organization: Organization,
  rootFeatures: readonly RootFeature[],
) {
  await organizations.setRootFeatures(organization.id, rootFeatures)
  return shown({ ...organization, rootFeatures })
}

function shown({ id, rootFeatures }: Organization) {
  return { OrganizationId: id, EnabledFeatures: [...rootFeatures] }
}

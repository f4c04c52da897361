import { readPlacement } from '../../authorize/placement.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Store } from '../../store/contract.ts'
import { delegatedAdministrators, members, trustedServices } from '../../store/organization-tables.ts'
import { cloudtrailError } from './operation.ts'

const servicePrincipal = 'cloudtrail.amazonaws.com'

/** An organization as its trails see it. */
export interface TrailOrganization {
  readonly id: string
  readonly managementAccount: AccountId
  readonly hasAllFeatures: boolean
  /** It lets CloudTrail in. */
  readonly isTrusting: boolean
  /** May manage its trails beside the management account. */
  readonly delegates: readonly AccountId[]
}

/** Undefined for an account that stands alone. */
export function trailOrganizationOf(
  store: Store,
  account: AccountId,
): Promise<TrailOrganization | undefined> {
  return readPlacement(store, account, async (rows, { organization }) => ({
    id: organization.organizationId,
    managementAccount: organization.managementAccount,
    hasAllFeatures: organization.featureSet === 'ALL',
    isTrusting: (await rows.get(trustedServices, servicePrincipal)) !== undefined,
    delegates: (
      await rows.list(delegatedAdministrators, { index: 'byService', where: { servicePrincipal } })
    ).map(({ accountId }) => accountId),
  }))
}

/** The account that owns an organization trail, whoever of those who may makes it. */
export function ownerOfOrganizationTrail(
  organization: TrailOrganization | undefined,
  account: AccountId,
): AccountId | undefined {
  const mayManage =
    organization && (organization.managementAccount === account || organization.delegates.includes(account))
  return mayManage ? organization.managementAccount : undefined
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html */
export function mustManageTrails(
  organization: TrailOrganization | undefined,
  account: AccountId,
): TrailOrganization {
  if (!organization)
    throw cloudtrailError(
      'OrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    )
  if (!organization.hasAllFeatures)
    throw cloudtrailError(
      'OrganizationNotInAllFeaturesModeException',
      'All features must be enabled in the organization.',
    )
  if (ownerOfOrganizationTrail(organization, account) === undefined) throw notManagement()
  if (!organization.isTrusting)
    throw cloudtrailError(
      'CloudTrailAccessNotEnabledException',
      'The request could not be processed because your organization hasn’t enabled CloudTrail service access. Enable service access for CloudTrail, and then try again.',
    )
  return organization
}

export function notManagement() {
  return cloudtrailError(
    'NotOrganizationMasterAccountException',
    'Only the management account of the organization, or a delegated administrator, can do that.',
  )
}

/** A member, and since when what it does is the organization's to log. */
export interface LoggedAccount {
  readonly account: AccountId
  /** Epoch milliseconds. */
  readonly since: number
}

/**
 * The accounts that an organization's trail logs now: none where it is not the organization of who owns the trail any more,
 * or does not let CloudTrail in.
 */
export async function loggedAccounts(
  store: Store,
  owner: AccountId,
  organizationId: string,
): Promise<readonly LoggedAccount[]> {
  const organization = await trailOrganizationOf(store, owner)
  const isOwned = organization?.managementAccount === owner && organization.id === organizationId
  if (!isOwned || !organization.isTrusting) return []
  const found = await readPlacement(store, owner, rows => rows.list(members))
  return (found ?? []).map(({ accountId, joinedAt }) => ({ account: accountId, since: joinedAt }))
}

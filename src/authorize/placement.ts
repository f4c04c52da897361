import type { AccountId } from '../identity/account-id.ts'
import type { OrganizationId } from '../identity/organization-ids.ts'
import { settingOf } from '../store/account-settings.ts'
import type { Reader, Store } from '../store/contract.ts'
import {
  type MemberRow,
  members,
  type OrganizationRow,
  organizationalUnits,
  organizationPolicies,
  organizations,
  policyAttachments,
} from '../store/organization-tables.ts'
import { awsControlPolicies } from './aws-control-policies.ts'

/** Where an account stands in an organization. */
export interface Placement {
  readonly organization: OrganizationRow
  readonly status: MemberRow['status']
  /** From the root down to the account itself. */
  readonly levels: readonly string[]
  /** `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` has it. */
  readonly path: string
}

/** The organization that an account says it is in; it is, if there is a placement there. */
export async function claimedOrganization(rows: Reader): Promise<OrganizationId | undefined> {
  return (await settingOf(rows, 'organization'))?.organizationId
}

/** Of the organization's rows; undefined where it does not know the account. */
export async function placementOf(rows: Reader, account: AccountId): Promise<Placement | undefined> {
  const organization = await rows.get(organizations, 'organization')
  const member = organization && (await rows.get(members, account))
  if (!member) return undefined
  const parents = await parentsOf(rows, member.parentId)
  return {
    organization,
    status: member.status,
    levels: [...parents, account],
    path: `${[organization.organizationId, ...parents].join('/')}/`,
  }
}

/** Where the account stands now, and what its organization says of it; undefined for one that stands alone. */
export async function readPlacement<Result>(
  store: Store,
  account: AccountId,
  work: (rows: Reader, placement: Placement) => Promise<Result>,
): Promise<Result | undefined> {
  const organizationId = await store.read(account, claimedOrganization)
  if (organizationId === undefined) return undefined
  return store.read(organizationId, async rows => {
    const placement = await placementOf(rows, account)
    return placement && work(rows, placement)
  })
}

/** A root or organizational unit with everything above it, from the root down. */
export async function parentsOf(rows: Reader, id: string): Promise<readonly string[]> {
  const parents = [id]
  for (let unit = await rows.get(organizationalUnits, id); unit; ) {
    parents.unshift(unit.parentId)
    unit = await rows.get(organizationalUnits, unit.parentId)
  }
  return parents
}

export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

/** The policies of a type at one level. */
export interface LevelTexts {
  readonly level: string
  readonly policies: readonly { readonly policyId: string; readonly name: string; readonly text: string }[]
}

/**
 * The control policies that bear on an account, level by level; undefined where nothing of that kind does: the type
 * is not enabled, or it is the management account, which no control policy limits.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export async function controlPolicies(
  rows: Reader,
  { organization, levels }: Placement,
  type: ControlPolicyType,
): Promise<readonly LevelTexts[] | undefined> {
  const { managementAccount, policyTypes } = organization
  if (!policyTypes.includes(type) || levels.at(-1) === managementAccount) return undefined
  return Promise.all(levels.map(async level => ({ level, policies: await textsAt(rows, level, type) })))
}

export async function textsAt(rows: Reader, targetId: string, type: string): Promise<LevelTexts['policies']> {
  const attached = await rows.list(policyAttachments, { where: { targetId, type } })
  const found = await Promise.all(
    attached.map(async ({ policyId }) => {
      const policy = awsControlPolicies.get(policyId) ?? (await rows.get(organizationPolicies, policyId))
      return policy && { policyId, name: policy.name, text: policy.content }
    }),
  )
  return found.filter(policy => policy !== undefined)
}

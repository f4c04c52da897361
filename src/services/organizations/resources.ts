import { awsControlPolicies } from '../../authorize/aws-control-policies.ts'
import type { Resource } from '../../authorize/question.ts'
import { isAccountId } from '../../identity/account-id.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type HandshakeRow,
  members,
  type OrganizationRow,
  organizationalUnits,
  organizationPolicies,
  organizationResourcePolicies,
  responsibilityTransfers,
} from '../../store/organization-tables.ts'

/**
 * ARNs of what an organization is made of: all are the management account's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
type Place = Pick<OrganizationRow, 'managementAccount' | 'organizationId'>

const of = ({ managementAccount, organizationId }: Place, type: string, rest = '') =>
  `arn:aws:organizations::${managementAccount}:${type}/${organizationId}${rest}`

export const organizationArn = {
  organization: (place: Place) => of(place, 'organization'),
  root: (place: Place, rootId: string) => of(place, 'root', `/${rootId}`),
  unit: (place: Place, unitId: string) => of(place, 'ou', `/${unitId}`),
  account: (place: Place, accountId: string) => of(place, 'account', `/${accountId}`),
  policy: (place: Place, type: string, policyId: string) =>
    awsControlPolicies.has(policyId)
      ? `arn:aws:organizations::aws:policy/${type.toLowerCase()}/${policyId}`
      : of(place, 'policy', `/${type.toLowerCase()}/${policyId}`),
  resourcePolicy: (place: Place, id: string) => of(place, 'resourcepolicy', `/${id}`),
  handshake: (place: Place, { action, handshakeId }: HandshakeRow) =>
    of(place, 'handshake', `/${action.toLowerCase()}/${handshakeId}`),
  transfer: (place: Place, direction: 'inbound' | 'outbound', transferId: string) =>
    of(place, 'transfer', `/billing/${direction}/${transferId}`),
}

/** Whatever in the organization has this id; undefined where nothing has it. */
export async function resourceById(
  rows: Reader,
  organization: OrganizationRow,
  id: string,
): Promise<Resource | undefined> {
  if (id === organization.rootId) {
    return { arn: organizationArn.root(organization, id), tags: organization.rootTags }
  }
  if (isAccountId(id)) {
    const member = await rows.get(members, id)
    return member && { arn: organizationArn.account(organization, id), tags: member.tags }
  }
  if (id.startsWith('ou-')) {
    const unit = await rows.get(organizationalUnits, id)
    return unit && { arn: organizationArn.unit(organization, id), tags: unit.tags }
  }
  if (id.startsWith('p-')) return policyResource(rows, organization, id)
  if (id.startsWith('rp-')) {
    const policy = await rows.get(organizationResourcePolicies, 'policy')
    if (policy?.resourcePolicyId !== id) return undefined
    return { arn: organizationArn.resourcePolicy(organization, id), tags: policy.tags }
  }
  const transfer = await rows.get(responsibilityTransfers, id)
  return transfer && { arn: organizationArn.transfer(organization, 'inbound', id), tags: transfer.tags }
}

export async function policyResource(
  rows: Reader,
  organization: OrganizationRow,
  policyId: string,
): Promise<Resource | undefined> {
  const known = awsControlPolicies.get(policyId)
  const own = known ? undefined : await rows.get(organizationPolicies, policyId)
  const type = (known ?? own)?.type
  if (type === undefined) return undefined
  return { arn: organizationArn.policy(organization, type, policyId), ...(own && { tags: own.tags }) }
}

/** The policy type of a resource, as its ARN has it: for `organizations:PolicyType`. */
export function policyTypeOf({ arn }: Resource): string | undefined {
  return /:policy\/(?:o-[^/]+\/)?([a-z_0-9]+)\/p-/.exec(arn)?.[1]?.toUpperCase()
}

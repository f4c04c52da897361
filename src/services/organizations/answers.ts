import type { PolicyType } from '@aws-sdk/client-organizations'
import { type AwsControlPolicy, awsControlPolicies } from '../../authorize/aws-control-policies.ts'
import { parentsOf } from '../../authorize/placement.ts'
import type { Reader } from '../../store/contract.ts'
import type {
  CreateAccountRequestRow,
  MemberRow,
  OrganizationalUnitRow,
  OrganizationPolicyRow,
  OrganizationRow,
} from '../../store/organization-tables.ts'
import { organizationArn } from './resources.ts'

/** How rows are shown. */

const optionalText = <Name extends string>(name: Name, text: string) =>
  text === '' ? {} : ({ [name]: text } as { [Key in Name]: string })

export function shownOrganization(organization: OrganizationRow, manager: MemberRow | undefined) {
  const { organizationId, featureSet, managementAccount } = organization
  return {
    Id: organizationId,
    Arn: organizationArn.organization(organization),
    FeatureSet: featureSet,
    MasterAccountId: managementAccount,
    MasterAccountArn: organizationArn.account(organization, managementAccount),
    ...optionalText('MasterAccountEmail', manager?.email ?? ''),
    // What it says of SCPs alone, and of nothing else, is AWS's: "Do not use."
    AvailablePolicyTypes:
      featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY' as const, Status: 'ENABLED' as const }] : [],
  }
}

export function shownRoot(organization: OrganizationRow) {
  return {
    Id: organization.rootId,
    Arn: organizationArn.root(organization, organization.rootId),
    Name: 'Root',
    PolicyTypes: organization.policyTypes.map(Type => ({
      Type: Type as PolicyType,
      Status: 'ENABLED' as const,
    })),
  }
}

async function pathTo(rows: Reader, { organizationId }: OrganizationRow, parentId: string, last: string) {
  return `${[organizationId, ...(await parentsOf(rows, parentId)), last].join('/')}/`
}

export async function shownUnit(rows: Reader, organization: OrganizationRow, unit: OrganizationalUnitRow) {
  return {
    Id: unit.unitId,
    Arn: organizationArn.unit(organization, unit.unitId),
    Name: unit.name,
    Path: await pathTo(rows, organization, unit.parentId, unit.unitId),
  }
}

/** What lists of delegated administrators show too. */
export function shownMember(organization: OrganizationRow, member: MemberRow) {
  const { accountId, email, name, status, joinedMethod, joinedAt } = member
  return {
    Id: accountId,
    Arn: organizationArn.account(organization, accountId),
    ...optionalText('Email', email),
    Name: name,
    Status: status,
    State: status === 'ACTIVE' ? ('ACTIVE' as const) : ('CLOSED' as const),
    JoinedMethod: joinedMethod,
    JoinedTimestamp: new Date(joinedAt),
  }
}

export async function shownAccount(rows: Reader, organization: OrganizationRow, member: MemberRow) {
  return {
    ...shownMember(organization, member),
    Paths: [await pathTo(rows, organization, member.parentId, member.accountId)],
  }
}

export function shownRequest(request: CreateAccountRequestRow) {
  const { requestId, accountName, state, accountId, requestedAt, completedAt, failureReason } = request
  return {
    Id: requestId,
    AccountName: accountName,
    State: state,
    RequestedTimestamp: new Date(requestedAt),
    ...(completedAt !== undefined && { CompletedTimestamp: new Date(completedAt) }),
    ...(state === 'SUCCEEDED' && { AccountId: accountId }),
    ...(failureReason !== undefined && { FailureReason: failureReason }),
  }
}

export function policySummary(
  organization: OrganizationRow,
  policy: OrganizationPolicyRow | AwsControlPolicy,
) {
  const { policyId, type, name, description } = policy
  return {
    Id: policyId,
    Arn: organizationArn.policy(organization, type, policyId),
    Name: name,
    ...optionalText('Description', description),
    Type: type as PolicyType,
    AwsManaged: awsControlPolicies.has(policyId),
  }
}

export function shownPolicy(organization: OrganizationRow, policy: OrganizationPolicyRow | AwsControlPolicy) {
  return { PolicySummary: policySummary(organization, policy), Content: policy.content }
}

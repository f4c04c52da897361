/**
 * AWS's own control policies, which every organization has.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export interface AwsControlPolicy {
  readonly policyId: string
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'
  readonly name: string
  readonly description: string
  readonly content: string
}

const statement = { Effect: 'Allow', Action: '*', Resource: '*' }

export const fullAwsAccess: AwsControlPolicy = {
  policyId: 'p-FullAWSAccess',
  type: 'SERVICE_CONTROL_POLICY',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2),
}

export const rcpFullAwsAccess: AwsControlPolicy = {
  policyId: 'p-RCPFullAWSAccess',
  type: 'RESOURCE_CONTROL_POLICY',
  name: 'RCPFullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
    null,
    2,
  ),
}

export const awsControlPolicies: ReadonlyMap<string, AwsControlPolicy> = new Map(
  [fullAwsAccess, rcpFullAwsAccess].map(policy => [policy.policyId, policy]),
)

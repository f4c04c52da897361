export const policyTypes = ['aws', 'job-function', 'customer'] as const
export type PolicyType = (typeof policyTypes)[number]

/**
 * What AWS's console calls a managed policy, told from its ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export function policyTypeOf(arn: string): PolicyType {
  if (!/^arn:[^:]+:iam::aws:/.test(arn)) return 'customer'
  return arn.includes(':policy/job-function/') ? 'job-function' : 'aws'
}

import { limits, policySize } from '../../limits.ts'
import type { Check } from '../check.ts'
import type { View } from '../view.ts'

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */

/** White space included: Organizations and session policies count every character. */
const everyCharacter = (text: string) => text.length

/** How long a policy attached to a resource may be; where we do not know the resource, a bucket's quota holds. */
const resourceQuotas: Readonly<Record<string, number>> = {
  'AWS::S3::Bucket': 20480,
  'AWS::S3::AccessPoint': 20480,
  'AWS::DynamoDB::Table': 20480,
}
const largestResourceQuota = 20480

function over(size: (text: string) => number, quotaOf: (view: View) => number): Check['find'] {
  return function* find(view) {
    if (view.fault !== undefined) return
    const [policySize, quota] = [size(view.text), quotaOf(view)]
    if (policySize <= quota) return
    yield { at: view.root, values: { policySize: `${policySize}`, policySizeQuota: `${quota}` } }
  }
}

export const sizeChecks: readonly Check[] = [
  {
    code: 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
    title: 'Policy size exceeds identity policy quota',
    severity: 'warning',
    kinds: ['identity', 'boundary'],
    message:
      'The {policySize} characters in the identity policy, excluding whitespace, exceed the {policySizeQuota} character maximum for inline and managed policies. We recommend that you use multiple granular policies.',
    advice:
      'A managed policy may have 6144 characters only, and the inline policies of a user or group fewer still.',
    // The check looks at both and was seen to take the larger quota, that of the inline policies of a role.
    find: over(policySize, () => limits.role),
  },
  {
    code: 'POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA',
    title: 'Policy size exceeds resource policy quota',
    severity: 'warning',
    kinds: ['resource'],
    message:
      'The {policySize} characters in the resource policy exceed the {policySizeQuota} character maximum for resource policies. We recommend that you use multiple granular policies.',
    advice: "The quota is that of the resource, or a bucket's where the resource is not known.",
    find: over(
      everyCharacter,
      ({ resourceType }) => resourceQuotas[resourceType ?? ''] ?? largestResourceQuota,
    ),
  },
  {
    code: 'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA',
    title: 'Policy size exceeds role trust policy quota',
    severity: 'warning',
    kinds: ['trust'],
    message:
      'The characters in the role trust policy, excluding whitespace, exceed the character maximum. We recommend that you request a role trust policy length quota increase using Service Quotas and AWS Support Center. If the quotas have already been increased, then you can ignore this warning.',
    advice: 'Name accounts by aws:PrincipalOrgID or organization paths instead of listing them.',
    find: over(policySize, () => limits.trust),
  },
  {
    code: 'POLICY_SIZE_EXCEEDS_SCP_QUOTA',
    title: 'Policy size exceeds SCP quota',
    severity: 'error',
    kinds: ['service-control'],
    message:
      'The {policySize} characters in the service control policy (SCP) exceed the {policySizeQuota} character maximum for SCPs. We recommend that you use multiple granular policies.',
    advice: 'White space counts: save it without.',
    find: over(everyCharacter, () => limits.serviceControl),
  },
  {
    code: 'POLICY_SIZE_EXCEEDS_RCP_QUOTA',
    title: 'Policy size exceeds RCP quota',
    severity: 'error',
    kinds: ['resource-control'],
    message:
      'The {policySize} characters in the resource control policy (RCP) exceed the {policySizeQuota} character maximum for RCPs. We recommend that you use multiple granular policies.',
    advice: 'White space counts: save it without.',
    find: over(everyCharacter, () => limits.resourceControl),
  },
  {
    code: 'POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA',
    title: 'Policy size exceeds session policy quota',
    severity: 'error',
    source: 'crossrole',
    kinds: ['session'],
    message:
      'The {policySize} characters in the session policy exceed the {policySizeQuota} character maximum for session policies.',
    advice: 'Pass managed policies by their ARNs: of them only the ARNs count.',
    learnMore: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    find: over(everyCharacter, () => limits.session),
  },
]

import type { PolicyType } from '@aws-sdk/client-organizations'
import { fullAwsAccess, rcpFullAwsAccess } from '../../authorize/aws-control-policies.ts'
import { limits, type PolicyKind, parsePolicy } from '../../policy/index.ts'
import { isUnderResourceControl } from '../../reference/authorization.ts'
import type { OrganizationRow, TargetType } from '../../store/organization-tables.ts'
import { constraint, refusal } from './errors.ts'
import { isManagementPolicy } from './management-policy.ts'

/**
 * All that is known of a type of policy, in one entry.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export interface KindOfPolicy {
  readonly maxCharacters: number
  /** To one root, organizational unit or account. */
  readonly maxAttached: number
  readonly maxPolicies: number
  /** Of control policies: the grammar of their text, and the policy that everything has to begin with. */
  readonly control?: { readonly grammar: PolicyKind; readonly full: string; readonly minAttached: number }
  /** Of management policies: the member of the document under which everything stands. */
  readonly topic?: string
}

const management = (topic: string, changes: Partial<KindOfPolicy> = {}): KindOfPolicy => ({
  maxCharacters: 10_000,
  maxAttached: 10,
  maxPolicies: 1000,
  topic,
  ...changes,
})

const kinds: Readonly<Record<PolicyType, KindOfPolicy>> = {
  SERVICE_CONTROL_POLICY: {
    maxCharacters: limits.serviceControl,
    maxAttached: 10,
    maxPolicies: 10_000,
    control: { grammar: 'service-control', full: fullAwsAccess.policyId, minAttached: 1 },
  },
  RESOURCE_CONTROL_POLICY: {
    maxCharacters: limits.resourceControl,
    maxAttached: 5,
    maxPolicies: 1000,
    control: { grammar: 'resource-control', full: rcpFullAwsAccess.policyId, minAttached: 0 },
  },
  TAG_POLICY: management('tags'),
  BACKUP_POLICY: management('plans'),
  AISERVICES_OPT_OUT_POLICY: management('services', { maxCharacters: 2500, maxAttached: 5 }),
  CHATBOT_POLICY: management('chatbot', { maxAttached: 5 }),
  DECLARATIVE_POLICY_EC2: management('ec2_attributes'),
  GUARDDUTY_POLICY: management('guardduty'),
  SECURITYHUB_POLICY: management('securityhub'),
  SECURITYHUB_CSPM_POLICY: management('securityhub_cspm'),
  INSPECTOR_POLICY: management('inspector'),
  UPGRADE_ROLLOUT_POLICY: management('upgrade_rollout'),
  BEDROCK_POLICY: management('bedrock'),
  S3_POLICY: management('s3_attributes'),
  NETWORK_SECURITY_DIRECTOR_POLICY: management('network_security_director'),
}

/** The type is one of the model's, or one that was kept. */
export function kindOf(type: string): KindOfPolicy {
  const kind = (kinds as Readonly<Record<string, KindOfPolicy>>)[type]
  if (!kind) throw new TypeError(`no policy is of type ${type}`)
  return kind
}

/** An organization for consolidated billing has none of them. */
export function mustOfferPolicies({ featureSet }: OrganizationRow): void {
  if (featureSet !== 'ALL') throw refusal('PolicyTypeNotAvailableForOrganizationException')
}

/** Refuses a text that is no policy of its type. */
export async function checkContent(type: string, content: string): Promise<void> {
  const { control, topic, maxCharacters } = kindOf(type)
  // By the API white space counts: only the console takes it out before it saves.
  if (content.length > maxCharacters) throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED')
  const isFit = control
    ? await isControlPolicy(content, control.grammar)
    : isManagementPolicy(content, topic ?? '')
  if (!isFit) throw refusal('MalformedPolicyDocumentException')
}

/**
 * "RCPs only support specifying select service prefixes in the Action element", so no action of other services and not
 * all actions at once, as was seen refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-rcp-syntax-error-action
 */
async function isControlPolicy(content: string, grammar: PolicyKind): Promise<boolean> {
  const parsed = parsePolicy(content, grammar)
  if (!('document' in parsed)) return false
  if (grammar !== 'resource-control') return true
  const actions = parsed.document.statements.flatMap(({ action }) => action.patterns)
  const known = await Promise.all(actions.map(action => isUnderResourceControl(action.split(':')[0] ?? '')))
  return !known.includes(false)
}

/** AWS attaches these to everything that is there while the type is enabled. */
export const fullAccess: readonly { readonly type: PolicyType; readonly policyId: string }[] = [
  { type: 'SERVICE_CONTROL_POLICY', policyId: fullAwsAccess.policyId },
  { type: 'RESOURCE_CONTROL_POLICY', policyId: rcpFullAwsAccess.policyId },
]

export function targetTypeOf(targetId: string): TargetType {
  if (targetId.startsWith('r-')) return 'ROOT'
  return targetId.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT'
}

import { newOrganizationIds } from '../../identity/organization-ids.ts'
import type { PolicyDocument, PrincipalEntry } from '../../policy/document.ts'
import { parsePolicy } from '../../policy/index.ts'
import {
  type OrganizationResourcePolicyRow,
  type OrganizationRow,
  organizationResourcePolicies,
} from '../../store/organization-tables.ts'
import { invalidInput, refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { organizationArn } from './resources.ts'
import { checkedTags, requestTags, withTags } from './tagging.ts'
import { mustHaveAllFeatures } from './trusted-services.ts'

/** The policy by which member accounts are let at the organization's policies. */

/**
 * What may be delegated: reading, and the management of policies.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
 */
const delegable =
  /^organizations:(?:Describe\w*|List\w*|CreatePolicy|UpdatePolicy|DeletePolicy|AttachPolicy|DetachPolicy|EnablePolicyType|DisablePolicyType|TagResource|UntagResource)$/i

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_PutResourcePolicy.html */
export const PutResourcePolicy = inOrganization('PutResourcePolicy', {
  for: 'management',
  on: async ({ rows, organization }) => {
    const present = await rows.get(organizationResourcePolicies, 'policy')
    const arn = organizationArn.resourcePolicy(organization, present?.resourcePolicyId ?? 'rp-*')
    return { arn, tags: present?.tags ?? [] }
  },
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['organizations:TagResource'] : []),
  write: async ({ input, rows, organization, vault }) => {
    const { Content: text } = input
    mustHaveAllFeatures(organization)
    checkDocument(text)
    const present = await rows.get(organizationResourcePolicies, 'policy')
    const policy: OrganizationResourcePolicyRow = {
      id: 'policy',
      resourcePolicyId: present?.resourcePolicyId ?? newOrganizationIds.resourcePolicy(vault.randomBytes),
      policy: { text, principalIds: {} },
      tags: withTags(present?.tags ?? [], checkedTags(input.Tags)),
    }
    await rows.put(organizationResourcePolicies, policy)
    return { ResourcePolicy: shown(organization, policy) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeResourcePolicy.html */
export const DescribeResourcePolicy = inOrganization('DescribeResourcePolicy', {
  for: 'readers',
  read: async ({ rows, organization }) => {
    const policy = await rows.get(organizationResourcePolicies, 'policy')
    if (!policy) throw refusal('ResourcePolicyNotFoundException')
    return { ResourcePolicy: shown(organization, policy) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteResourcePolicy.html */
export const DeleteResourcePolicy = inOrganization('DeleteResourcePolicy', {
  for: 'management',
  write: async ({ rows }) => {
    if (!(await rows.delete(organizationResourcePolicies, 'policy'))) {
      throw refusal('ResourcePolicyNotFoundException')
    }
    return {}
  },
})

function shown(organization: OrganizationRow, { resourcePolicyId, policy }: OrganizationResourcePolicyRow) {
  return {
    ResourcePolicySummary: {
      Id: resourcePolicyId,
      Arn: organizationArn.resourcePolicy(organization, resourcePolicyId),
    },
    Content: policy.text,
  }
}

function checkDocument(text: string): void {
  const parsed = parsePolicy(text, 'resource')
  if (!('document' in parsed)) throw invalidInput('INVALID_RESOURCE_POLICY_JSON')
  for (const statement of parsed.document.statements) checkStatement(statement)
}

/** A Deny may name whatever it likes; an Allow only principals of accounts, and only what may be delegated. */
function checkStatement({ effect, action, principal }: PolicyDocument['statements'][number]): void {
  if (effect === 'Deny') return
  if (action.negated || !action.patterns.every(pattern => delegable.test(pattern.replaceAll('*', 'X')))) {
    throw invalidInput('UNSUPPORTED_ACTION_IN_RESOURCE_POLICY')
  }
  const isNamed = ({ type, value }: PrincipalEntry) => type === 'AWS' && value !== '*'
  if (!principal || principal.negated || principal.everyone || !principal.entries.every(isNamed)) {
    throw invalidInput('INVALID_PRINCIPAL')
  }
}

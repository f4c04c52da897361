import { type AwsControlPolicy, awsControlPolicies } from '../../authorize/aws-control-policies.ts'
import { newOrganizationIds } from '../../identity/organization-ids.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type OrganizationPolicyRow,
  organizationPolicies,
  policyAttachments,
} from '../../store/organization-tables.ts'
import { policySummary, shownPolicy } from './answers.ts'
import { constraint, invalidInput, refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { pageOf } from './paging.ts'
import { checkContent, kindOf, mustOfferPolicies } from './policy-kinds.ts'
import { organizationArn, policyResource, policyTypeOf } from './resources.ts'
import { checkedTags, requestTags } from './tagging.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html */
export const CreatePolicy = inOrganization('CreatePolicy', {
  for: 'delegates',
  // What is yet to be made has no id.
  on: ({ input, organization }) => ({ arn: organizationArn.policy(organization, input.Type, 'p-*') }),
  context: ({ input }) => ({ 'organizations:PolicyType': input.Type, ...requestTags(input.Tags) }),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['organizations:TagResource'] : []),
  write: async ({ input, rows, organization, vault, now }) => {
    const { Type: type, Name: name, Description: description, Content: content } = input
    mustOfferPolicies(organization)
    await checkContent(type, content)
    await mustBeFree(rows, type, name)
    const present = await rows.count(organizationPolicies, { index: 'byName', where: { type } })
    if (present >= kindOf(type).maxPolicies) throw constraint('POLICY_NUMBER_LIMIT_EXCEEDED')
    const policy: OrganizationPolicyRow = {
      policyId: newOrganizationIds.policy(vault.randomBytes),
      type,
      name,
      description,
      content,
      createdAt: now,
      updatedAt: now,
      tags: checkedTags(input.Tags),
    }
    await rows.insert(organizationPolicies, policy)
    return { Policy: shownPolicy(organization, policy) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const DescribePolicy = inOrganization('DescribePolicy', {
  for: 'readers',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  read: async ({ input, rows, organization }) => ({
    Policy: shownPolicy(organization, await policyNamed(rows, input.PolicyId)),
  }),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPolicies.html */
export const ListPolicies = inOrganization('ListPolicies', {
  for: 'readers',
  context: ({ input }) => ({ 'organizations:PolicyType': input.Filter }),
  read: async ({ input, rows, organization }) => {
    const { Filter: type } = input
    const own = await pageOf(rows, organizationPolicies, input, { index: 'byName', where: { type } })
    // AWS's own come with the first page, beside what was asked for: there is one of a type at most.
    const isFirst = input.NextToken === undefined && organization.featureSet === 'ALL'
    const ofAws = isFirst ? [...awsControlPolicies.values()].filter(policy => policy.type === type) : []
    return {
      Policies: [...ofAws, ...own.items].map(policy => policySummary(organization, policy)),
      ...own.next,
    }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html */
export const UpdatePolicy = inOrganization('UpdatePolicy', {
  for: 'delegates',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  write: async ({ input, rows, organization, now }) => {
    const policy = await ownPolicyNamed(rows, input.PolicyId)
    const changed = {
      ...policy,
      name: input.Name ?? policy.name,
      description: input.Description ?? policy.description,
      content: input.Content ?? policy.content,
      updatedAt: now,
    }
    if (input.Content !== undefined) await checkContent(policy.type, input.Content)
    if (changed.name !== policy.name) await mustBeFree(rows, policy.type, changed.name)
    await rows.put(organizationPolicies, changed)
    return { Policy: shownPolicy(organization, changed) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html */
export const DeletePolicy = inOrganization('DeletePolicy', {
  for: 'delegates',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  write: async ({ input, rows }) => {
    const { policyId } = await ownPolicyNamed(rows, input.PolicyId)
    if ((await rows.count(policyAttachments, { index: 'byPolicy', where: { policyId } })) > 0) {
      throw refusal('PolicyInUseException')
    }
    await rows.delete(organizationPolicies, policyId)
    return {}
  },
})

export async function policyNamed(
  rows: Reader,
  policyId: string,
): Promise<OrganizationPolicyRow | AwsControlPolicy> {
  const policy = awsControlPolicies.get(policyId) ?? (await rows.get(organizationPolicies, policyId))
  if (!policy) throw refusal('PolicyNotFoundException')
  return policy
}

/** One that may be changed. */
async function ownPolicyNamed(rows: Reader, policyId: string): Promise<OrganizationPolicyRow> {
  if (awsControlPolicies.has(policyId)) throw invalidInput('IMMUTABLE_POLICY')
  const policy = await rows.get(organizationPolicies, policyId)
  if (!policy) throw refusal('PolicyNotFoundException')
  return policy
}

async function mustBeFree(rows: Reader, type: string, name: string): Promise<void> {
  const [own] = await rows.list(organizationPolicies, { index: 'byName', where: { type, name }, limit: 1 })
  const isAws = [...awsControlPolicies.values()].some(policy => policy.type === type && policy.name === name)
  if (own || isAws) throw refusal('DuplicatePolicyException')
}

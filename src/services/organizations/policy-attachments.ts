import { rcpFullAwsAccess } from '../../authorize/aws-control-policies.ts'
import type { Reader } from '../../store/contract.ts'
import {
  members,
  type OrganizationRow,
  organizationalUnits,
  policyAttachments,
} from '../../store/organization-tables.ts'
import { policySummary } from './answers.ts'
import { attach, attachedTo } from './attaching.ts'
import { constraint, invalidInput, refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { pageOf, pageOfList } from './paging.ts'
import { policyNamed } from './policies.ts'
import { kindOf } from './policy-kinds.ts'
import { policyResource, policyTypeOf, resourceById } from './resources.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html */
export const AttachPolicy = inOrganization('AttachPolicy', {
  for: 'delegates',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  alsoOn: async ({ input, rows, organization }) => [await resourceById(rows, organization, input.TargetId)],
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  write: async ({ input, rows, organization, now }) => {
    const { PolicyId, TargetId: targetId } = input
    const { policyId, type } = await policyNamed(rows, PolicyId)
    await mustBeTarget(rows, organization, targetId)
    if (!organization.policyTypes.includes(type)) throw refusal('PolicyTypeNotEnabledException')
    const attached = await attachedTo(rows, targetId, type)
    if (attached.some(each => each.policyId === policyId)) throw refusal('DuplicatePolicyAttachmentException')
    if (attached.length >= kindOf(type).maxAttached)
      throw constraint('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
    await attach(rows, { targetId, policyId, type, now })
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html */
export const DetachPolicy = inOrganization('DetachPolicy', {
  for: 'delegates',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  alsoOn: async ({ input, rows, organization }) => [await resourceById(rows, organization, input.TargetId)],
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  write: async ({ input, rows, organization }) => {
    const { PolicyId, TargetId: targetId } = input
    const { policyId, type } = await policyNamed(rows, PolicyId)
    await mustBeTarget(rows, organization, targetId)
    if (policyId === rcpFullAwsAccess.policyId) throw invalidInput('NON_DETACHABLE_POLICY')
    const attached = await attachedTo(rows, targetId, type)
    if (!attached.some(each => each.policyId === policyId)) throw refusal('PolicyNotAttachedException')
    if (attached.length <= (kindOf(type).control?.minAttached ?? 0)) {
      throw constraint('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
    }
    await rows.delete(policyAttachments, targetId, type, policyId)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html */
export const ListPoliciesForTarget = inOrganization('ListPoliciesForTarget', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.TargetId),
  context: ({ input }) => ({ 'organizations:PolicyType': input.Filter }),
  read: async ({ input, rows, organization }) => {
    const { TargetId: targetId, Filter: type } = input
    await mustBeTarget(rows, organization, targetId)
    const attached = await attachedTo(rows, targetId, type)
    const { items, next } = pageOfList(`policies of ${targetId} ${type}`, input, attached)
    const policies = await Promise.all(items.map(({ policyId }) => policyNamed(rows, policyId)))
    return { Policies: policies.map(policy => policySummary(organization, policy)), ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTargetsForPolicy.html */
export const ListTargetsForPolicy = inOrganization('ListTargetsForPolicy', {
  for: 'readers',
  on: ({ input, rows, organization }) => policyResource(rows, organization, input.PolicyId),
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  read: async ({ input, rows, organization }) => {
    const { policyId } = await policyNamed(rows, input.PolicyId)
    const query = { index: 'byPolicy', where: { policyId } }
    const { items, next } = await pageOf(rows, policyAttachments, input, query)
    const Targets = items.map(async ({ targetId, targetType }) => ({
      TargetId: targetId,
      Arn: (await resourceById(rows, organization, targetId))?.arn,
      Name: await nameOf(rows, organization, targetId),
      Type: targetType,
    }))
    return { Targets: await Promise.all(Targets), ...next }
  },
})

async function nameOf(
  rows: Reader,
  { rootId }: OrganizationRow,
  targetId: string,
): Promise<string | undefined> {
  if (targetId === rootId) return 'Root'
  const named = targetId.startsWith('ou-')
    ? await rows.get(organizationalUnits, targetId)
    : await rows.get(members, targetId)
  return named?.name
}

/** A root, an organizational unit or an account of the organization. */
export async function mustBeTarget(
  rows: Reader,
  organization: OrganizationRow,
  targetId: string,
): Promise<void> {
  const isTarget = /^(?:r-|ou-|\d{12}$)/.test(targetId)
  if (!isTarget || !(await resourceById(rows, organization, targetId)))
    throw refusal('TargetNotFoundException')
}

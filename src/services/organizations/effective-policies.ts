import { placementOf, textsAt } from '../../authorize/placement.ts'
import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type OrganizationRow,
  organizationPolicies,
  policyAttachments,
} from '../../store/organization-tables.ts'
import { refusal } from './errors.ts'
import { memberNamed } from './hierarchy.ts'
import { effectiveDocument } from './management-policy.ts'
import { inOrganization, isDelegated } from './operation.ts'
import { resourceById } from './resources.ts'
import { mustHaveAllFeatures } from './trusted-services.ts'

/** What the management policies of all levels amount to for one account. */

/**
 * A member may ask for its own; the management account and delegated administrators for anyone's.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
 */
export const DescribeEffectivePolicy = inOrganization('DescribeEffectivePolicy', {
  for: 'members',
  on: async ({ input, rows, organization, caller }) => {
    const { TargetId = caller.account } = input
    const isTheirs = await mayAskFor(rows, organization, caller.account, TargetId)
    return isTheirs ? resourceById(rows, organization, TargetId) : undefined
  },
  context: ({ input }) => ({ 'organizations:PolicyType': input.PolicyType }),
  read: async ({ input, rows, organization, caller }) => {
    const { PolicyType: type, TargetId = caller.account } = input
    if (!(await mayAskFor(rows, organization, caller.account, TargetId))) {
      throw refusal('AccessDeniedException')
    }
    mustHaveAllFeatures(organization)
    const found = await effectivePolicy(rows, organization, TargetId, type)
    if (found === 'no such account') throw refusal('TargetNotFoundException')
    if (!found) throw refusal('EffectivePolicyNotFoundException')
    return {
      EffectivePolicy: {
        PolicyContent: found.content,
        LastUpdatedTimestamp: new Date(found.updatedAt),
        TargetId,
        PolicyType: type,
      },
    }
  },
})

async function mayAskFor(
  rows: Reader,
  { managementAccount }: OrganizationRow,
  account: AccountId,
  targetId: string,
): Promise<boolean> {
  return targetId === account || account === managementAccount || isDelegated(rows, account)
}

/**
 * A policy is taken only in its form, and what operators make of it has no form of its own: nothing here is invalid.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsWithInvalidEffectivePolicy.html
 */
export const ListAccountsWithInvalidEffectivePolicy = inOrganization(
  'ListAccountsWithInvalidEffectivePolicy',
  {
    for: 'readers',
    context: ({ input }) => ({ 'organizations:PolicyType': input.PolicyType }),
    read: async ({ input, organization }) => {
      mustHaveAllFeatures(organization)
      if (!organization.policyTypes.includes(input.PolicyType))
        throw refusal('EffectivePolicyNotFoundException')
      return { Accounts: [], PolicyType: input.PolicyType }
    },
  },
)

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListEffectivePolicyValidationErrors.html */
export const ListEffectivePolicyValidationErrors = inOrganization('ListEffectivePolicyValidationErrors', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  context: ({ input }) => ({ 'organizations:PolicyType': input.PolicyType }),
  read: async ({ input, rows, organization, now }) => {
    const { AccountId, PolicyType: type } = input
    mustHaveAllFeatures(organization)
    const { accountId } = await memberNamed(rows, AccountId)
    const found = await effectivePolicy(rows, organization, accountId, type)
    if (!found || found === 'no such account') throw refusal('EffectivePolicyNotFoundException')
    return {
      AccountId: accountId,
      PolicyType: type,
      Path: found.path,
      EvaluationTimestamp: new Date(now),
      EffectivePolicyValidationErrors: [],
    }
  },
})

interface EffectivePolicy {
  readonly content: string
  readonly updatedAt: number
  readonly path: string
}

async function effectivePolicy(
  rows: Reader,
  { policyTypes }: OrganizationRow,
  accountId: string,
  type: string,
): Promise<EffectivePolicy | undefined | 'no such account'> {
  const placement = isAccountId(accountId) ? await placementOf(rows, accountId) : undefined
  if (!placement) return 'no such account'
  if (!policyTypes.includes(type)) return undefined
  const levels: string[][] = []
  let updatedAt = 0
  for (const level of placement.levels) {
    const policies = [...(await textsAt(rows, level, type))]
    levels.push(policies.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text))
    for (const attached of await rows.list(policyAttachments, { where: { targetId: level, type } })) {
      const policy = await rows.get(organizationPolicies, attached.policyId)
      updatedAt = Math.max(updatedAt, attached.attachedAt, policy?.updatedAt ?? 0)
    }
  }
  const content = effectiveDocument(levels)
  return content === undefined ? undefined : { content, updatedAt, path: `${placement.path}${accountId}/` }
}

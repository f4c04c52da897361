import type { PolicyType } from '@aws-sdk/client-organizations'
import type { Writer } from '../../store/contract.ts'
import {
  members,
  type OrganizationRow,
  organizationalUnits,
  organizations,
  policyAttachments,
} from '../../store/organization-tables.ts'
import { shownRoot } from './answers.ts'
import { attach } from './attaching.ts'
import { refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { kindOf, mustOfferPolicies } from './policy-kinds.ts'
import { resourceById } from './resources.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html */
export const EnablePolicyType = inOrganization('EnablePolicyType', {
  for: 'delegates',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.RootId),
  context: ({ input }) => ({ 'organizations:PolicyType': input.PolicyType }),
  write: async ({ input, rows, organization, now }) => {
    const { RootId, PolicyType: type } = input
    if (RootId !== organization.rootId) throw refusal('RootNotFoundException')
    mustOfferPolicies(organization)
    if (organization.policyTypes.includes(type)) throw refusal('PolicyTypeAlreadyEnabledException')
    const changed = { ...organization, policyTypes: [...organization.policyTypes, type] }
    await rows.put(organizations, changed)
    await beginWithFullAccess(rows, organization, type, now)
    return { Root: shownRoot(changed) }
  },
})

/** Nothing is forbidden by the type alone: everything there is begins with full access. */
async function beginWithFullAccess(
  rows: Writer,
  { rootId }: OrganizationRow,
  type: PolicyType,
  now: number,
): Promise<void> {
  const policyId = kindOf(type).control?.full
  if (policyId === undefined) return
  const units = await rows.list(organizationalUnits)
  const accounts = await rows.list(members)
  const targets = [
    rootId,
    ...units.map(({ unitId }) => unitId),
    ...accounts.map(({ accountId }) => accountId),
  ]
  for (const targetId of targets) await attach(rows, { targetId, policyId, type, now })
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisablePolicyType.html */
export const DisablePolicyType = inOrganization('DisablePolicyType', {
  for: 'delegates',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.RootId),
  context: ({ input }) => ({ 'organizations:PolicyType': input.PolicyType }),
  write: async ({ input, rows, organization }) => {
    const { RootId, PolicyType: type } = input
    if (RootId !== organization.rootId) throw refusal('RootNotFoundException')
    if (!organization.policyTypes.includes(type)) throw refusal('PolicyTypeNotEnabledException')
    const changed = { ...organization, policyTypes: organization.policyTypes.filter(each => each !== type) }
    await rows.put(organizations, changed)
    // "AWS Organizations … detaches all policies of that type from all entities."
    for (const { targetId, policyId } of await rows.list(policyAttachments, {
      index: 'byType',
      where: { type },
    })) {
      await rows.delete(policyAttachments, targetId, type, policyId)
    }
    return { Root: shownRoot(changed) }
  },
})

import {
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  type PolicySummary,
} from '@aws-sdk/client-organizations'
import type { Clients } from '../api/clients.ts'
import { type ControlPolicyType, controlPolicyTypes } from './control-policy-type.ts'
import { all, lineage, type Place } from './structure.ts'

type Organizations = Clients['organizations']

export function policiesOfType(organizations: Organizations, Filter: ControlPolicyType) {
  return all(async NextToken => {
    const page = await organizations.send(new ListPoliciesCommand({ Filter, NextToken }))
    return { items: page.Policies, next: page.NextToken }
  })
}

/** A policy, and where it is attached: to the very thing one looks at, or to something that it is in. */
export interface PolicyInForce {
  readonly policy: PolicySummary
  readonly at: Place
  readonly isDirect: boolean
}

/** All levels count: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
export async function policiesInForce(
  organizations: Organizations,
  id: string,
): Promise<readonly PolicyInForce[]> {
  const levels = await lineage(organizations, id)
  const found = await Promise.all(
    levels.flatMap(at =>
      controlPolicyTypes.map(async Filter => {
        const policies = await all(async NextToken => {
          const page = await organizations.send(
            new ListPoliciesForTargetCommand({ TargetId: at.id, Filter, NextToken }),
          )
          return { items: page.Policies, next: page.NextToken }
        })
        return policies.map(policy => ({ policy, at, isDirect: at.id === id }))
      }),
    ),
  )
  return found.flat()
}

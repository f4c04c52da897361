import { controlPolicies, readPlacement } from '../../../authorize/placement.ts'
import { isServiceLinkedRole } from '../../../identity/arn.ts'
import type { Identity } from '../../../identity/caller.ts'
import type { Context, ControlLevel } from '../../../policy/index.ts'
import type { Store } from '../../../store/contract.ts'
import { readGivenPolicy } from '../given-policies.ts'

/** What the organization of the simulated caller's account adds: its service control policies, and where it stands. */
export interface SimulatedOrganization {
  readonly serviceControl?: readonly ControlLevel[]
  /** `aws:PrincipalOrgID`, …; of the resource too where that is the same account's. */
  readonly principalKeys: Context
  readonly ownResourceKeys: Context
}

/**
 * "If your AWS account is a member of an organization, you can test the impact of service control policies": as the
 * server has it, they bind everybody but the management account and service-linked roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export function organizationOfCaller(
  store: Store,
  identity: Identity,
): Promise<SimulatedOrganization | undefined> {
  return readPlacement(store, identity.account, async (rows, placement) => {
    const levels = isServiceLinked(identity)
      ? undefined
      : await controlPolicies(rows, placement, 'SERVICE_CONTROL_POLICY')
    const serviceControl = levels?.map(({ level, policies }) => ({
      level,
      policies: policies.map(({ name, text }) => ({
        source: { name, attachedTo: level },
        document: readGivenPolicy(text, ['service-control']),
      })),
    }))
    const { organizationId } = placement.organization
    return {
      ...(serviceControl && { serviceControl }),
      principalKeys: { 'aws:PrincipalOrgID': organizationId, 'aws:PrincipalOrgPaths': [placement.path] },
      ownResourceKeys: { 'aws:ResourceOrgID': organizationId, 'aws:ResourceOrgPaths': [placement.path] },
    }
  })
}

function isServiceLinked(identity: Identity): boolean {
  return identity.kind === 'role-session' && isServiceLinkedRole(identity.roleArn)
}

import type { Check } from './check.ts'
import { actionChecks } from './checks/actions.ts'
import { addressChecks } from './checks/addresses.ts'
import { attachmentChecks } from './checks/attachment.ts'
import { companionChecks } from './checks/companions.ts'
import { conditionKeyChecks } from './checks/condition-keys.ts'
import { conditionShapeChecks } from './checks/condition-shape.ts'
import { conditionValueChecks } from './checks/condition-values.ts'
import { controlPolicyChecks } from './checks/control-policies.ts'
import { federationChecks } from './checks/federation.ts'
import { identifierChecks } from './checks/identifiers.ts'
import { principalChecks } from './checks/principals.ts'
import { proofChecks } from './checks/proof.ts'
import { redundancyChecks } from './checks/redundancy.ts'
import { resourceChecks } from './checks/resources.ts'
import { rolePassingChecks } from './checks/role-passing.ts'
import { servicePrincipalChecks } from './checks/service-principals.ts'
import { serviceChecks } from './checks/services.ts'
import { sidChecks } from './checks/sids.ts'
import { sizeChecks } from './checks/sizes.ts'
import { structureChecks } from './checks/structure.ts'
import { tagChecks } from './checks/tags.ts'
import { trustChecks } from './checks/trust.ts'
import { trustScopeChecks } from './checks/trust-scope.ts'
import { variableChecks } from './checks/variables.ts'
import { wildcardChecks } from './checks/wildcards.ts'
import type { Severity } from './finding.ts'

/**
 * Every check there is: those that AWS documents for Access Analyzer's policy validation, and ours.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const checks: readonly Check[] = [
  ...structureChecks,
  ...sidChecks,
  ...sizeChecks,
  ...actionChecks,
  ...serviceChecks,
  ...resourceChecks,
  ...attachmentChecks,
  ...principalChecks,
  ...trustChecks,
  ...federationChecks,
  ...servicePrincipalChecks,
  ...conditionShapeChecks,
  ...conditionKeyChecks,
  ...conditionValueChecks,
  ...addressChecks,
  ...identifierChecks,
  ...wildcardChecks,
  ...variableChecks,
  ...companionChecks,
  ...tagChecks,
  ...rolePassingChecks,
  ...controlPolicyChecks,
  ...redundancyChecks,
  ...trustScopeChecks,
  ...proofChecks,
]

/** Checks that AWS documents and that are not made here. */
export interface UnmadeCheck {
  readonly code: string
  readonly title: string
  readonly severity: Severity
  readonly reason: string
}

export const unmadeChecks: readonly UnmadeCheck[] = [
  {
    code: 'SCP_SYNTAX_ERROR_ACTION_WILDCARD',
    title: 'SCP syntax error action wildcard',
    severity: 'error',
    reason:
      'Since September 2025 Organizations takes wildcards anywhere in the actions of a service control policy; the page of checks still describes the older rule.',
  },
]

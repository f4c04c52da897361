import type { Outcome } from '../decision.ts'
import { type Grants, grant, type LayerSet, layerBit, layersWaivedBy, noLayer } from './grants.ts'
import { hasTrustedSide, type PreparedRequest, samePartition } from './prepared-request.ts'

/** What all layers in force said together. */
export interface Tally {
  /** Some layer has a Deny that applies. */
  readonly denied: boolean
  /** Layers (for control policies: of any level) without an Allow that applies. */
  readonly silent: LayerSet
  /** How the Allows of the resource's policy reach the caller. */
  readonly grants: Grants
}

/** What does not depend on the layers' answers. */
export interface Rules {
  readonly resourcePolicyMustAllow: boolean
  /** See `EvaluateOptions.trustDirectUserBypassesBoundary`. */
  readonly trustDirectUserBypassesBoundary: boolean
}

/**
 * An explicit Deny in any layer denies; else every layer must allow that is not waived by a direct grant of the
 * resource's policy. Between two accounts nothing is waived and the resource's policy must allow too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function outcomeOf(tally: Tally, request: PreparedRequest, rules: Rules): Outcome {
  if (tally.denied) return 'ExplicitlyDenied'
  const missing = tally.silent & ~waivedLayers(tally, request, rules)
  if ((missing & ~optionalLayers(request, rules)) !== noLayer || !samePartition(request))
    return 'ImplicitlyDenied'
  return 'Allowed'
}

/** In one account, a direct grant of the resource's policy takes the place of what other layers did not say. */
export function waivedLayers({ grants }: Tally, request: PreparedRequest, rules: Rules): LayerSet {
  if (request.crossAccount) return noLayer
  const waived = layersWaivedBy(grants)
  if (!rules.resourcePolicyMustAllow || rules.trustDirectUserBypassesBoundary) return waived
  // A boundary binds the user it hangs on, unless somebody else than that user is named as well.
  return layersWaivedBy(grants & ~grant.user) | (waived & ~layerBit.boundary)
}

/** A resource's policy need not allow what an identity of its own account is allowed by its own. */
export function optionalLayers({ principal, crossAccount }: PreparedRequest, rules: Rules): LayerSet {
  const mustAllow = crossAccount || rules.resourcePolicyMustAllow || !hasTrustedSide(principal)
  return mustAllow ? noLayer : layerBit.resource
}

import type { Outcome } from '../decision.ts'
import type { AuthorizationRequest } from '../request.ts'
import { outcomeOf } from './fold.ts'
import { type Grants, type LayerSet, noGrant, noLayer } from './grants.ts'
import { denied } from './layer.ts'
import type { CompiledLayers } from './layers.ts'
import { type EvaluateOptions, prepareRequest } from './prepared-request.ts'

/** The outcome alone, as fast as can be; `evaluate` says the same with all reasons. */
export function decide(
  request: AuthorizationRequest,
  layers: CompiledLayers,
  options?: EvaluateOptions,
): Outcome {
  const prepared = prepareRequest(request, layers.hasBoundary, options)
  let silent: LayerSet = noLayer
  let grants: Grants = noGrant
  for (const layer of layers.inForce(request.principal)) {
    const verdict = layer.verdict(prepared)
    if (verdict === denied) return 'ExplicitlyDenied'
    if (verdict === noGrant) silent |= layer.bit
    else if (layer === layers.resource) grants = verdict
  }
  return outcomeOf({ denied: false, silent, grants }, prepared, {
    resourcePolicyMustAllow: layers.resourcePolicyMustAllow,
    trustDirectUserBypassesBoundary: options?.trustDirectUserBypassesBoundary ?? true,
  })
}

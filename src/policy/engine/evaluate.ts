import type { Decision, LayerDecision, LayerKind, Reason } from '../decision.ts'
import type { AuthorizationRequest, PolicyLayers } from '../request.ts'
import { optionalLayers, outcomeOf, type Rules, type Tally, waivedLayers } from './fold.ts'
import { grant, type LayerSet, layerBit, noGrant, noLayer } from './grants.ts'
import { CompiledLayers, compileLayers } from './layers.ts'
import {
  type EvaluateOptions,
  type PreparedRequest,
  prepareRequest,
  samePartition,
} from './prepared-request.ts'

/**
 * Decides one request, as `decide` does, and says why: what every statement of every layer answered.
 * Layers that are not compiled are compiled for this one question.
 */
export function evaluate(
  request: AuthorizationRequest,
  given: CompiledLayers | PolicyLayers,
  options: EvaluateOptions = {},
): Decision {
  const layers = given instanceof CompiledLayers ? given : compileLayers(given)
  const prepared = prepareRequest(request, layers.hasBoundary, options)
  const rules: Rules = {
    resourcePolicyMustAllow: layers.resourcePolicyMustAllow,
    trustDirectUserBypassesBoundary: options.trustDirectUserBypassesBoundary ?? true,
  }
  const judged = layers.inForce(request.principal).map(layer => layer.judge(prepared))
  const tally = tallyOf(judged)
  const waived = waivedLayers(tally, prepared, rules)
  const decided = judged.map(layer =>
    layer.result === 'none' && isIn(layer.layer, waived) ? { ...layer, waived: true } : layer,
  )
  const outcome = outcomeOf(tally, prepared, rules)
  const because = {
    ExplicitlyDenied: () => decided.flatMap(explicitDenials),
    ImplicitlyDenied: () => refusals(decided, prepared, rules),
    Allowed: () => grantsOf(decided, prepared, rules, waived),
  }[outcome]()
  return { outcome, crossAccount: prepared.crossAccount, because, layers: decided }
}

function tallyOf(judged: readonly LayerDecision[]): Tally {
  let silent = noLayer
  let grants = noGrant
  for (const { layer, result, statements } of judged) {
    if (result === 'none') silent |= layerBit[layer]
    if (layer !== 'resource') continue
    for (const { effect, outcome } of statements) {
      if (effect === 'Allow' && outcome.applies && outcome.grant !== undefined) grants |= grant[outcome.grant]
    }
  }
  return { denied: judged.some(layer => layer.result === 'deny'), silent, grants }
}

function explicitDenials(decision: LayerDecision): readonly Reason[] {
  return decision.statements
    .filter(statement => statement.effect === 'Deny' && statement.outcome.applies)
    .map(statement => ({ kind: 'explicit-deny', ...place(decision), statement }))
}

/** The first refusal in AWS's order comes first. */
function refusals(decided: readonly LayerDecision[], request: PreparedRequest, rules: Rules): Reason[] {
  const optional = optionalLayers(request, rules)
  const silent = decided
    .filter(({ layer, result, waived }) => result === 'none' && !waived && !isIn(layer, optional))
    .map((layer): Reason => ({ kind: 'no-allow', ...place(layer) }))
  return samePartition(request) ? silent : [{ kind: 'partition-mismatch' }, ...silent]
}

function grantsOf(
  decided: readonly LayerDecision[],
  request: PreparedRequest,
  rules: Rules,
  waived: LayerSet,
): readonly Reason[] {
  const resourceCounts = optionalLayers(request, rules) === noLayer || waived !== noLayer
  const granting = resourceCounts ? layerBit.identity | layerBit.resource : layerBit.identity
  const grants = decided
    .filter(({ layer }) => isIn(layer, granting))
    .flatMap(({ layer, side, statements }) =>
      statements
        .filter(statement => statement.effect === 'Allow' && statement.outcome.applies)
        .map((statement): Reason => ({ kind: 'granted', layer, side, statement })),
    )
  return request.principal.kind === 'root' ? [...grants, { kind: 'root-of-account' }] : grants
}

function isIn(layer: LayerKind, set: LayerSet): boolean {
  return (layerBit[layer] & set) !== noLayer
}

function place({ layer, side, level }: LayerDecision) {
  return { layer, side, ...(level === undefined ? {} : { level }) }
}

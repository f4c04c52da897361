import type { AddedPrincipal, AddedStatement, Addition, Decision, LayerKind, Side } from '../decision.ts'
import type { PolicyDocument, PrincipalElement } from '../document.ts'
import type { AuthorizationRequest, PolicyLayers, Principal } from '../request.ts'
import { resourcePartAt } from './arn.ts'
import { decide } from './decide.ts'
import { evaluate } from './evaluate.ts'
import { CompiledLayer, CompiledPolicy, type PlacedPolicy } from './layer.ts'
import { CompiledLayers, compileLayers } from './layers.ts'
import type { EvaluateOptions } from './prepared-request.ts'

/**
 * Statements which, added all of them, would let a refused request pass: the fewest there are, and each set tried
 * on the request before it is told. Undefined when no addition helps: a Deny applies, or the request crosses
 * partitions.
 *
 * They say what is missing, not what is wise: whoever adds one is to narrow it by conditions.
 */
export function additionsThatAllow(
  request: AuthorizationRequest,
  given: CompiledLayers | PolicyLayers,
  decision: Decision,
  options?: EvaluateOptions,
): readonly Addition[] | undefined {
  if (decision.outcome !== 'ImplicitlyDenied') return undefined
  const layers = given instanceof CompiledLayers ? given : compileLayers(given)
  const candidates = candidatesFor(request, layers, decision)
  const allows = (additions: readonly Addition[]) =>
    decide(request, withAdditions(layers, additions), options) === 'Allowed'
  if (!allows(candidates)) return undefined
  return fewest(candidates, allows)
}

/**
 * What one side of a request between two accounts would have to add, whatever the other side says: neither is to
 * learn from it what the other one's policies are, or that the resource is there.
 */
export function additionsOfSide(
  side: Side,
  request: AuthorizationRequest,
  layers: CompiledLayers,
  options?: EvaluateOptions,
): readonly Addition[] | undefined {
  const ownSide = layers.map(layer => (layer.side === side ? layer : open(layer)))
  return additionsThatAllow(request, ownSide, evaluate(request, ownSide, options), options)
}

function open({ place }: CompiledLayer): CompiledLayer {
  const statement: AddedStatement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }
  return new CompiledLayer(place, [placed(place.layer, statement)])
}

/** More candidates than these are not tried in all combinations: one after the other is left out instead. */
const maxCombined = 8

function fewest(
  candidates: readonly Addition[],
  allows: (additions: readonly Addition[]) => boolean,
): readonly Addition[] {
  if (candidates.length > maxCombined) {
    return candidates.reduce<readonly Addition[]>((kept, candidate) => {
      const without = kept.filter(other => other !== candidate)
      return allows(without) ? without : kept
    }, candidates)
  }
  const sets = Array.from({ length: 2 ** candidates.length }, (_, bits) =>
    candidates.filter((_, position) => (bits >> position) & 1),
  )
  sets.sort((a, b) => a.length - b.length)
  return sets.find(allows) ?? candidates
}

/** One for each layer (for control policies: each level) that did not allow, in the order of the layers. */
function candidatesFor(
  request: AuthorizationRequest,
  layers: CompiledLayers,
  decision: Decision,
): readonly Addition[] {
  const inForce = layers.inForce(request.principal)
  return decision.layers.flatMap(({ layer, side, level, result }, position): Addition[] => {
    // That a resource can have a policy of its own is known only where it has one, or must have one.
    const mayHavePolicy =
      layers.resourcePolicyMustAllow || decision.crossAccount || layers.resource.policies.length > 0
    if (result !== 'none' || (layer === 'resource' && !mayHavePolicy)) return []
    const [policy] = ownDocument.has(layer) ? (inForce[position]?.policies ?? []) : []
    return [
      {
        layer,
        side,
        ...(level !== undefined && { level }),
        ...(policy && { policy: policy.source }),
        statement: statementFor(request, layer, layers.resourcePolicyMustAllow),
      },
    ]
  })
}

/** Layers that are one document, which would have to take the statement; in the others any policy can. */
const ownDocument: ReadonlySet<LayerKind> = new Set(['resource', 'boundary'])

function statementFor(request: AuthorizationRequest, layer: LayerKind, isTrust: boolean): AddedStatement {
  // Resource control policies allow only by AWS's own RCPFullAWSAccess.
  if (layer === 'resource-control') return { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }
  const { action } = request
  const resource = literally(request.resource)
  if (layer !== 'resource') return { Effect: 'Allow', Action: action, Resource: resource }
  const principal = asPrincipal(request.principal)
  return { Effect: 'Allow', Principal: principal, Action: action, ...(!isTrust && { Resource: resource }) }
}

/** What a policy would write to mean just this resource. */
function literally(resource: string): string {
  const name = resourcePartAt(resource)
  const escaped = resource.slice(name).replace(/[*?$]/g, character => `\${${character}}`)
  return name < 0 ? resource : resource.slice(0, name) + escaped
}

/** Who asks as a resource's policy names them; a session by its role, for the next session has another name. */
function asPrincipal(principal: Principal): AddedPrincipal {
  switch (principal.kind) {
    case 'anonymous':
      return '*'
    case 'role-session':
      return { AWS: principal.roleArn }
    case 'service':
      return { Service: principal.service }
    case 'federated':
      return { Federated: principal.provider }
    default:
      return { AWS: principal.arn }
  }
}

function withAdditions(layers: CompiledLayers, additions: readonly Addition[]): CompiledLayers {
  const extended = (layer: CompiledLayer): CompiledLayer => {
    const { layer: kind, level } = layer.place
    const added = additions.filter(addition => addition.layer === kind && addition.level === level)
    return added.length === 0
      ? layer
      : new CompiledLayer(layer.place, [
          ...layer.policies,
          ...added.map(({ statement }) => placed(kind, statement)),
        ])
  }
  return layers.map(extended)
}

function placed(layer: LayerKind, statement: AddedStatement): PlacedPolicy {
  const { Action: action, Resource: resource, Principal: principal } = statement
  const document: PolicyDocument = {
    version: '2012-10-17',
    statements: [
      {
        index: 0,
        effect: 'Allow',
        action: { negated: false, patterns: [action] },
        ...(resource !== undefined && { resource: { negated: false, patterns: [resource] } }),
        ...(principal !== undefined && { principal: principalElement(principal) }),
        conditions: [],
      },
    ],
  }
  return { source: { name: 'addition' }, policy: new CompiledPolicy(document, layer) }
}

function principalElement(principal: AddedPrincipal): PrincipalElement {
  if (principal === '*') return { negated: false, everyone: true, entries: [] }
  const entries = Object.entries(principal).map(([type, value]) => ({
    type: type as keyof typeof principal,
    value,
  }))
  return { negated: false, everyone: false, entries }
}

import type { GrantKind, LayerDecision, LayerKind, Side } from '../../../src/policy/decision.ts'
import type { PolicyLayers, Principal, SourcedPolicy } from '../../../src/policy/request.ts'
import { judgeStatement, type Question } from './statement.ts'

/** The policies of one kind (for control policies: of one level) that bear on a request. */
export interface Layer {
  readonly layer: LayerKind
  readonly side: Side
  readonly level?: string
  readonly policies: readonly SourcedPolicy[]
}

/** Nobody's administrators stand behind an anonymous caller, a service, or the bearer of a provider's token. */
export function hasTrustedSide(principal: Principal): principal is Principal & { accountId: string } {
  return 'accountId' in principal
}

/**
 * The layers in the order in which AWS enforces them. What does not bear on this caller is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function layersInForce(principal: Principal, layers: PolicyLayers): readonly Layer[] {
  const trusting: readonly Layer[] = [
    ...(layers.resourceControl ?? []).map(
      ({ level, policies }): Layer => ({ layer: 'resource-control', side: 'trusting', level, policies }),
    ),
  ]
  const resource: Layer = {
    layer: 'resource',
    side: 'trusting',
    policies: layers.resource === undefined ? [] : [layers.resource],
  }
  if (!hasTrustedSide(principal)) return [...trusting, resource]
  return [
    ...trusting,
    ...(layers.serviceControl ?? []).map(
      ({ level, policies }): Layer => ({ layer: 'service-control', side: 'trusted', level, policies }),
    ),
    resource,
    // No identity-based policy can be attached to the root user: it may do what its account may.
    ...(principal.kind === 'root' ? [] : trusted('identity', layers.identity)),
    ...trusted('boundary', layers.boundary),
    ...trusted('session', sessionPolicies(principal, layers)),
    ...(layers.scopeDown ?? []).flatMap(policy => trusted('scope-down', [policy])),
  ]
}

function trusted(layer: LayerKind, policies: readonly SourcedPolicy[] | undefined): readonly Layer[] {
  return policies === undefined ? [] : [{ layer, side: 'trusted', policies }]
}

/**
 * A federated user without a session policy has no permissions, a role session without one is not limited.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
 */
function sessionPolicies(principal: Principal, layers: PolicyLayers): readonly SourcedPolicy[] | undefined {
  return layers.session ?? (principal.kind === 'federated-user' ? [] : undefined)
}

/** Holds every statement of the layer against the request: one Deny decides, else one Allow. */
export function judgeLayer({ layer, side, level, policies }: Layer, question: Question): LayerDecision {
  const statements = policies.flatMap(policy =>
    policy.document.statements.map(statement => judgeStatement(statement, policy, layer, question)),
  )
  const applying = statements.filter(statement => statement.outcome.applies)
  const denied = applying.some(statement => statement.effect === 'Deny')
  const result = denied ? 'deny' : applying.length > 0 ? 'allow' : 'none'
  return { layer, side, ...(level === undefined ? {} : { level }), result, statements }
}

/**
 * What a resource policy's Allow makes needless in its own account, by how it named the caller.
 * A user, a session or everyone is granted directly, past identity policies, boundary and session policies.
 * A role is granted as if its identity policies said so: boundary and session policies still filter that.
 * An account is only enabled to grant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const waivedByGrant: Readonly<Record<GrantKind, readonly LayerKind[]>> = {
  everyone: ['identity', 'boundary', 'session'],
  user: ['identity', 'boundary', 'session'],
  session: ['identity', 'boundary', 'session'],
  role: ['identity'],
  parent: ['identity'],
  account: [],
  service: [],
  federated: [],
}

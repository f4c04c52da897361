import type { Decision, GrantKind, LayerDecision, LayerKind, Reason } from '../../../src/policy/decision.ts'
import type { AuthorizationRequest, PolicyLayers, Principal } from '../../../src/policy/request.ts'
import { splitArn } from './arn-pattern.ts'
import { indexContext } from './context.ts'
import { hasTrustedSide, judgeLayer, layersInForce, waivedByGrant } from './layers.ts'

export interface EvaluateOptions {
  /**
   * A trust policy that names a user directly lets it past its permissions boundary, as the general rules say.
   * The page on trust policies says the contrary: false follows that page. Default true.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
   */
  readonly trustDirectUserBypassesBoundary?: boolean
  /** NotPrincipal exempts a caller only when account, role and session are all listed. Default false. */
  readonly strictNotPrincipal?: boolean
}

/**
 * Decides one request, as AWS does: an explicit Deny in any layer; else an Allow from every layer that bears
 * on the request and is not waived by a direct grant; else an implicit denial. Between two accounts nothing
 * is waived and the resource's policy must allow too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function evaluate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
  options: EvaluateOptions = {},
): Decision {
  const { principal } = request
  const crossAccount = isCrossAccount(request)
  const question = {
    request,
    keys: indexContext(request.context),
    hasBoundary: layers.boundary !== undefined,
    strictNotPrincipal: options.strictNotPrincipal ?? false,
  }
  const judged = layersInForce(principal, layers).map(layer => judgeLayer(layer, question))
  const waived = crossAccount ? new Set<LayerKind>() : waivedLayers(judged, layers, options)
  const resourceMustAllow =
    crossAccount || layers.resourcePolicyMustAllow === true || !hasTrustedSide(principal)

  const decided = judged.map(layer =>
    layer.result === 'none' && waived.has(layer.layer) ? { ...layer, waived: true } : layer,
  )
  const denials = decided.flatMap(explicitDenial)
  if (denials.length > 0)
    return { outcome: 'ExplicitlyDenied', crossAccount, because: denials, layers: decided }

  const refusals = decided.flatMap(layer =>
    layer.layer === 'resource' && !resourceMustAllow ? [] : missingAllow(layer),
  )
  if (!samePartition(request)) refusals.unshift({ kind: 'partition-mismatch' })
  if (refusals.length > 0)
    return { outcome: 'ImplicitlyDenied', crossAccount, because: refusals, layers: decided }

  const granting: ReadonlySet<LayerKind> = new Set<LayerKind>(
    resourceMustAllow || waived.size > 0 ? ['identity', 'resource'] : ['identity'],
  )
  const grants = decided.filter(layer => granting.has(layer.layer)).flatMap(grantingStatements)
  const because = principal.kind === 'root' ? [...grants, { kind: 'root-of-account' } as const] : grants
  return { outcome: 'Allowed', crossAccount, because, layers: decided }
}

/** A resource that belongs to nobody (`*`) is the caller's own account's matter. */
function isCrossAccount({ principal, resourceAccountId }: AuthorizationRequest): boolean {
  if (!hasTrustedSide(principal) || resourceAccountId === undefined) return false
  return principal.accountId !== resourceAccountId
}

/**
 * Access cannot be delegated between partitions (aws, aws-cn, aws-us-gov, …).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function samePartition({ principal, resource }: AuthorizationRequest): boolean {
  const of = (arn: string | undefined) => (arn === undefined ? undefined : splitArn(arn)?.[1])
  const caller = of(callerArn(principal))
  const target = of(resource)
  return caller === undefined || target === undefined || caller === target
}

function callerArn(principal: Principal): string | undefined {
  return 'arn' in principal ? principal.arn : undefined
}

/** In one account, a direct grant of the resource's policy takes the place of what other layers did not say. */
function waivedLayers(
  judged: readonly LayerDecision[],
  layers: PolicyLayers,
  options: EvaluateOptions,
): ReadonlySet<LayerKind> {
  const grants = judged
    .filter(layer => layer.layer === 'resource')
    .flatMap(layer => layer.statements)
    .flatMap(({ effect, outcome }) =>
      effect === 'Allow' && outcome.applies && outcome.grant !== undefined ? [outcome.grant] : [],
    )
  const boundaryBindsUsers =
    layers.resourcePolicyMustAllow === true && options.trustDirectUserBypassesBoundary === false
  const waivedBy = (grant: GrantKind) =>
    waivedByGrant[grant].filter(layer => !(boundaryBindsUsers && grant === 'user' && layer === 'boundary'))
  return new Set(grants.flatMap(waivedBy))
}

function explicitDenial(decision: LayerDecision): readonly Reason[] {
  return decision.statements
    .filter(statement => statement.effect === 'Deny' && statement.outcome.applies)
    .map(statement => ({ kind: 'explicit-deny', ...place(decision), statement }))
}

function missingAllow(decision: LayerDecision): Reason[] {
  if (decision.result !== 'none' || decision.waived) return []
  return [{ kind: 'no-allow', ...place(decision) }]
}

function grantingStatements(decision: LayerDecision): readonly Reason[] {
  return decision.statements
    .filter(statement => statement.effect === 'Allow' && statement.outcome.applies)
    .map(statement => ({ kind: 'granted', layer: decision.layer, side: decision.side, statement }))
}

function place({ layer, side, level }: LayerDecision) {
  return { layer, side, ...(level === undefined ? {} : { level }) }
}

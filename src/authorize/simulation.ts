import type { Identity } from '../identity/caller.ts'
import {
  type AuthorizationRequest,
  type CompiledLayer,
  CompiledLayers,
  type Context,
  compileLayer,
  type Decision,
  emptyLayer,
  evaluate,
  type LayerParts,
  type PolicyLayers,
  type SourcedPolicy,
} from '../policy/index.ts'
import { callKeys, principalKeys, resourceKeys } from './context.ts'
import { principalOf } from './principal.ts'
import type { Resource } from './question.ts'
import { seenFrom } from './sides.ts'

/** A resource as a simulation has it. */
export interface SimulatedResource {
  readonly arn: string
  /** The account that owns it. */
  readonly account: string
  readonly policy?: SourcedPolicy
  /** See `Resource`. */
  readonly policyMustAllow: boolean
  /** Its policy is another account's, whose administrators show it to nobody: see `seenFrom`. */
  readonly policyIsHidden?: boolean
}

/** Policies that are asked what they would decide, by the same engine that decides on requests. */
export class Simulation {
  readonly #caller: Identity
  readonly #parts: Omit<LayerParts, 'resource'>
  readonly #resourceLayers = new Map<SourcedPolicy, CompiledLayer>()

  constructor(caller: Identity, { identity, boundary, serviceControl }: PolicyLayers) {
    this.#caller = caller
    this.#parts = {
      identity: compileLayer({ layer: 'identity' }, identity),
      ...(boundary && { boundary: compileLayer({ layer: 'boundary' }, boundary) }),
      ...(serviceControl && {
        serviceControl: serviceControl.map(({ level, policies }) =>
          compileLayer({ layer: 'service-control', level }, policies),
        ),
      }),
    }
  }

  judge(action: string, resource: SimulatedResource, context: Context): Decision {
    const decision = this.#evaluate(action, resource, context)
    return resource.policyIsHidden ? seenFrom('trusted', decision) : decision
  }

  /** Does the account of the resource let the caller in, whatever the caller's own one says? */
  isLetIn(action: string, resource: SimulatedResource, context: Context): boolean {
    const { layers } = this.#evaluate(action, resource, context)
    return layers.every(({ side, result }) => side === 'trusted' || result === 'allow')
  }

  #evaluate(action: string, resource: SimulatedResource, context: Context): Decision {
    const { arn, account, policy, policyMustAllow } = resource
    const request: AuthorizationRequest = {
      principal: principalOf(this.#caller),
      action,
      resource: arn,
      resourceAccountId: account,
      context,
    }
    const layers = new CompiledLayers({
      ...this.#parts,
      resource: policy ? this.#resourceLayer(policy) : emptyLayer.resource,
      resourcePolicyMustAllow: policyMustAllow,
    })
    return evaluate(request, layers)
  }

  /** One policy hangs on many resources. */
  #resourceLayer(policy: SourcedPolicy): CompiledLayer {
    const known = this.#resourceLayers.get(policy)
    if (known) return known
    const layer = compileLayer({ layer: 'resource' }, [policy])
    this.#resourceLayers.set(policy, layer)
    return layer
  }
}

/**
 * What is known of a request before it is made: who would make it, what on, and when. Only what the connection and
 * the operation would add is not.
 */
export function foreseenContext(caller: Identity, resource: Resource, now: number): Context {
  return {
    ...identityKeys(caller),
    ...sessionKeys(caller),
    ...resourceKeys(caller.account, resource),
    ...callKeys(now),
    'aws:PrincipalIsAWSService': 'false',
  }
}

/** The id of who is of another account, or not there, is not known. */
function identityKeys(caller: Identity): Context {
  return { ...principalKeys(caller), 'aws:userid': caller.userId || undefined }
}

/** A role's session is made without MFA, whoever makes it. */
function sessionKeys({ kind }: Identity): Context {
  return kind === 'role-session' ? { 'aws:MultiFactorAuthPresent': 'false' } : {}
}

import type { PolicyLayers, Principal } from '../request.ts'
import { type CompiledLayer, compileLayer } from './layer.ts'
import { hasTrustedSide } from './prepared-request.ts'

/** Every layer that may bear on a request, compiled. An absent one does not limit; an empty one allows nothing. */
export interface LayerParts {
  readonly identity: CompiledLayer
  readonly resource: CompiledLayer
  /** See `PolicyLayers`. */
  readonly resourcePolicyMustAllow?: boolean
  readonly boundary?: CompiledLayer
  readonly session?: CompiledLayer
  /** One layer each: every one must allow. */
  readonly scopeDown?: readonly CompiledLayer[]
  /** From the organization's root down to the principal's account. */
  readonly serviceControl?: readonly CompiledLayer[]
  /** From the organization's root down to the resource's account. */
  readonly resourceControl?: readonly CompiledLayer[]
}

/** The layers of one question, to be asked as often as one likes. Putting them together costs next to nothing. */
export class CompiledLayers {
  readonly resource: CompiledLayer
  readonly resourcePolicyMustAllow: boolean
  readonly hasBoundary: boolean
  readonly #parts: LayerParts
  #kind: Principal['kind'] | undefined
  #inForce: readonly CompiledLayer[] = []

  constructor(parts: LayerParts) {
    this.#parts = parts
    this.resource = parts.resource
    this.resourcePolicyMustAllow = parts.resourcePolicyMustAllow ?? false
    this.hasBoundary = parts.boundary !== undefined
  }

  /** The same with every layer changed. */
  map(change: (layer: CompiledLayer) => CompiledLayer): CompiledLayers {
    const { identity, resource, boundary, session, scopeDown, serviceControl, resourceControl } = this.#parts
    return new CompiledLayers({
      identity: change(identity),
      resource: change(resource),
      resourcePolicyMustAllow: this.resourcePolicyMustAllow,
      ...(boundary && { boundary: change(boundary) }),
      ...(session && { session: change(session) }),
      ...(scopeDown && { scopeDown: scopeDown.map(change) }),
      ...(serviceControl && { serviceControl: serviceControl.map(change) }),
      ...(resourceControl && { resourceControl: resourceControl.map(change) }),
    })
  }

  /** The layers that bear on this caller, in the order in which AWS enforces them. */
  inForce(principal: Principal): readonly CompiledLayer[] {
    if (principal.kind !== this.#kind) {
      this.#inForce = layersInForce(principal, this.#parts)
      this.#kind = principal.kind
    }
    return this.#inForce
  }
}

export const emptyLayer = {
  identity: compileLayer({ layer: 'identity' }, []),
  resource: compileLayer({ layer: 'resource' }, []),
  /** Stands for the session policy that a federated user does not have. */
  session: compileLayer({ layer: 'session' }, []),
} as const

export function compileLayers(layers: PolicyLayers): CompiledLayers {
  const { identity, resource, boundary, session, scopeDown, serviceControl, resourceControl } = layers
  return new CompiledLayers({
    identity: compileLayer({ layer: 'identity' }, identity),
    resource: resource === undefined ? emptyLayer.resource : compileLayer({ layer: 'resource' }, [resource]),
    resourcePolicyMustAllow: layers.resourcePolicyMustAllow ?? false,
    ...(boundary && { boundary: compileLayer({ layer: 'boundary' }, boundary) }),
    ...(session && { session: compileLayer({ layer: 'session' }, session) }),
    ...(scopeDown && { scopeDown: scopeDown.map(policy => compileLayer({ layer: 'scope-down' }, [policy])) }),
    ...(serviceControl && {
      serviceControl: serviceControl.map(({ level, policies }) =>
        compileLayer({ layer: 'service-control', level }, policies),
      ),
    }),
    ...(resourceControl && {
      resourceControl: resourceControl.map(({ level, policies }) =>
        compileLayer({ layer: 'resource-control', level }, policies),
      ),
    }),
  })
}

/**
 * What does not bear on the caller is left out: nobody's identity stands behind a service or an anonymous
 * caller, and no identity-based policy can be attached to the root user, who may do what its account may.
 * A federated user without a session policy has no permissions, a role session without one is not limited.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
 */
function layersInForce(principal: Principal, parts: LayerParts): readonly CompiledLayer[] {
  const { resourceControl = [], serviceControl = [], scopeDown = [], resource, identity, boundary } = parts
  if (!hasTrustedSide(principal)) return [...resourceControl, resource]
  const session = parts.session ?? (principal.kind === 'federated-user' ? emptyLayer.session : undefined)
  return [
    ...resourceControl,
    ...serviceControl,
    resource,
    ...(principal.kind === 'root' ? [] : [identity]),
    ...(boundary ? [boundary] : []),
    ...(session ? [session] : []),
    ...scopeDown,
  ]
}

import type { PolicyLayers, Principal } from '../request.ts'
import { type CompiledLayer, compileLayer } from './layer.ts'
import { hasTrustedSide } from './prepared-request.ts'

/** Every layer that bears on a request, compiled. An absent layer does not limit; an empty one allows nothing. */
export interface CompiledLayers {
  readonly identity: CompiledLayer
  readonly resource: CompiledLayer
  readonly resourcePolicyMustAllow: boolean
  readonly boundary?: CompiledLayer
  readonly session?: CompiledLayer
  /** From the organization's root down to the principal's account. */
  readonly serviceControl?: readonly CompiledLayer[]
  /** From the organization's root down to the resource's account. */
  readonly resourceControl?: readonly CompiledLayer[]
}

export const emptyLayer = {
  identity: compileLayer({ layer: 'identity' }, []),
  resource: compileLayer({ layer: 'resource' }, []),
  /** Stands for the session policy that a federated user does not have. */
  session: compileLayer({ layer: 'session' }, []),
} as const

export function compileLayers(layers: PolicyLayers): CompiledLayers {
  const { identity, resource, boundary, session, serviceControl, resourceControl } = layers
  return {
    identity: compileLayer({ layer: 'identity' }, identity),
    resource: resource === undefined ? emptyLayer.resource : compileLayer({ layer: 'resource' }, [resource]),
    resourcePolicyMustAllow: layers.resourcePolicyMustAllow ?? false,
    ...(boundary && { boundary: compileLayer({ layer: 'boundary' }, boundary) }),
    ...(session && { session: compileLayer({ layer: 'session' }, session) }),
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
  }
}

/**
 * The layers in the order in which AWS enforces them. What does not bear on this caller is left out: nobody's
 * identity stands behind a service or an anonymous caller, and no identity-based policy can be attached to the
 * root user, who may do what its account may. A federated user without a session policy has no permissions, a
 * role session without one is not limited.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
 */
export function layersInForce(principal: Principal, layers: CompiledLayers): readonly CompiledLayer[] {
  const inForce: CompiledLayer[] = []
  const { resourceControl, serviceControl } = layers
  if (resourceControl !== undefined) for (const level of resourceControl) inForce.push(level)
  if (!hasTrustedSide(principal)) {
    inForce.push(layers.resource)
    return inForce
  }
  if (serviceControl !== undefined) for (const level of serviceControl) inForce.push(level)
  inForce.push(layers.resource)
  if (principal.kind !== 'root') inForce.push(layers.identity)
  if (layers.boundary !== undefined) inForce.push(layers.boundary)
  if (layers.session !== undefined) inForce.push(layers.session)
  else if (principal.kind === 'federated-user') inForce.push(emptyLayer.session)
  return inForce
}

import type { ControlLevel, PolicyKind, PolicyLayers, SourcedPolicy } from '../../src/policy/index.ts'
import { policy } from './cases.ts'

/** The policies of a case: lists of policies, each a list of statements. */
export interface CaseLayers {
  identity?: unknown[]
  boundary?: unknown[]
  session?: unknown[]
  'resource-policy'?: unknown
  'principal-ids'?: Record<string, string>
  'service-control'?: Record<string, unknown[]>
  'resource-control'?: Record<string, unknown[]>
}

export function layersOf(given: CaseLayers, mustAllow: boolean): PolicyLayers {
  const trustOrResource: PolicyKind = mustAllow ? 'trust' : 'resource'
  const ids = given['principal-ids']
  return {
    identity: sourced(given.identity ?? [], 'identity'),
    resourcePolicyMustAllow: mustAllow,
    ...(given.boundary && { boundary: sourced(given.boundary, 'boundary') }),
    ...(given.session && { session: sourced(given.session, 'session') }),
    ...(given['resource-policy'] !== undefined && {
      resource: {
        source: { name: 'resource policy' },
        document: policy(given['resource-policy'], trustOrResource),
        ...(ids && { principalIds: ids }),
      },
    }),
    ...(given['service-control'] && { serviceControl: levels(given['service-control'], 'service-control') }),
    ...(given['resource-control'] && {
      resourceControl: levels(given['resource-control'], 'resource-control'),
    }),
  }
}

function levels(given: Record<string, unknown[]>, kind: PolicyKind): readonly ControlLevel[] {
  return Object.entries(given).map(([level, policies]) => ({ level, policies: sourced(policies, kind) }))
}

function sourced(policies: readonly unknown[], kind: PolicyKind): readonly SourcedPolicy[] {
  return policies.map((statements, index) => ({
    source: { name: `${kind} ${index + 1}` },
    document: policy(statements, kind),
  }))
}

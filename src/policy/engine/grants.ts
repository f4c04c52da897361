import type { GrantKind, LayerKind } from '../decision.ts'

/** Sets of grant kinds and of layers, as bits: a decision unites and compares them all the time. */
export type Grants = number
export type LayerSet = number

/** Stronger first: what several entries name differently counts as the strongest of them. */
export const grantKinds: readonly GrantKind[] = [
  'session',
  'user',
  'everyone',
  'service',
  'federated',
  'role',
  'parent',
  'account',
]

export const noGrant: Grants = 0

/** Each kind of grant as a set of one. */
export const grant = Object.fromEntries(grantKinds.map((kind, bit) => [kind, 1 << bit])) as Readonly<
  Record<GrantKind, Grants>
>

/** The strongest of several, as a set of one: the lowest bit, for the table is in the order of strength. */
export function strongest(grants: Grants): Grants {
  return grants & -grants
}

/** The kind of a set of one. */
export function grantKind(single: Grants): GrantKind | undefined {
  return grantKinds[bitOf(single)]
}

const layerKinds: readonly LayerKind[] = [
  'identity',
  'resource',
  'boundary',
  'session',
  'scope-down',
  'service-control',
  'resource-control',
]

export const noLayer: LayerSet = 0

/** Each kind of layer as a set of one. */
export const layerBit = Object.fromEntries(layerKinds.map((kind, bit) => [kind, 1 << bit])) as Readonly<
  Record<LayerKind, LayerSet>
>

/**
 * What a resource policy's Allow makes needless in its own account, by how it named the caller.
 * A user, a session or everyone is granted directly, past identity policies, boundary and session policies.
 * A role is granted as if its identity policies said so: boundary and session policies still filter that.
 * An account is only enabled to grant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
const waivedByGrant: Readonly<Record<GrantKind, readonly LayerKind[]>> = {
  everyone: ['identity', 'boundary', 'session'],
  user: ['identity', 'boundary', 'session'],
  session: ['identity', 'boundary', 'session'],
  role: ['identity'],
  parent: ['identity'],
  account: [],
  service: [],
  federated: [],
}

const waivedBits: readonly LayerSet[] = grantKinds.map(kind =>
  waivedByGrant[kind].reduce((set, layer) => set | layerBit[layer], noLayer),
)

/** The layers that these grants make needless. */
export function layersWaivedBy(grants: Grants): LayerSet {
  let waived = noLayer
  for (let rest = grants; rest !== noGrant; rest &= rest - 1)
    waived |= waivedBits[bitOf(strongest(rest))] ?? noLayer
  return waived
}

function bitOf(single: number): number {
  return 31 - Math.clz32(single)
}

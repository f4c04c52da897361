import type { Decision, LayerDecision, Reason, Side } from '../policy/decision.ts'

/**
 * A cross-account decision as one of its two sides may know it. Each side sees its own layers whole. Of the other
 * it learns whether it let the request pass, and nothing else: not why it refused, nor whether the resource is
 * there. What its own side refused never came to the other one, so of that it learns nothing at all.
 */
export function seenFrom(side: Side, decision: Decision): Decision {
  if (!decision.crossAccount) return decision
  const own = decision.layers.filter(layer => layer.side === side)
  const asked = allowsAll(own) || side === 'trusting'
  const other: readonly LayerDecision[] = asked ? [summary(otherSide[side], decision)] : []
  const layers = side === 'trusted' ? [...own, ...other] : [...other, ...own]
  return { crossAccount: true, layers, ...verdict(layers, decision) }
}

/** True when the caller's own account lets the request go to the other one. */
export function reachesOtherSide({ layers }: Decision): boolean {
  return allowsAll(layers.filter(layer => layer.side === 'trusted'))
}

const otherSide: Readonly<Record<Side, Side>> = { trusted: 'trusting', trusting: 'trusted' }

/** The kind of policy that stands for a whole side when the other one is told of it. */
const spokenOf = { trusted: 'identity', trusting: 'resource' } as const

function summary(side: Side, decision: Decision): LayerDecision {
  const passed = allowsAll(decision.layers.filter(layer => layer.side === side))
  return { layer: spokenOf[side], side, result: passed ? 'allow' : 'none', statements: [] }
}

function allowsAll(layers: readonly LayerDecision[]): boolean {
  return layers.every(layer => layer.result === 'allow')
}

/** What the layers that are seen amount to: the outcome and its reasons must not tell of those that are not. */
function verdict(
  layers: readonly LayerDecision[],
  decision: Decision,
): Pick<Decision, 'outcome' | 'because'> {
  if (decision.outcome === 'Allowed')
    return { outcome: 'Allowed', because: decision.because.filter(isSeen(layers)) }
  const denials = decision.because.filter(reason => reason.kind === 'explicit-deny').filter(isSeen(layers))
  if (denials.length > 0) return { outcome: 'ExplicitlyDenied', because: denials }
  const refusals = layers
    .filter(layer => layer.result !== 'allow')
    .map(
      ({ layer, side, level }): Reason => ({
        kind: 'no-allow',
        layer,
        side,
        ...(level !== undefined && { level }),
      }),
    )
  const elsewhere = decision.because.filter(reason => reason.kind === 'partition-mismatch')
  return { outcome: 'ImplicitlyDenied', because: [...elsewhere, ...refusals] }
}

/** Reasons of layers that are shown whole. */
function isSeen(layers: readonly LayerDecision[]): (reason: Reason) => boolean {
  const whole = new Set(layers.filter(layer => layer.statements.length > 0).map(layer => layer.side))
  return reason => !('side' in reason) || whole.has(reason.side)
}

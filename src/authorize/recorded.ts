import type { AccountId } from '../identity/account-id.ts'
import type { Decision, LayerDecision, Reason, Side } from '../policy/decision.ts'
import type { Context } from '../policy/request.ts'
import type { Answer } from './question.ts'

/** A decision as it is kept with the event of its request, for one of the accounts it concerns. */
export interface RecordedDecision {
  readonly principal: { readonly id: string; readonly arn: string; readonly account: AccountId }
  readonly action: string
  readonly resource: string
  readonly context: Context
  readonly decision: Decision
}

/**
 * What one account may see of a decision. In a cross-account decision each side sees its own statements; of the
 * other side, whether it let the request pass and nothing else: not whether the role is there, nor why it refused.
 */
export function visibleTo(
  side: Side | 'both',
  answer: Answer,
): Pick<RecordedDecision, 'context' | 'decision'> {
  const { decision, context } = answer
  if (side === 'both' || !decision.crossAccount) return { context, decision }
  const layers = decision.layers.map(layer => (layer.side === side ? layer : bare(layer)))
  const because = decision.because.map(reason => (sideOf(reason) === side ? reason : bareReason(reason)))
  return {
    context: side === 'trusted' ? withoutResourceKeys(context) : context,
    decision: { ...decision, outcome: outcomeShown(decision, side), layers, because },
  }
}

function bare(layer: LayerDecision): LayerDecision {
  const { statements: _, ...rest } = layer
  return { ...rest, result: layer.result === 'allow' ? 'allow' : 'none', statements: [] }
}

function sideOf(reason: Reason): Side | undefined {
  return 'side' in reason ? reason.side : undefined
}

function bareReason(reason: Reason): Reason {
  switch (reason.kind) {
    case 'explicit-deny':
    case 'no-allow':
      return { kind: 'no-allow', layer: reason.layer, side: reason.side }
    default:
      return reason
  }
}

/** An explicit deny of the other side reads like a missing allow. */
function outcomeShown(decision: Decision, side: Side): Decision['outcome'] {
  const [first] = decision.because
  const foreign = first !== undefined && sideOf(first) !== undefined && sideOf(first) !== side
  return decision.outcome === 'ExplicitlyDenied' && foreign ? 'ImplicitlyDenied' : decision.outcome
}

/** The tags of a role say that it is there. */
function withoutResourceKeys(context: Context): Context {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !/^(aws|iam):ResourceTag\//i.test(key)))
}

import type { AccountId } from '../identity/account-id.ts'
import type { Addition, Decision, Side } from '../policy/decision.ts'
import type { Context } from '../policy/request.ts'
import type { Answer } from './question.ts'
import { seenFrom } from './sides.ts'

/** A decision as it is kept with the event of its request, for one of the accounts it concerns. */
export interface RecordedDecision {
  readonly principal: { readonly id: string; readonly arn: string; readonly account?: AccountId }
  readonly action: string
  readonly resource: string
  readonly context: Context
  readonly decision: Decision
  /** What this account would have to add to its policies for the request to pass, as they were then. */
  readonly additions?: readonly Addition[]
  /** Nobody asked for it: what a simulation, of which this is the event, has found out. */
  readonly isSimulated?: true
}

/** What was decided on behalf of a request that asked what would be decided; its own decision stands beside it. */
export type SimulatedDecision = Pick<
  RecordedDecision,
  'principal' | 'action' | 'resource' | 'context' | 'decision'
>

/** So many are kept with one request: enough to explain what somebody looks at. */
export const maxSimulatedKept = 100

/** What one account may see of an answer. */
export function visibleTo(
  side: Side,
  { decision, context, additions }: Answer,
): Pick<RecordedDecision, 'context' | 'decision' | 'additions'> {
  const foreign = decision.crossAccount && side === 'trusted'
  const own = decision.crossAccount ? additions.filter(addition => addition.side === side) : additions
  return {
    context: foreign ? withoutResourceTags(context) : context,
    decision: seenFrom(side, decision),
    ...(own.length > 0 && { additions: own }),
  }
}

/** The tags of a role say that it is there. */
export function withoutResourceTags(context: Context): Context {
  const tags = Object.keys(context).filter(key => /^\w+:ResourceTag\//i.test(key))
  if (tags.length === 0) return context
  return Object.fromEntries(Object.entries(context).filter(([key]) => !tags.includes(key)))
}

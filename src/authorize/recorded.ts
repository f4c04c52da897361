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
  { resource, decision, context, additions }: Answer,
): Pick<RecordedDecision, 'context' | 'decision' | 'additions'> {
  const foreign = decision.crossAccount && side === 'trusted'
  const own = decision.crossAccount ? additions.filter(addition => addition.side === side) : additions
  return {
    context: foreign ? withoutResource(context, resource.arn) : context,
    decision: seenFrom(side, decision),
    ...(own.length > 0 && { additions: own }),
  }
}

/** What the context says of the resource: that it is there, and where its account stands. */
const ofResource = /^(?:\w+:ResourceTag\/|s3:(?:ExistingObjectTag|BucketTag)\/|aws:ResourceOrg(?:ID|Paths)$)/i
/** Whose it is; no secret where its ARN says so too. */
const ofOwner = /^(?:aws|s3):ResourceAccount$/i

/** Of things of another account, which the caller may know nothing of. */
export function withoutResource(context: Context, arn: string): Context {
  const [, , , , owner = ''] = arn.split(':')
  const isHidden = (key: string) => ofResource.test(key) || (owner === '' && ofOwner.test(key))
  if (!Object.keys(context).some(isHidden)) return context
  return Object.fromEntries(Object.entries(context).filter(([key]) => !isHidden(key)))
}

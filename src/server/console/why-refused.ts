import type { RecordedDecision } from '../../authorize/recorded.ts'
import type { Decision } from '../../policy/decision.ts'
import { refusalInBrief } from '../../policy/index.ts'
import type { House } from '../house.ts'
import type { SwitchAnswer } from './protocol.ts'
import type { LiveSession } from './sessions.ts'

type Why = Pick<Extract<SwitchAnswer, { state: 'refused' }>, 'side' | 'why'>

/**
 * Whose policies refused, from the decision as it is kept for the caller's account: what that may see. No policy is
 * named; to read them takes `sts:DecodeAuthorizationMessage`, with which the page asks for more.
 */
export async function whyRefused(
  requestId: string,
  { account, caller }: LiveSession,
  { store }: House,
): Promise<Why> {
  const [event] = await store.events(account, { requestId, limit: 1 })
  const decisions: readonly RecordedDecision[] =
    event?.decision === undefined ? [] : JSON.parse(event.decision)
  const last = decisions.at(-1)
  const brief = last && refusalInBrief(last.decision, last.action)
  if (!last || brief === undefined) return { side: 'unknown', why: [] }
  const side = sideOf(last.decision)
  return { side, why: [brief, ...advice(side, last, caller.arn)] }
}

/** In one account both sides are the same people's; the role's is its trust policy. */
function sideOf({ crossAccount, because: [reason] }: Decision): Why['side'] {
  if (!reason || !('layer' in reason)) return 'unknown'
  const isOfRole = crossAccount ? reason.side === 'trusting' : reason.layer === 'resource'
  return isOfRole ? 'role' : 'own-account'
}

function advice(
  side: Why['side'],
  { action, resource, principal }: RecordedDecision,
  callerArn: string,
): string[] {
  switch (side) {
    case 'own-account':
      return [
        `An administrator of your account, ${principal.account}, must let you do ${action} on ${resource}.`,
      ]
    case 'role':
      return [
        `Your own account lets you. Either there is no role ${resource}, or its trust policy does not admit ${callerArn} in this way.`,
      ]
    case 'unknown':
      return []
  }
}

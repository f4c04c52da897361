import type { AccountId } from '../identity/account-id.ts'
import type { Vault } from '../identity/vault.ts'
import type { DelegationRequestRow, DelegationState } from '../store/delegation-tables.ts'

/**
 * What IAM and STS both know of delegation requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html
 */

const dayMs = 24 * 60 * 60 * 1000

/** "Requests automatically expire if no action is taken within the specified timeframe." */
const lifetimesMs: Readonly<Record<DelegationState, number>> = {
  UNASSIGNED: dayMs,
  ASSIGNED: 7 * dayMs,
  PENDING_APPROVAL: 7 * dayMs,
  ACCEPTED: 7 * dayMs,
  REJECTED: 7 * dayMs,
  FINALIZED: 7 * dayMs,
}

/** Epoch milliseconds. */
export function expirationOf({ state, stateSince }: DelegationRequestRow): number {
  return stateSince + lifetimesMs[state]
}

export function stateAt(request: DelegationRequestRow, now: number): DelegationState | 'EXPIRED' {
  return now < expirationOf(request) ? request.state : 'EXPIRED'
}

/** "The delegation period starts when customer releases the exchange token"; undefined before. */
export function accessEndOf({ state, stateSince, sessionSeconds }: DelegationRequestRow): number | undefined {
  return state === 'FINALIZED' ? stateSince + sessionSeconds * 1000 : undefined
}

/** What a trade-in token says. It grants nothing: only its requestor can trade it in. */
export interface TradeIn {
  readonly requestId: string
  readonly requestorId: AccountId
  /** Of the release it belongs to: a token of one that was taken back is worth nothing. */
  readonly releasedAt: number
}

const purpose = 'trade-in-token'

/** Far above the size of any that we make. */
const maxTokenCharacters = 2048

export function makeTradeInToken(vault: Vault, tradeIn: TradeIn): string {
  return vault.seal(JSON.stringify(tradeIn), purpose)
}

/** Undefined for what was not made here. */
export function openTradeInToken(vault: Vault, token: string): TradeIn | undefined {
  if (token.length > maxTokenCharacters) return undefined
  const opened = vault.open(token, purpose)
  return opened === undefined ? undefined : (JSON.parse(opened) as TradeIn)
}

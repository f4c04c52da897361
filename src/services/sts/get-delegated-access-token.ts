import type { AccountId } from '../../identity/account-id.ts'
import { directory, type Store } from '../../store/contract.ts'
import { type DelegationRequestRow, delegationRequests } from '../../store/delegation-tables.ts'
import { commonError } from '../../wire/errors.ts'
import { accessEndOf, openTradeInToken, type TradeIn } from '../delegation.ts'
import { sts, stsError } from './operation.ts'

/**
 * A session of whoever approved a delegation request, limited to what was approved, for the account that asked. As often
 * as it likes: all such sessions end together.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetDelegatedAccessToken.html
 */
export const GetDelegatedAccessToken = sts('GetDelegatedAccessToken', {
  resource: () => ({ arn: '*' }),
  handle: async ({ input, caller, store, vault, now }) => {
    const tradeIn = openTradeInToken(vault, input.TradeInToken)
    const request = tradeIn && (await releasedRequest(store, tradeIn, caller.account))
    const expiresAt = request && accessEndOf(request)
    // The words are recorded. Whose token it is, and what became of its request, is not for others to learn.
    if (!request?.approval || expiresAt === undefined) {
      throw commonError('ValidationError', 'Invalid trade-in token')
    }
    if (now >= expiresAt) {
      throw stsError(
        'ExpiredTradeInTokenException',
        'The trade-in token provided in the request has expired and can no longer be exchanged for credentials. Request a new token and retry the operation.',
      )
    }
    const { session, approverArn, policy } = request.approval
    const credentials = vault.issueSession({
      ...session,
      scopes: [...(session.scopes ?? []), policy],
      delegate: caller.account,
      // That of the release: what denies older sessions of the approver denies those that are still to be traded in.
      issuedAt: request.stateSince,
      expiresAt,
    })
    return {
      Credentials: { ...credentials, Expiration: new Date(expiresAt) },
      AssumedPrincipal: approverArn,
    }
  },
})

/** "The exchange token can only be redeemed by the product provider account that created the delegation request." */
async function releasedRequest(
  store: Store,
  { requestId, requestorId, releasedAt }: TradeIn,
  account: AccountId,
): Promise<DelegationRequestRow | undefined> {
  if (requestorId !== account) return undefined
  const request = await store.read(directory, rows => rows.get(delegationRequests, requestId))
  return request?.state === 'FINALIZED' && request.stateSince === releasedAt ? request : undefined
}

import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Store } from '../../store/contract.ts'
import type { CreateAccountRequestRow } from '../../store/organization-tables.ts'
import { momentOf, serviceEvent } from '../service-events.ts'

/**
 * What became of requests that AWS carries out after it has answered them, in the management account's history.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
interface Place {
  readonly store: Store
  readonly vault: Vault
  readonly now: number
  readonly organization: { readonly managementAccount: AccountId }
}

const momentOfMs = (epochMs: number) => momentOf(new Date(epochMs))

export function recordCreateAccountResult(place: Place, request: CreateAccountRequestRow): Promise<void> {
  const { requestId, state, accountId, failureReason, requestedAt, completedAt = place.now } = request
  return recordResult(place, 'CreateAccountResult', 'AWS Internal', {
    createAccountStatus: {
      id: requestId,
      state,
      accountName: '****',
      ...(state === 'SUCCEEDED' && { accountId }),
      ...(failureReason !== undefined && { failureReason }),
      requestedTimestamp: momentOfMs(requestedAt),
      completedTimestamp: momentOfMs(completedAt),
    },
  })
}

export function recordCloseAccountResult(place: Place, accountId: AccountId): Promise<void> {
  return recordResult(place, 'CloseAccountResult', eventSource, {
    closeAccountStatus: {
      accountId,
      state: 'SUCCEEDED',
      requestedTimestamp: momentOfMs(place.now),
      completedTimestamp: momentOfMs(place.now),
    },
  })
}

const eventSource = 'organizations.amazonaws.com'

/** As recorded, what makes an account is told of as `AWS Internal`, and what closes it by the service's name. */
async function recordResult(place: Place, eventName: string, by: string, details: object): Promise<void> {
  const account = place.organization.managementAccount
  const event = serviceEvent({ account, eventSource, eventName, by, details }, place)
  await place.store.record({ events: [event], uses: [] })
}

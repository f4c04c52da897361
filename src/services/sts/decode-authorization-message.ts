import { decodePointer } from '../../authorize/message-pointer.ts'
import type { RecordedDecision } from '../../authorize/recorded.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Store } from '../../store/contract.ts'
import { sts, stsError } from './operation.ts'

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 *
 * Takes the encoded message of a denial, or a request id: the decision is kept under it. Answers AWS's members,
 * and under `decisions` what was decided layer by layer, as far as the caller's account may see it.
 */
export const DecodeAuthorizationMessage = sts('DecodeAuthorizationMessage', {
  resource: () => ({ arn: '*' }),
  handle: async ({ input, caller, store, vault }) => {
    const requestId = requestIdIn(input.EncodedMessage, caller, vault)
    const decisions = requestId === undefined ? [] : await decisionsOf(store, caller, requestId)
    if (decisions.length === 0) {
      throw stsError('InvalidAuthorizationMessageException', 'Message is invalid')
    }
    return { DecodedMessage: JSON.stringify(decoded(decisions)) }
  },
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A message made for another account is as good as none. */
function requestIdIn(message: string, caller: Caller, vault: Vault): string | undefined {
  if (uuid.test(message)) return message
  const pointer = decodePointer(vault, message)
  return pointer?.account === caller.account ? pointer.requestId : undefined
}

async function decisionsOf(
  store: Store,
  caller: Caller,
  requestId: string,
): Promise<readonly RecordedDecision[]> {
  const [event] = await store.events(caller.account, { requestId, limit: 1 })
  return event?.decision === undefined ? [] : JSON.parse(event.decision)
}

/**
 * The last decision is the one that decided: a request stops at its first denial. What a simulation has found out
 * decided nothing, and stands apart.
 */
function decoded(kept: readonly RecordedDecision[]) {
  const decisions = kept.filter(({ isSimulated }) => !isSimulated)
  const simulated = kept.filter(({ isSimulated }) => isSimulated)
  const last = decisions.at(-1) as RecordedDecision
  const { decision, principal } = last
  return {
    allowed: decision.outcome === 'Allowed',
    explicitDeny: decision.outcome === 'ExplicitlyDenied',
    matchedStatements: items(
      decision.because.flatMap(reason => ('statement' in reason ? [reason.statement] : [])),
    ),
    failures: items([]),
    context: {
      principal: {
        id: principal.id,
        name: principal.arn.slice(principal.arn.lastIndexOf('/') + 1),
        arn: principal.arn,
      },
      action: last.action,
      resource: last.resource,
      conditions: items(
        Object.entries(last.context).flatMap(([key, value]) =>
          value === undefined ? [] : [{ key, values: items([value].flat().map(text => ({ value: text }))) }],
        ),
      ),
    },
    decisions,
    ...(simulated.length > 0 && { simulated }),
  }
}

function items<Item>(list: readonly Item[]): { readonly items: readonly Item[] } {
  return { items: list }
}

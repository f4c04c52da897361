import { maxSimulatedKept } from '../../authorize/recorded.ts'
import type { Requester } from '../../identity/caller.ts'
import type { Call } from '../../services/operation.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../house.ts'

/** Every member against its constraint in the model, then what the model cannot say. */
export function validate(exchange: Exchange, house: Pick<House, CallParts>): void {
  validateInput(exchange)
  present(exchange.operation, 'decode').checks.check?.(callOf(exchange, house))
}

export function validateInput({ service, operation, input }: Exchange): void {
  const { constraints } = present(service, 'identify')
  constraints.validate(present(operation, 'decode').name, present(input, 'decode'))
}

/** What of the house an operation is handed. */
export type CallParts =
  | 'contents'
  | 'digester'
  | 'vault'
  | 'managed'
  | 'organizations'
  | 'notifications'
  | 'trailDestinations'
  | 'ownUrl'

/** The request as an operation's declaration sees it. */
export function callOf(exchange: Exchange, house: Pick<House, CallParts>): Call<unknown, Requester> {
  return { ...anonymousCallOf(exchange, house), caller: present(exchange.caller, 'authenticate') }
}

export function anonymousCallOf(
  exchange: Exchange,
  house: Pick<House, CallParts>,
): Omit<Call<unknown>, 'caller'> {
  return {
    input: present(exchange.input, 'decode'),
    now: exchange.now,
    requestId: exchange.requestId,
    vault: house.vault,
    managed: house.managed,
    organizations: house.organizations,
    ...(house.notifications && { notifications: house.notifications }),
    trailDestinations: house.trailDestinations,
    contents: house.contents,
    digester: house.digester,
    ownUrl: house.ownUrl,
    request: exchange.facts,
    explain: simulated => {
      if (exchange.simulated.length < maxSimulatedKept) exchange.simulated.push(simulated)
    },
  }
}

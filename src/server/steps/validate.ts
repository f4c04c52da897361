import type { Call } from '../../services/operation.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/** Every member against its constraint in the model, then what the model cannot say. */
export function validate(exchange: Exchange, house: Pick<House, CallParts>): void {
  const service = present(exchange.service, 'identify')
  const operation = present(exchange.operation, 'decode')
  service.constraints.validate(operation.name, present(exchange.input, 'decode'))
  operation.checks.check?.(callOf(exchange, house))
}

/** What of the house an operation is handed. */
export type CallParts = 'vault' | 'managed' | 'organizations'

/** The request as an operation's declaration sees it. */
export function callOf(exchange: Exchange, house: Pick<House, CallParts>): Call<unknown> {
  return {
    input: present(exchange.input, 'decode'),
    caller: present(exchange.caller, 'authenticate'),
    now: exchange.now,
    requestId: exchange.requestId,
    vault: house.vault,
    managed: house.managed,
    organizations: house.organizations,
    request: exchange.facts,
  }
}

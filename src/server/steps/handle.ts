import { accountOfRequester } from '../../identity/caller.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../house.ts'
import { type CallParts, callOf } from './validate.ts'

/** The work itself, in the kind of transaction the operation declares. */
export async function handle(exchange: Exchange, house: Pick<House, 'store' | CallParts>): Promise<void> {
  const { work } = present(exchange.operation, 'decode')
  const { store } = house
  const call = callOf(exchange, house)
  if ('handle' in work) {
    exchange.output = (await work.handle({
      ...call,
      store,
      resource: exchange.resource ?? { arn: '*' },
      refusals: exchange.refusals ?? [],
      asked: exchange.asked ?? [],
    })) as object
    return
  }
  const account = present(accountOfRequester(call.caller), 'a caller of some account')
  if ('read' in work) {
    exchange.output = (await store.read(account, rows => work.read({ ...call, rows }))) as object
  } else {
    const prepared = await work.prepare?.({ ...call, store })
    exchange.output = (await store.write(account, rows => work.write({ ...call, rows, prepared }))) as object
  }
}

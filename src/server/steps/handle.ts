import { type Exchange, present } from '../exchange.ts'
import type { House } from '../pipeline.ts'
import { type CallParts, callOf } from './validate.ts'

/** The work itself, in the kind of transaction the operation declares. */
export async function handle(exchange: Exchange, house: Pick<House, 'store' | CallParts>): Promise<void> {
  const { work } = present(exchange.operation, 'decode')
  const { store } = house
  const call = callOf(exchange, house)
  const { account } = call.caller
  if ('handle' in work) {
    exchange.output = (await work.handle({
      ...call,
      store,
      resource: exchange.resource ?? { arn: '*' },
    })) as object
  } else if ('read' in work) {
    exchange.output = (await store.read(account, rows => work.read({ ...call, rows }))) as object
  } else {
    const prepared = await work.prepare?.({ ...call, store })
    exchange.output = (await store.write(account, rows => work.write({ ...call, rows, prepared }))) as object
  }
}

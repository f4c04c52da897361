import { commonError } from '../../wire/errors.ts'
import { type Exchange, present } from '../exchange.ts'

/**
 * Which operation is meant. Its input, as the SDK's schema shapes it, is read when its sender is known, by authenticate:
 * what nobody answers for costs little. Of an operation that nobody signs it says who that is.
 */
export async function decode(exchange: Exchange): Promise<void> {
  const { name, protocol, api, operations } = present(exchange.service, 'identify')
  const { shape, input, content } = protocol.read(exchange.http, api)
  exchange.shape = shape
  if (content) exchange.content = content
  const operation = operations.get(shape.name)
  if (!operation) throw commonError('NotImplemented', `${name}:${shape.name} is not implemented here.`)
  exchange.operation = operation
  if (operation.unsigned) exchange.input = await input()
  else exchange.readInput = input
}

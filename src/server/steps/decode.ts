import { commonError } from '../../wire/errors.ts'
import { type Exchange, present } from '../exchange.ts'

/**
 * Which operation is meant, and its input as the SDK's schema shapes it. Of a body that is read as it comes nothing is
 * read before its sender is known: authenticate goes on with it.
 */
export async function decode(exchange: Exchange): Promise<void> {
  const { name, protocol, api, operations } = present(exchange.service, 'identify')
  const { shape, input, content } = protocol.read(exchange.http, api)
  exchange.shape = shape
  if (content) exchange.content = content
  const operation = operations.get(shape.name)
  if (!operation) throw commonError('NotImplemented', `${name}:${shape.name} is not implemented here.`)
  exchange.operation = operation
  if (content) exchange.readInput = input
  else exchange.input = await input()
}

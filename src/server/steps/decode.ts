import { commonError } from '../../wire/errors.ts'
import { type Exchange, present } from '../exchange.ts'

/** Which operation is meant, and its input as the SDK's schema shapes it. */
export function decode(exchange: Exchange): void {
  const { name, protocol, api, operations } = present(exchange.service, 'identify')
  const { shape, input } = protocol.read(exchange.http, api)
  exchange.shape = shape
  const operation = operations.get(shape.name)
  if (!operation) throw commonError('NotImplemented', `${name}:${shape.name} is not implemented here.`)
  exchange.operation = operation
  exchange.input = input()
}

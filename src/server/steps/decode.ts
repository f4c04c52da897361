import { commonError } from '../../wire/errors.ts'
import { decodeInput, readQuery } from '../../wire/query/decode.ts'
import { type Exchange, present } from '../exchange.ts'

/** Which operation is meant, and its input as the SDK's schema shapes it. */
export function decode(exchange: Exchange): void {
  const service = present(exchange.service, 'identify')
  const { action, version, parameters } = readQuery(exchange.http)
  const shape = version === service.apiVersion ? service.shapes.get(action) : undefined
  if (!shape) {
    const asked = version ?? 'NO_VERSION_SPECIFIED'
    throw commonError('InvalidAction', `Could not find operation ${action} for version ${asked}`)
  }
  exchange.shape = shape
  const operation = service.operations.get(action)
  if (!operation) throw commonError('NotImplemented', `${service.name}:${action} is not implemented here.`)
  exchange.operation = operation
  exchange.input = decodeInput(parameters, shape.input)
}

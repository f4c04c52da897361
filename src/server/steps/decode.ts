import { ServiceError } from '../../wire/error.ts'
import { commonError } from '../../wire/errors.ts'
import { decodeInput, parseParameters } from '../../wire/query/decode.ts'
import { type Exchange, present } from '../exchange.ts'

/** Which operation is meant, and its input as the SDK's schema shapes it. */
export function decode(exchange: Exchange): void {
  const service = present(exchange.service, 'identify')
  const parameters = parseParameters(exchange.http)
  const action = parameters.get('Action')
  const version = parameters.get('Version')
  if (!action) throw commonError('MissingAction', 'The request is missing an action or a required parameter.')
  const shape =
    version === undefined || version === service.apiVersion ? service.shapes.get(action) : undefined
  if (!shape) {
    throw commonError(
      'InvalidAction',
      `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
    )
  }
  exchange.shape = shape
  const operation = service.operations.get(action)
  if (!operation) {
    throw new ServiceError('NotImplemented', 501, `${service.name}:${action} is not implemented here.`)
  }
  exchange.operation = operation
  exchange.input = decodeInput(shape, parameters)
}

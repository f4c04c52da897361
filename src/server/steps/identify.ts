import { ServiceError } from '../../wire/error.ts'
import { commonError } from '../../wire/errors.ts'
import { parseParameters } from '../../wire/query/decode.ts'
import { parseSignature } from '../../wire/sigv4/signature.ts'
import type { Exchange } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/** Which service is meant: the one the request is signed for. An unsigned request is known by its API version. */
export function identify(exchange: Exchange, { services }: House): void {
  const signature = parseSignature(exchange.http)
  if (signature) {
    exchange.signature = signature
    exchange.facts = { ...exchange.facts, region: signature.region }
    exchange.service = services.get(signature.service) ?? unknownService(signature.service)
    return
  }
  const version = parseParameters(exchange.http).get('Version')
  const service = [...services.values()].find(candidate => candidate.apiVersion === version)
  if (!service) throw commonError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  exchange.service = service
}

/** An honest error beats a fake success: the SDKs do not mistake it for an answer of the service. */
function unknownService(name: string): never {
  throw new ServiceError('NotImplemented', 501, `The service ${name} is not implemented here.`)
}

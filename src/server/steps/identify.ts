import { commonError } from '../../wire/errors.ts'
import type { HttpRequest } from '../../wire/http.ts'
import { readQuery } from '../../wire/query/decode.ts'
import { parseSignature } from '../../wire/sigv4/signature.ts'
import type { Exchange } from '../exchange.ts'
import type { House } from '../pipeline.ts'
import type { Service } from '../service.ts'

/**
 * Which service is meant: the one the request is signed for. An unsigned request, or one signed for a service
 * that is not here, is known by its API version: so it is told what is wrong with its signature.
 */
export function identify(exchange: Exchange, { services }: House): void {
  const signature = parseSignature(exchange.http)
  if (!signature) {
    exchange.service = byVersion(exchange.http, services) ?? refuse(commonError('MissingAuthenticationToken'))
    return
  }
  const { region, service } = signature
  exchange.signature = signature
  exchange.facts = { ...exchange.facts, region }
  exchange.service =
    services.get(service) ??
    byVersion(exchange.http, services) ??
    refuse(commonError('NotImplemented', `The service ${service} is not implemented here.`))
}

/** Requests of other protocols have no version, and often no text to look for one in. */
function byVersion(http: HttpRequest, services: ReadonlyMap<string, Service>): Service | undefined {
  const isForm = http.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (http.query === '' && !(isForm && http.body.length > 0)) return undefined
  const { version } = readQuery(http)
  return [...services.values()].find(service => service.apiVersion === version)
}

function refuse(error: Error): never {
  throw error
}

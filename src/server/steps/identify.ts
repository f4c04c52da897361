import { commonError } from '../../wire/errors.ts'
import type { HttpRequest } from '../../wire/http.ts'
import { mustBeWellSigned } from '../../wire/s3/signature-form.ts'
import { readPresignedV2 } from '../../wire/sigv4/presigned-v2.ts'
import { parseSignature } from '../../wire/sigv4/signature.ts'
import type { Exchange } from '../exchange.ts'
import type { House } from '../house.ts'
import type { Service } from '../service.ts'

/**
 * Which service is meant: the one the request is signed for. An unsigned request, or one signed for a service
 * that is not here, is known by what it says of itself (API version, target): so it is told what is wrong with its
 * signature.
 */
export function identify(exchange: Exchange, { services }: House): void {
  if (exchange.http.content) mustBeWellSigned(exchange.http)
  const older = exchange.http.content && readPresignedV2(exchange.http)
  if (older) {
    exchange.presignedV2 = older
    exchange.facts = { ...exchange.facts, signed: { form: 'query' } }
    exchange.service = services.get('s3') ?? refuse(commonError('NotImplemented'))
    return
  }
  const signature = parseSignature(exchange.http)
  if (!signature) {
    exchange.service = claimed(exchange.http, services) ?? refuse(commonError('MissingAuthenticationToken'))
    return
  }
  const { region, service, form, signedAt } = signature
  const payload = exchange.http.headers['x-amz-content-sha256']
  const signed = { form, signedAt, ...(payload !== undefined && { payload }) }
  exchange.signature = signature
  exchange.facts = { ...exchange.facts, region, signed }
  exchange.service = services.get(service) ?? signedForAnother(exchange.http, services, service)
}

function signedForAnother(http: HttpRequest, services: ReadonlyMap<string, Service>, name: string): Service {
  const service = claimed(http, services)
  if (!service) throw commonError('NotImplemented', `The service ${name} is not implemented here.`)
  if (service.name === 's3') mustBeWellSigned(http)
  return service
}

function claimed(http: HttpRequest, services: ReadonlyMap<string, Service>): Service | undefined {
  // What was left unread on its way in is for S3: nobody else can make anything of it.
  if (http.content) return services.get('s3')
  return [...services.values()].find(({ protocol, api }) => protocol.claims(http, api))
}

function refuse(error: Error): never {
  throw error
}

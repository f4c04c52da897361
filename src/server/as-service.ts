import type { ServiceCaller } from '../identity/caller.ts'
import type { ServiceError } from '../wire/error.ts'
import { RequestContent } from '../wire/s3/request-content.ts'
import { type Exchange, newExchange } from './exchange.ts'
import type { House } from './house.ts'
import { attempt, type Step } from './pipeline.ts'
import { authorize } from './steps/authorize.ts'
import { handle } from './steps/handle.ts'
import { record } from './steps/record.ts'
import { validate } from './steps/validate.ts'

/**
 * Calls that the server makes as a service, for a resource of somebody: as CloudTrail for a trail. They go the way of every
 * request: validated, judged by the policies of what they act on, done, and recorded. Only identify, decode and
 * authenticate have no part in it, for there is no wire and no signature: who calls is said here, and nowhere else.
 * docs/decisions/0012-services-as-callers.md
 */
export interface CallAsService {
  readonly as: ServiceCaller
  /** The name that requests are signed for, e.g. `s3`. */
  readonly service: string
  readonly operation: string
  readonly input: object
  readonly region: string
  /** SHA-256 of the body, hexadecimal, where there is one. */
  readonly payloadHash?: string
  /** Epoch milliseconds. */
  readonly now: number
}

export interface Called {
  readonly requestId: string
  /** Absent: it was done. */
  readonly error?: ServiceError
}

/** The body of a call: nothing is sent, so there is nothing to verify but its length. */
export function bodyOf(bytes: Uint8Array): RequestContent {
  const body = new RequestContent(only(bytes), { 'content-length': String(bytes.length) })
  body.authenticated('signer')
  return body
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The one place where somebody becomes a service. */
export function serviceCaller(service: string, source: ServiceCaller['source']): ServiceCaller {
  return { kind: 'service', service, source }
}

/** Does it; ends when it is recorded, and rejects when that fails. */
export async function callAsService(house: House, call: CallAsService): Promise<Called> {
  return outcome(await recorded(await through([validate, authorize, handle], house, call), house))
}

/** Asks whether it would be allowed. What is refused is recorded, so that it can be explained; else nothing was done. */
export async function askAsService(house: House, call: CallAsService): Promise<Called> {
  const exchange = await through([validate, authorize], house, call)
  return outcome(exchange.error ? await recorded(exchange, house) : exchange)
}

async function through(steps: readonly Step[], house: House, call: CallAsService): Promise<Exchange> {
  const exchange = exchangeOf(house, call)
  await attempt(exchange, house, async () => {
    for (const step of steps) await step(exchange, house)
  })
  return exchange
}

async function recorded(exchange: Exchange, house: House): Promise<Exchange> {
  await record(exchange, house)
  return exchange
}

/** As AWS's own calls are told of: by the service's name for where they come from and for what makes them. */
function exchangeOf({ services }: House, call: CallAsService): Exchange {
  const service = services.get(call.service)
  const operation = service?.operations.get(call.operation)
  const shape = service?.api.shapes.get(call.operation)
  if (!service || !operation || !shape) throw new TypeError(`there is no ${call.service}:${call.operation}`)
  const { service: name } = call.as
  const { payloadHash: payload } = call
  const signed = { form: 'header', signedAt: call.now, ...(payload !== undefined && { payload }) } as const
  const http = { method: '', path: '', query: '', headers: {}, body: new Uint8Array() }
  const unread = newExchange(http, { sourceIp: name, secureTransport: true }, call.now)
  return {
    ...unread,
    facts: { ...unread.facts, userAgent: name, region: call.region, signed },
    service,
    operation,
    shape,
    caller: call.as,
    input: call.input,
  }
}

function outcome({ requestId, error }: Exchange): Called {
  return { requestId, ...(error && { error }) }
}

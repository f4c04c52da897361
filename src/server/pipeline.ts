import { ServiceError } from '../wire/error.ts'
import { commonError } from '../wire/errors.ts'
import type { HttpResponse } from '../wire/http.ts'
import type { Exchange } from './exchange.ts'
import type { House } from './house.ts'
import { authenticate } from './steps/authenticate.ts'
import { authorize } from './steps/authorize.ts'
import { decode } from './steps/decode.ts'
import { encode } from './steps/encode.ts'
import { handle } from './steps/handle.ts'
import { identify } from './steps/identify.ts'
import { record } from './steps/record.ts'
import { validate } from './steps/validate.ts'

export type Step = (exchange: Exchange, house: House) => void | Promise<void>

/** The way of every request, in this order; the first error ends it. */
const steps: readonly Step[] = [identify, decode, authenticate, validate, authorize, handle]

/** A response is encoded whole before anything is recorded or sent, and sent when its event is durable. */
export async function answer(exchange: Exchange, house: House): Promise<HttpResponse> {
  await attempt(exchange, house, async () => {
    for (const step of steps) await step(exchange, house)
    encode(exchange, house)
  })
  if (exchange.error) encode(exchange, house)
  await attempt(
    exchange,
    house,
    () => record(exchange, house),
    () => encode(exchange, house),
  )
  return exchange.response as HttpResponse
}

/** The one funnel for errors: what the caller sees apart from what the log sees. */
export async function attempt(
  exchange: Exchange,
  house: House,
  work: () => Promise<void>,
  mend: () => void = () => {},
): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof ServiceError)) house.log.failure(exchange, cause)
    exchange.error = cause instanceof ServiceError ? cause : commonError('ServiceFailure')
    mend()
  }
}

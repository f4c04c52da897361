import type { ServiceError } from '../wire/error.ts'
import { commonError } from '../wire/errors.ts'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'
import type { ConsoleFront } from './console/front.ts'
import { answerPreflight, isOfPage, isPreflight, withCors } from './cors.ts'
import { type Exchange, newExchange } from './exchange.ts'
import type { House } from './house.ts'
import { maxBodyBytes, type Refuse, type Respond } from './http-server.ts'
import { issuerDocument } from './issuer-documents.ts'
import { answer } from './pipeline.ts'
import { encode } from './steps/encode.ts'
import { endOfTurn } from './turn.ts'

interface Front {
  readonly house: House
  readonly front: ConsoleFront
  readonly clock: () => number
  /** Only there where nothing is kept: then the path exists. */
  readonly reset?: () => Promise<void>
}

/** Everything goes through the pipeline but the few paths of our own. */
export function answerRequest({ house, clock, reset, front }: Front): Respond {
  return async (http, connection) => {
    await endOfTurn()
    if (http.path === '/_crossrole/health' && http.method === 'GET') return json(200, { status: 'ok' })
    if (reset && http.path === '/_crossrole/reset' && http.method === 'POST' && !isOfOtherSite(http)) {
      await reset()
      return json(200, { status: 'reset' })
    }
    const published = http.method === 'GET' ? await issuerDocument(http.path, house) : undefined
    if (published) return json(200, published)
    const now = clock()
    const shown = await front(http, connection, now)
    if (shown) return shown
    if (http.path.startsWith('/_crossrole/')) return json(404, { error: 'there is no such path' })
    const exchange = newExchange(http, connection, now)
    if (isPreflight(http)) return inSandbox(await answerPreflight(exchange, house))
    const answered = await answer(exchange, house)
    return inSandbox(isOfPage(http) ? await withCors(answered, http, house.store) : answered)
  }
}

/** A page of another site may send a request without a body to everybody. */
function isOfOtherSite({ headers }: HttpRequest): boolean {
  const { origin, host } = headers
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`
}

/**
 * What the API answers may be anybody's, and comes from the console's own origin: opened in a browser, it runs no
 * script and is of no origin.
 */
const sandbox = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
}

function inSandbox(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...response.headers, ...sandbox } }
}

const refusals = {
  'too-large': () =>
    commonError(
      'RequestEntityTooLarge',
      `The request body is larger than the limit of ${maxBodyBytes} bytes.`,
    ),
} satisfies Record<string, () => ServiceError>

/** Requests that are refused before they are read. */
export function refuseRequest(house: House, clock: () => number): Refuse {
  return reason => {
    const http = { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array() }
    const unread = newExchange(http, { sourceIp: '', secureTransport: false }, clock())
    const exchange: Exchange = { ...unread, error: refusals[reason]() }
    encode(exchange, house)
    return exchange.response as HttpResponse
  }
}

function json(status: number, content: object): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
}

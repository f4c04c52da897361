import { encodePointer } from '../../authorize/message-pointer.ts'
import type { HttpResponse } from '../../wire/http.ts'
import { encodeError, encodeOutput } from '../../wire/query/encode.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/** For a request that named no service: STS's error document is as good as any. */
const defaultNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The answer, whole, before a byte of it is sent. */
export function encode(exchange: Exchange, house: House): void {
  exchange.response = exchange.error ? encodedError(exchange, house) : encodedOutput(exchange)
}

function encodedOutput(exchange: Exchange): HttpResponse {
  const { xmlNamespace } = present(exchange.service, 'identify')
  const shape = present(exchange.shape, 'decode')
  const body = encodeOutput(shape, exchange.output ?? {}, { xmlNamespace, requestId: exchange.requestId })
  return { status: 200, headers: headersOf(exchange), body }
}

function encodedError(exchange: Exchange, { vault }: House): HttpResponse {
  const { requestId, caller, answers } = exchange
  const error = present(exchange.error, 'a failed step')
  const xmlNamespace = exchange.service?.xmlNamespace ?? defaultNamespace
  const denied = caller && answers.some(answer => answer.decision.outcome !== 'Allowed')
  return {
    status: error.status,
    headers: {
      ...headersOf(exchange),
      ...(denied && {
        'x-crossrole-authorization-message': encodePointer(vault, { account: caller.account, requestId }),
      }),
    },
    body: encodeError(error, { xmlNamespace, requestId }),
  }
}

function headersOf({ requestId }: Exchange): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}

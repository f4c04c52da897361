import { encodePointer } from '../../authorize/message-pointer.ts'
import { accountOfRequester } from '../../identity/caller.ts'
import { type HttpResponse, isStream } from '../../wire/http.ts'
import { awsJson, speaksJson } from '../../wire/json/protocol.ts'
import { awsQuery } from '../../wire/query/protocol.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../house.ts'

/** For a request that named no service: STS's error document is as good as any. */
const defaultNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The answer, whole, before a byte of it is sent. */
export function encode(exchange: Exchange, house: House): void {
  const before = exchange.response?.body
  // An answer that cannot be recorded is not given: what it would have read is let go.
  if (before !== undefined && isStream(before)) before.destroy()
  exchange.response = exchange.error ? encodedError(exchange, house) : encodedOutput(exchange)
}

function encodedOutput({
  http,
  service,
  shape,
  operation,
  resource,
  output,
  requestId,
}: Exchange): HttpResponse {
  const { protocol, api } = present(service, 'identify')
  const reply = { xmlNamespace: api.xmlNamespace, requestId, accept: http.headers.accept }
  const response = protocol.encodeOutput(present(shape, 'decode'), output ?? {}, reply)
  if (!operation?.answerHeaders || !resource) return response
  return { ...response, headers: { ...response.headers, ...operation.answerHeaders(resource) } }
}

/** A denial brings a pointer to its decision, for those who may see it. */
function encodedError(
  { http, requestId, caller, answers, error, service }: Exchange,
  { vault, services }: House,
): HttpResponse {
  // What is left unread is meant for S3, whatever was wrong with it.
  const unknown = http.content ? services.get('s3')?.protocol : undefined
  const protocol = service?.protocol ?? unknown ?? (speaksJson(http) ? awsJson : awsQuery)
  const xmlNamespace = service?.api.xmlNamespace ?? defaultNamespace
  const reply = { xmlNamespace, requestId, accept: http.headers.accept }
  const response = protocol.encodeError(present(error, 'the failed step'), reply)
  if (!caller || answers.every(answer => answer.decision.outcome === 'Allowed')) return response
  const account = accountOfRequester(caller)
  if (!account) return response
  const pointer = encodePointer(vault, { account, requestId })
  return { ...response, headers: { ...response.headers, 'x-crossrole-authorization-message': pointer } }
}

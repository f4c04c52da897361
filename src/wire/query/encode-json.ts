import type { ServiceError } from '../error.ts'
import type { HttpResponse } from '../http.ts'
import { jsonValues } from '../json/values.ts'
import type { Reply } from '../protocol.ts'
import type { OperationShape } from '../schema.ts'

/**
 * Query services answer JSON to who accepts JSON before all else. No page says so; proxies and token verifiers
 * rely on it (envoyproxy/envoy, kubernetes-sigs/aws-iam-authenticator), and so do recorded answers of STS.
 */
export function wantsJson({ accept = '' }: Reply): boolean {
  return /^\s*application\/json\s*(?:[,;]|$)/i.test(accept)
}

/** Whole seconds, as in XML. A member without a value is `null`, as recorded of `PackedPolicySize`. */
const write = jsonValues({ absent: 'null', seconds: date => Math.floor(date.getTime() / 1000) })

export function encodeJsonOutput(
  { name, output: shape }: OperationShape,
  output: object | undefined,
  { requestId }: Reply,
): HttpResponse {
  const answer = {
    ...(shape && { [`${name}Result`]: write(output ?? {}, shape, name) }),
    ResponseMetadata: { RequestId: requestId },
  }
  return respond(200, requestId, { [`${name}Response`]: answer })
}

export function encodeJsonError(
  { code, message, type, status }: ServiceError,
  { requestId }: Reply,
): HttpResponse {
  const error = { Code: code, Message: message === '' ? null : message, Type: type }
  return respond(status, requestId, { Error: error, RequestId: requestId })
}

function respond(status: number, requestId: string, body: object): HttpResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId }
  return { status, headers, body: JSON.stringify(body) }
}

import type { ServiceError } from '../error.ts'
import type { CommonErrorCode } from '../errors.ts'
import type { HttpResponse } from '../http.ts'
import type { Reply } from '../protocol.ts'
import type { OperationShape } from '../schema.ts'
import { jsonNames } from './common-errors.ts'
import { jsonValues } from './values.ts'

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#timestamp-formats */
const write = jsonValues({ absent: 'left out', seconds: date => date.getTime() / 1000 })

/** An operation without output answers an empty body, as AWS does; an output for it is our mistake. */
export function encodeOutput(
  { name, output: shape }: OperationShape,
  output: object | undefined,
  { requestId }: Reply,
): HttpResponse {
  if (shape) return respond(200, requestId, JSON.stringify(write(output ?? {}, shape, name)))
  if (output && Object.keys(output).length > 0) throw new TypeError(`${name} has no output`)
  return respond(200, requestId, '')
}

/**
 * Every fault of the sender is a 400, whatever status the model notes for other protocols, as AWS's pages have it
 * ("HTTP Status Code: 400"). Services spell the message of their own errors as the model does, with a capital.
 */
export function encodeError(error: ServiceError, { requestId }: Reply): HttpResponse {
  const { shapeName, members } = error
  const code = shapeName ?? jsonNames[error.code as CommonErrorCode]
  const message = shapeName === undefined ? { message: error.message } : { Message: error.message }
  const status = error.status < 500 && error.status !== TOO_LARGE ? 400 : error.status
  const response = respond(status, requestId, JSON.stringify({ __type: code, ...message, ...members }))
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': code } }
}

/** Refused before it is read, by whom it does not matter which service is meant. */
const TOO_LARGE = 413

function respond(status: number, requestId: string, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body,
  }
}

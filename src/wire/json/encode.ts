import type { ServiceError } from '../error.ts'
import type { CommonErrorCode } from '../errors.ts'
import type { HttpResponse } from '../http.ts'
import type { Reply } from '../protocol.ts'
import type { ListShape, MapShape, OperationShape, Shape, StructShape } from '../schema.ts'
import { jsonNames } from './common-errors.ts'

/** An operation without output answers an empty body, as AWS does; an output for it is our mistake. */
export function encodeOutput(
  { name, output: shape }: OperationShape,
  output: object | undefined,
  { requestId }: Reply,
): HttpResponse {
  if (shape) return respond(200, requestId, JSON.stringify(writeStruct(output ?? {}, shape, name)))
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

type Writer<S extends Shape> = (value: unknown, shape: S, path: string) => unknown

/** Shape kind → the value for JSON. A value of another type is a programming error and throws. */
const writers: { readonly [Kind in Shape['kind']]: Writer<Extract<Shape, { kind: Kind }>> } = {
  struct: writeStruct,
  list: writeList,
  map: writeMap,
  string: (value, _, path) => (typeof value === 'string' ? value : mistyped(path, 'a string')),
  integer: (value, _, path) => (Number.isSafeInteger(value) ? value : mistyped(path, 'an integer')),
  boolean: (value, _, path) => (typeof value === 'boolean' ? value : mistyped(path, 'a boolean')),
  // Seconds since 1970: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#timestamp-formats
  timestamp: (value, _, path) => (value instanceof Date ? value.getTime() / 1000 : mistyped(path, 'a date')),
  blob: (value, _, path) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : mistyped(path, 'bytes'),
}

function write(value: unknown, shape: Shape, path: string): unknown {
  return (writers[shape.kind] as Writer<Shape>)(value, shape, path)
}

function writeStruct(value: unknown, shape: StructShape, path: string): object {
  if (typeof value !== 'object' || value === null) return mistyped(path, 'a structure')
  const struct = value as Record<string, unknown>
  for (const name of Object.keys(struct)) {
    if (!shape.memberNames.has(name)) throw new TypeError(`${path} has no member ${name}`)
  }
  const written: Record<string, unknown> = {}
  for (const { name, shape: member } of shape.members) {
    const content = struct[name]
    if (content !== undefined && content !== null) written[name] = write(content, member, `${path}.${name}`)
  }
  return written
}

function writeList(value: unknown, { element }: ListShape, path: string): unknown[] {
  if (!Array.isArray(value)) return mistyped(path, 'a list')
  return value.map(item => write(item, element, path))
}

function writeMap(value: unknown, { value: entry }: MapShape, path: string): object {
  if (typeof value !== 'object' || value === null) return mistyped(path, 'a map')
  const written: Record<string, unknown> = Object.create(null)
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined && item !== null) written[key] = write(item, entry, path)
  }
  return written
}

function mistyped(path: string, expected: string): never {
  throw new TypeError(`${path} is not ${expected}`)
}

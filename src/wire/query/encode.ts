import type { ServiceError } from '../error.ts'
import type { HttpResponse } from '../http.ts'
import type { Reply } from '../protocol.ts'
import type { ListShape, MapShape, Member, OperationShape, Shape, StructShape } from '../schema.ts'
import { encodeJsonError, encodeJsonOutput, wantsJson } from './encode-json.ts'
import { escapeXml } from './xml.ts'

/** The whole body is written before there is a head: an encoder error can still become an error response. */
export function encodeResponse(
  operation: OperationShape,
  output: object | undefined,
  reply: Reply,
): HttpResponse {
  const { name } = operation
  if (!operation.output) mustBeNothing(output, name)
  if (wantsJson(reply)) return encodeJsonOutput(operation, output, reply)
  const { xmlNamespace, requestId } = reply
  const result = operation.output
    ? element(`${name}Result`, writeStruct(output ?? {}, operation.output, name))
    : ''
  const body =
    `<${name}Response xmlns="${escapeXml(xmlNamespace)}">${result}` +
    `<ResponseMetadata><RequestId>${escapeXml(requestId)}</RequestId></ResponseMetadata></${name}Response>`
  return respond(200, requestId, body)
}

export function encodeError(error: ServiceError, reply: Reply): HttpResponse {
  if (wantsJson(reply)) return encodeJsonError(error, reply)
  const { xmlNamespace, requestId } = reply
  const body =
    `<ErrorResponse xmlns="${escapeXml(xmlNamespace)}"><Error><Type>${error.type}</Type>` +
    `<Code>${escapeXml(error.code)}</Code>${messageOf(error)}</Error>` +
    `<RequestId>${escapeXml(requestId)}</RequestId></ErrorResponse>`
  return respond(error.status, requestId, body)
}

/** An error without a message has no empty element instead: recorded for ReportNotPresent. */
function messageOf({ message }: ServiceError): string {
  return message === '' ? '' : element('Message', escapeXml(message))
}

function respond(status: number, requestId: string, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}

/** An operation without output answers metadata only; an output for it is our mistake. */
function mustBeNothing(output: object | undefined, operation: string): void {
  if (output && Object.keys(output).length > 0) throw new TypeError(`${operation} has no output`)
}

type Writer<S extends Shape> = (value: unknown, shape: S, path: string) => string

/** Shape kind → how its value is written. A value of another type is a programming error and throws. */
const writers: { readonly [Kind in Shape['kind']]: Writer<Extract<Shape, { kind: Kind }>> } = {
  struct: writeStruct,
  list: (value, shape, path) => writeItems(value, shape, shape.elementName, path),
  map: (value, shape, path) => writeEntries(value, shape, 'entry', path),
  string: (value, _, path) => (typeof value === 'string' ? escapeXml(value) : mistyped(path, 'a string')),
  integer: (value, _, path) => (Number.isSafeInteger(value) ? String(value) : mistyped(path, 'an integer')),
  boolean: (value, _, path) => (typeof value === 'boolean' ? String(value) : mistyped(path, 'a boolean')),
  timestamp: (value, _, path) => (value instanceof Date ? writeTimestamp(value) : mistyped(path, 'a date')),
  blob: (value, _, path) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : mistyped(path, 'bytes'),
}

function write(value: unknown, shape: Shape, path: string): string {
  return (writers[shape.kind] as Writer<Shape>)(value, shape, path)
}

function writeStruct(value: unknown, shape: StructShape, path: string): string {
  if (typeof value !== 'object' || value === null) mistyped(path, 'a structure')
  const struct = value as Record<string, unknown>
  for (const name of Object.keys(struct)) {
    if (!shape.memberNames.has(name)) throw new TypeError(`${path} has no member ${name}`)
  }
  let xml = ''
  for (const member of shape.members) {
    const content = struct[member.name]
    if (content === undefined || content === null) continue
    xml += writeMember(content, member, `${path}.${member.name}`)
  }
  return xml
}

function writeMember(value: unknown, { wireName, flattened, shape }: Member, path: string): string {
  if (flattened && shape.kind === 'list') return writeItems(value, shape, wireName, path)
  if (flattened && shape.kind === 'map') return writeEntries(value, shape, wireName, path)
  return element(wireName, write(value, shape, path))
}

function writeItems(value: unknown, shape: ListShape, name: string, path: string): string {
  if (!Array.isArray(value)) mistyped(path, 'a list')
  let xml = ''
  for (const item of value as unknown[]) xml += element(name, write(item, shape.element, path))
  return xml
}

function writeEntries(value: unknown, shape: MapShape, name: string, path: string): string {
  if (typeof value !== 'object' || value === null) mistyped(path, 'a map')
  let xml = ''
  for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
    if (item === undefined || item === null) continue
    const entry =
      element(shape.keyName, escapeXml(key)) + element(shape.valueName, write(item, shape.value, path))
    xml += element(name, entry)
  }
  return xml
}

/** Whole seconds, rounded down, as recorded answers of IAM and STS have them: `2026-01-02T03:04:05Z`. */
function writeTimestamp(date: Date): string {
  return `${date.toISOString().slice(0, -'.000Z'.length)}Z`
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`
}

function mistyped(path: string, expected: string): never {
  throw new TypeError(`${path} is not ${expected}`)
}

import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { ListShape, MapShape, Shape, StructShape } from '../schema.ts'
import { decodeUtf8, type FormNode, readForm, valuesIn } from './form.ts'

/** A query-protocol request, read but not yet understood: which operation, and on demand the tree of its parameters. */
export interface QueryRequest {
  readonly action: string
  readonly version: string | undefined
  readonly parameters: () => FormNode
}

/**
 * Reads the parameters of a GET's query string or a POST's body (and query string).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/programming.html
 */
export function readQuery(request: HttpRequest): QueryRequest {
  const body = request.method === 'POST' ? decodeUtf8(request.body) : ''
  const parts = [request.query, body]
  const named = valuesIn(parts, ['Action', 'Version'])
  const action = named.get('Action')
  if (!action) throw commonError('MissingAction')
  return { action, version: named.get('Version'), parameters: () => readForm(...parts) }
}

/**
 * Parameters as the input of an operation. Names that the shape does not have are ignored, as AWS ignores them:
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function decodeInput(parameters: FormNode, shape: StructShape): Record<string, unknown> {
  return readStruct(parameters, shape)
}

type Reader<S extends Shape> = (node: FormNode, shape: S) => unknown

/** Shape kind → how its parameters are read. */
const readers: { readonly [Kind in Shape['kind']]: Reader<Extract<Shape, { kind: Kind }>> } = {
  struct: readStruct,
  list: readList,
  map: readMap,
  string: textOf,
  integer: readInteger,
  boolean: readBoolean,
  timestamp: readTimestamp,
  blob: readBlob,
}

function read(node: FormNode, shape: Shape): unknown {
  return (readers[shape.kind] as Reader<Shape>)(node, shape)
}

function readStruct(node: FormNode, shape: StructShape): Record<string, unknown> {
  if (node.value) throw malformed('Unexpected complex element termination')
  const struct: Record<string, unknown> = {}
  const { children } = node
  if (!children) return struct
  for (const member of shape.members) {
    const child = children.get(member.wireName)
    if (!child) continue
    struct[member.name] = member.flattened ? readFlattened(child, member.shape) : read(child, member.shape)
  }
  return struct
}

/** `L.member.1=…`; an empty list is `L=`. */
function readList(node: FormNode, shape: ListShape): unknown[] {
  if (node.value) throw malformed('Unexpected list element termination')
  return readItems(node.children?.get(shape.elementName), shape)
}

function readItems(items: FormNode | undefined, shape: ListShape): unknown[] {
  return numbered(items).map(item => read(item, shape.element))
}

/** `M.entry.1.key=…&M.entry.1.value=…` */
function readMap(node: FormNode, shape: MapShape): Record<string, unknown> {
  if (node.value) throw malformed('Unexpected complex element termination')
  return readEntries(node.children?.get('entry'), shape)
}

function readEntries(entries: FormNode | undefined, shape: MapShape): Record<string, unknown> {
  // No prototype: keys are the sender's.
  const map: Record<string, unknown> = Object.create(null)
  for (const entry of numbered(entries)) {
    const key = entry.children?.get(shape.keyName)?.value
    const value = entry.children?.get(shape.valueName)
    if (key === undefined || !value) throw malformed('A map entry must have a key and a value')
    if (key in map) throw malformed('A map key is given more than once')
    map[key] = read(value, shape.value)
  }
  return map
}

/** `L.1=…` */
function readFlattened(node: FormNode, shape: Shape): unknown {
  if (shape.kind === 'list') return readItems(node, shape)
  if (shape.kind === 'map') return readEntries(node, shape)
  return read(node, shape)
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/

/** Items in the order of their numbers. Gaps close up, so a huge number costs no more than a small one. */
function numbered(node: FormNode | undefined): FormNode[] {
  if (!node?.children) return []
  const items: [index: number, item: FormNode][] = []
  for (const [name, item] of node.children) {
    if (INDEX.test(name)) items.push([Number(name), item])
  }
  items.sort(([a], [b]) => a - b)
  return items.map(([, item]) => item)
}

function textOf(node: FormNode): string {
  if (node.value === undefined) throw malformed('Start of structure or map found where not expected.')
  return node.value
}

const INTEGER = /^-?\d{1,10}$/
const MIN_INTEGER = -(2 ** 31)
const MAX_INTEGER = 2 ** 31 - 1

function readInteger(node: FormNode): number {
  const text = textOf(node)
  const value = INTEGER.test(text) ? Number(text) : Number.NaN
  if (!(value >= MIN_INTEGER && value <= MAX_INTEGER)) {
    throw malformed('STRING_VALUE can not be converted to an Integer')
  }
  return value
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
])

/** Any letter case: old clients write `True`. */
function readBoolean(node: FormNode): boolean {
  const value = BOOLEANS.get(textOf(node).toLowerCase())
  if (value === undefined) throw malformed('STRING_VALUE can not be converted to a Boolean')
  return value
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

function readTimestamp(node: FormNode): Date {
  const text = textOf(node)
  const date = new Date(ISO_8601.test(text) ? text : Number.NaN)
  if (Number.isNaN(date.getTime())) throw malformed('timestamp must follow ISO8601')
  return date
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function readBlob(node: FormNode): Uint8Array {
  const text = textOf(node)
  if (!BASE64.test(text)) throw malformed('The value of a blob must be base64')
  return new Uint8Array(Buffer.from(text, 'base64'))
}

/** What query services answer when a parameter cannot be read as its type; the value is never echoed. */
function malformed(message: string) {
  return commonError('MalformedInput', message)
}

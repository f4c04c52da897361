import { commonError } from '../errors.ts'
import type { ListShape, MapShape, Shape, StructShape } from '../schema.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The input of an operation; no body at all is an input without members. */
export function decodeInput(body: Uint8Array, shape: StructShape): Record<string, unknown> {
  return body.byteLength === 0 ? {} : readStruct(parsed(body), shape)
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch (cause) {
    throw commonError('MalformedInput', 'The request body is not valid JSON.', { cause })
  }
}

type Reader<S extends Shape> = (value: unknown, shape: S) => unknown

/** Shape kind → how its JSON is read. A value of another type is refused, never converted. */
const readers: { readonly [Kind in Shape['kind']]: Reader<Extract<Shape, { kind: Kind }>> } = {
  struct: readStruct,
  list: readList,
  map: readMap,
  string: value => (typeof value === 'string' ? value : unreadable(value, 'a String')),
  integer: value => (Number.isSafeInteger(value) ? value : unreadable(value, 'an Integer')),
  boolean: value => (typeof value === 'boolean' ? value : unreadable(value, 'a Boolean')),
  timestamp: readTimestamp,
  blob: readBlob,
}

function read(value: unknown, shape: Shape): unknown {
  return (readers[shape.kind] as Reader<Shape>)(value, shape)
}

/** Members the shape does not have are ignored, and null is absence, as AWS has it. */
function readStruct(value: unknown, shape: StructShape): Record<string, unknown> {
  const sent = objectOf(value)
  const struct: Record<string, unknown> = {}
  for (const { name, shape: member } of shape.members) {
    const content = Object.hasOwn(sent, name) ? sent[name] : undefined
    if (content !== undefined && content !== null) struct[name] = read(content, member)
  }
  return struct
}

function readList(value: unknown, { element }: ListShape): unknown[] {
  if (!Array.isArray(value)) throw commonError('MalformedInput', 'Expected list or null')
  return value.map(item => read(item, element))
}

function readMap(value: unknown, { value: entry }: MapShape): Record<string, unknown> {
  // No prototype: keys are the sender's.
  const map: Record<string, unknown> = Object.create(null)
  for (const [key, item] of Object.entries(objectOf(value))) map[key] = read(item, entry)
  return map
}

function objectOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) throw commonError('MalformedInput', 'Start of list found where not expected')
  if (typeof value !== 'object' || value === null) throw commonError('MalformedInput', 'Expected map or null')
  return value as Record<string, unknown>
}

/** Seconds since 1970, with a fraction or without. */
function readTimestamp(value: unknown): Date {
  const date = new Date(typeof value === 'number' ? Math.round(value * 1000) : Number.NaN)
  return Number.isNaN(date.getTime()) ? unreadable(value, 'a Date') : date
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function readBlob(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !BASE64.test(value)) return unreadable(value, 'a Blob')
  return new Uint8Array(Buffer.from(value, 'base64'))
}

/** In the words of AWS's parser, which names the kind of what it found and never the value. */
function unreadable(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw commonError('MalformedInput', 'Start of list found where not expected')
  if (typeof value === 'object' && value !== null)
    throw commonError('MalformedInput', 'Start of structure or map found where not expected.')
  throw commonError('MalformedInput', `${kindOf(value)} can not be converted to ${wanted}`)
}

function kindOf(value: unknown): string {
  if (value === null) return 'NULL_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  if (typeof value === 'string') return 'STRING_VALUE'
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
}

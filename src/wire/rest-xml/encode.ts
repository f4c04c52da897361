import type { ByteStream } from '../http.ts'
import { escapeXml } from '../query/xml.ts'
import type { ListShape, Member, OperationShape, Shape, StructShape } from '../schema.ts'
import { writeScalar } from './text-values.ts'

export interface Encoded {
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | ByteStream
  readonly isDocument: boolean
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function encodeOutput(operation: OperationShape, output: object, xmlNamespace: string): Encoded {
  const { name, output: shape } = operation
  const values = output as Record<string, unknown>
  for (const member of Object.keys(values)) {
    if (!shape?.memberNames.has(member) && values[member] !== undefined)
      throw new TypeError(`${name} answers no ${member}`)
  }
  if (!shape) return { headers: {}, body: '', isDocument: false }
  const headers = headersOf(shape, values, name)
  const payload = shape.members.find(({ binding }) => binding?.in === 'payload')
  if (payload) return { headers, ...payloadOf(payload, values[payload.name], xmlNamespace, name) }
  const inBody = shape.members.filter(({ binding }) => !binding)
  if (inBody.length === 0) return { headers, body: '', isDocument: false }
  const root = shape.xmlName ?? shape.name
  const [only, ...more] = inBody
  // GetBucketLocation's one member is the root itself.
  const content =
    more.length === 0 && only?.wireName === root
      ? write(values[only.name] ?? '', only.shape, name)
      : writeStruct(values, { ...shape, members: listsLast(shape.members) }, name)
  return { headers, body: documentOf(root, content, xmlNamespace), isDocument: true }
}

/** What is said of the whole stands before what it lists, as S3 writes it: some clients read documents in one go. */
function listsLast(members: readonly Member[]): readonly Member[] {
  const isList = ({ shape }: Member) => shape.kind === 'list'
  return [...members.filter(member => !isList(member)), ...members.filter(isList)]
}

function headersOf(
  { members }: StructShape,
  values: Record<string, unknown>,
  path: string,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const { name, binding, shape } of members) {
    const value = values[name]
    if (value === undefined || value === null) continue
    if (binding?.in === 'header') headers[binding.name] = headerText(value, shape, `${path}.${name}`)
    if (binding?.in === 'prefix-headers') {
      for (const [key, text] of Object.entries(value as Record<string, string>))
        headers[`${binding.name}${key}`] = text
    }
  }
  return headers
}

function headerText(value: unknown, shape: Shape, path: string): string {
  if (shape.kind === 'list' && Array.isArray(value))
    return value.map(item => headerText(item, shape.element, path)).join(', ')
  if (shape.kind === 'struct' || shape.kind === 'list' || shape.kind === 'map')
    throw new TypeError(`${path} has no form as text`)
  return writeScalar(value, shape, 'http-date', path)
}

function payloadOf(
  { shape, wireName }: Member,
  value: unknown,
  xmlNamespace: string,
  path: string,
): Pick<Encoded, 'body' | 'isDocument'> {
  if (value === undefined || value === null) return { body: '', isDocument: false }
  if (shape.kind === 'blob') return { body: value as Uint8Array | ByteStream, isDocument: false }
  if (shape.kind === 'string') return { body: value as string, isDocument: false }
  return { body: documentOf(wireName, write(value, shape, path), xmlNamespace), isDocument: true }
}

function documentOf(root: string, content: string, xmlNamespace: string): string {
  return `${declaration}<${root} xmlns="${escapeXml(xmlNamespace)}">${content}</${root}>`
}

function write(value: unknown, shape: Shape, path: string): string {
  if (shape.kind === 'struct') return writeStruct(value, shape, path)
  if (shape.kind === 'list') return writeItems(value, shape, shape.elementName, path)
  if (shape.kind === 'map') throw new TypeError(`${path}: no document of S3 has a map`)
  return escapeXml(writeScalar(value, shape, 'date-time', path))
}

function writeStruct(value: unknown, { members, memberNames }: StructShape, path: string): string {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${path} is not a structure`)
  const struct = value as Record<string, unknown>
  for (const name of Object.keys(struct)) {
    if (!memberNames.has(name)) throw new TypeError(`${path} has no member ${name}`)
  }
  let xml = ''
  for (const member of members) {
    const content = struct[member.name]
    if (content === undefined || content === null) continue
    if (member.binding && member.binding.in !== 'payload') continue
    xml += writeMember(content, member, `${path}.${member.name}`)
  }
  return xml
}

function writeMember(value: unknown, { wireName, flattened, shape }: Member, path: string): string {
  if (flattened && shape.kind === 'list') return writeItems(value, shape, wireName, path)
  return element(wireName, write(value, shape, path), attributesOf(value, shape))
}

function writeItems(value: unknown, { element: shape }: ListShape, name: string, path: string): string {
  if (!Array.isArray(value)) throw new TypeError(`${path} is not a list`)
  return value.map(item => element(name, write(item, shape, path), attributesOf(item, shape))).join('')
}

/** `xsi:type` of a grantee. */
function attributesOf(value: unknown, shape: Shape): string {
  if (shape.kind !== 'struct') return ''
  const struct = value as Record<string, unknown>
  return shape.members
    .filter(({ binding, name }) => binding?.in === 'attribute' && struct[name] !== undefined)
    .map(
      ({ name, wireName }) =>
        ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${wireName}="${escapeXml(String(struct[name]))}"`,
    )
    .join('')
}

function element(name: string, content: string, attributes = ''): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

import type { ListShape, MapShape, Member, Shape, StructShape } from '../schema.ts'
import { malformedXml, readXml, type XmlElement } from './read-xml.ts'
import { readScalar } from './text-values.ts'

/** A request, taken apart. */
export interface Parts {
  /** By member: the bucket and the key. */
  readonly labels: Readonly<Record<string, string | undefined>>
  readonly query: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string | undefined>>
  /** What a payload that is sent as it comes is read from. */
  readonly content: unknown
  /** The body as text, for payloads that are documents. */
  readonly document: string
  /** What is thrown for a text that is no value of its member. */
  readonly unreadable: (name: string, text: string) => Error
}

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function decodeRequest(parts: Parts, shape: StructShape): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const member of shape.members) {
    const value = readBound(parts, member)
    if (value !== undefined) input[member.name] = value
  }
  return input
}

/** The member that is the body; absent: the request has none of its own. */
export function payloadOf(shape: StructShape): Member | undefined {
  return shape.members.find(({ binding }) => binding?.in === 'payload')
}

function readBound(parts: Parts, member: Member): unknown {
  const { binding, name, shape } = member
  switch (binding?.in) {
    case 'label':
      return parts.labels[name]
    case 'query':
      return readText(parts, queryText(parts, binding.name, member), member, binding.name)
    case 'header':
      return readText(parts, parts.headers[binding.name], member, binding.name)
    case 'prefix-headers':
      return prefixed(parts, binding.name)
    case 'payload':
      return readPayload(parts, member)
    default:
      // Members of a body without a payload of its own: no operation of S3 has such an input.
      if (shape.kind === 'string' && name in parts.labels) return parts.labels[name]
      return undefined
  }
}

/** A number that is asked for and not told is not asked for, as S3 was recorded to read it: `?max-parts=`. */
function queryText({ query }: Parts, name: string, { shape, required }: Member): string | undefined {
  const text = query.get(name)
  return text === '' && shape.kind === 'integer' && !required ? undefined : text
}

function readText(parts: Parts, text: string | undefined, { shape }: Member, name: string): unknown {
  if (text === undefined) return undefined
  if (shape.kind === 'list') {
    const { element } = shape
    return text.split(',').map(item => readOne(parts, item.trim(), element, name))
  }
  return readOne(parts, text, shape, name)
}

function readOne({ unreadable }: Parts, text: string, shape: Shape, name: string): unknown {
  if (shape.kind === 'struct' || shape.kind === 'list' || shape.kind === 'map')
    throw new TypeError(`${name} has no form as text`)
  const value = readScalar(text, shape)
  if (value === undefined) throw unreadable(name, text)
  return value
}

function prefixed({ headers }: Parts, prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0].startsWith(prefix),
  )
  if (found.length === 0) return undefined
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
}

function readPayload(parts: Parts, { shape, wireName }: Member): unknown {
  if (shape.kind === 'blob') return parts.content
  if (parts.document === '') return undefined
  if (shape.kind === 'string') return parts.document
  const root = readXml(parts.document)
  if (root?.name !== wireName) throw malformedXml()
  return readElement(root, shape)
}

function readElement(element: XmlElement, shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct':
      return readStruct(element, shape)
    case 'list':
      return readList(element.children, shape, shape.elementName)
    case 'map':
      return readMap(element.children, shape)
    default: {
      if (element.children.length > 0) throw malformedXml()
      const value = readScalar(element.text, shape)
      if (value === undefined) throw malformedXml()
      return value
    }
  }
}

/** An element that its shape does not have is refused, as is one that is there twice. */
function readStruct(element: XmlElement, shape: StructShape): Record<string, unknown> {
  if (element.text.trim() !== '') throw malformedXml()
  const struct: Record<string, unknown> = {}
  const unread = new Set(element.children)
  for (const member of shape.members) {
    if (member.binding?.in === 'attribute') {
      const value = element.attributes.get(member.wireName)
      if (value !== undefined) struct[member.name] = value
      continue
    }
    const found = element.children.filter(({ name }) => name === member.wireName)
    if (found.length === 0) {
      // A list without its element is an empty one: S3 was recorded to take `<Tagging/>` for no tags.
      if (member.required && member.shape.kind === 'list') struct[member.name] = []
      continue
    }
    for (const child of found) unread.delete(child)
    struct[member.name] = readMember(found, member)
  }
  if (unread.size > 0) throw malformedXml()
  return struct
}

function readMember(found: readonly XmlElement[], { shape, flattened }: Member): unknown {
  if (flattened && shape.kind === 'list') return found.map(item => readElement(item, shape.element))
  const [first, ...more] = found
  if (!first || more.length > 0) throw malformedXml()
  return readElement(first, shape)
}

function readList(children: readonly XmlElement[], shape: ListShape, name: string): unknown[] {
  return children.map(child => {
    if (child.name !== name) throw malformedXml()
    return readElement(child, shape.element)
  })
}

function readMap(children: readonly XmlElement[], shape: MapShape): Record<string, unknown> {
  // No prototype: keys are the sender's.
  const map: Record<string, unknown> = Object.create(null)
  for (const entry of children) {
    const key = entry.children.find(({ name }) => name === shape.keyName)
    const value = entry.children.find(({ name }) => name === shape.valueName)
    if (!key || !value) throw malformedXml()
    map[key.text] = readElement(value, shape.value)
  }
  return map
}

import { commonError } from '../errors.ts'

/**
 * The parameters of a query-protocol request as a tree: `Tags.member.1.Key=team` is four levels of one branch.
 * Maps, not objects: a parameter named `__proto__` is a name like any other.
 */
export interface FormNode {
  value?: string
  children?: Map<string, FormNode>
}

/** Deeper than any input shape goes; keeps a recursive shape from being driven by the sender. */
const DEEPEST_NAME = 32

/** Reads `application/x-www-form-urlencoded` parts into one tree; a parameter given twice is refused. */
export function readForm(...parts: readonly string[]): FormNode {
  const root: FormNode = {}
  for (const part of parts) {
    if (part === '') continue
    for (const pair of part.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals))
      const value = equals === -1 ? '' : decodeFormText(pair.slice(equals + 1))
      plant(root, name, value)
    }
  }
  return root
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A body's bytes as text. */
export function decodeUtf8(body: Uint8Array): string {
  if (body.byteLength === 0) return ''
  try {
    return utf8.decode(body)
  } catch (cause) {
    throw commonError('MalformedQueryString', 'The request is not valid UTF-8.', { cause })
  }
}

const NEEDS_DECODING = /[%+]/

/** Percent-encoding and plus signs undone; what does not decode to UTF-8 is refused, never guessed. */
export function decodeFormText(text: string): string {
  if (!NEEDS_DECODING.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch (cause) {
    throw commonError('MalformedQueryString', undefined, { cause })
  }
}

function plant(root: FormNode, name: string, value: string): void {
  let node = root
  if (name.includes('.')) {
    const segments = name.split('.', DEEPEST_NAME + 1)
    if (segments.length > DEEPEST_NAME) {
      throw commonError('MalformedInput', 'The name of a parameter has too many parts.')
    }
    for (const segment of segments) node = childOf(node, segment)
  } else {
    node = childOf(node, name)
  }
  // Which of two values AWS takes is not documented; taking either would let two readers differ.
  if (node.value !== undefined) {
    throw commonError('InvalidQueryParameter', 'A parameter is given more than once.')
  }
  node.value = value
}

function childOf(node: FormNode, segment: string): FormNode {
  node.children ??= new Map()
  let child = node.children.get(segment)
  if (!child) {
    child = {}
    node.children.set(segment, child)
  }
  return child
}

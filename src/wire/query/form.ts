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

/** Far above what any input has. Each costs a hundred times the two bytes that name it: a body may hold a million. */
const MOST_NODES = 100_000

/** Reads `application/x-www-form-urlencoded` parts into one tree; a parameter given twice is refused. */
export function readForm(...parts: readonly string[]): FormNode {
  const tree = { root: {}, nodes: 0 }
  for (const [name, value] of pairsOf(parts)) plant(tree, decodeFormText(name), decodeFormText(value))
  return tree.root
}

/** The values of the named parameters, without making anything of all the others; one given twice is refused. */
export function valuesIn(parts: readonly string[], names: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const [written, value] of pairsOf(parts)) {
    const name = decodeFormText(written)
    if (!names.includes(name)) continue
    if (values.has(name)) throw givenTwice()
    values.set(name, decodeFormText(value))
  }
  return values
}

/** Names and values as they are written. */
function* pairsOf(parts: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (const part of parts) {
    for (const pair of part === '' ? [] : part.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      yield equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
    }
  }
}

/** Which of two values AWS takes is not documented; taking either would let two readers differ. */
function givenTwice() {
  return commonError('InvalidQueryParameter', 'A parameter is given more than once.')
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

interface Tree {
  readonly root: FormNode
  nodes: number
}

function plant(tree: Tree, name: string, value: string): void {
  let node = tree.root
  if (name.includes('.')) {
    const segments = name.split('.', DEEPEST_NAME + 1)
    if (segments.length > DEEPEST_NAME) {
      throw commonError('MalformedInput', 'The name of a parameter has too many parts.')
    }
    for (const segment of segments) node = childOf(tree, node, segment)
  } else {
    node = childOf(tree, node, name)
  }
  if (node.value !== undefined) throw givenTwice()
  node.value = value
}

function childOf(tree: Tree, node: FormNode, segment: string): FormNode {
  node.children ??= new Map()
  let child = node.children.get(segment)
  if (!child) {
    tree.nodes += 1
    if (tree.nodes > MOST_NODES) throw commonError('MalformedInput', 'The request has too many parameters.')
    child = {}
    node.children.set(segment, child)
  }
  return child
}

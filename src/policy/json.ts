/**
 * JSON as policies need it: every value keeps its place in the text, duplicate keys are a fault,
 * nesting is bounded, numbers keep their spelling, and no text whatever makes it throw.
 * The language's own parser gives none of these.
 */

export interface JsonSpan {
  /** Offset of the first character, counted from 0. */
  readonly start: number
  /** Offset behind the last character. */
  readonly end: number
}

export interface JsonString extends JsonSpan {
  readonly kind: 'string'
  readonly value: string
}

/** `text` is the value as written: `1.50` stays `1.50`. */
export interface JsonScalar extends JsonSpan {
  readonly kind: 'number' | 'boolean' | 'null'
  readonly text: string
}

export interface JsonArray extends JsonSpan {
  readonly kind: 'array'
  readonly items: readonly JsonValue[]
}

export interface JsonMember {
  readonly key: JsonString
  readonly value: JsonValue
}

export interface JsonObject extends JsonSpan {
  readonly kind: 'object'
  readonly members: readonly JsonMember[]
}

export type JsonValue = JsonString | JsonScalar | JsonArray | JsonObject

export interface JsonFault {
  readonly reason: 'syntax' | 'duplicate-key' | 'too-deep'
  readonly offset: number
}

export type JsonResult = { readonly value: JsonValue } | { readonly fault: JsonFault }

/** A policy is seven levels deep; anything much deeper is an attack on the stack. */
const maxDepth = 64

const whitespace = new Set([' ', '\t', '\n', '\r'])
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const numberText = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const hexText = /[0-9a-fA-F]{4}/y
const words = [
  { text: 'true', kind: 'boolean' },
  { text: 'false', kind: 'boolean' },
  { text: 'null', kind: 'null' },
] as const

interface Scanner {
  readonly text: string
  at: number
  fault?: JsonFault
}

/** Reads one JSON value that fills the whole text. */
export function parseJson(text: string): JsonResult {
  const scanner: Scanner = { text, at: 0 }
  const value = readValue(scanner, 0)
  if (value !== undefined) {
    skipWhitespace(scanner)
    if (scanner.at < text.length) fail(scanner, 'syntax')
    else return { value }
  }
  return { fault: scanner.fault ?? { reason: 'syntax', offset: scanner.at } }
}

/** Line and column, both counted from 1, of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  return lineReader(text)(offset)
}

/** Many places of one text: its lines are counted once, when the first place is asked for. */
export function lineReader(text: string): (offset: number) => { line: number; column: number } {
  let starts: readonly number[] | undefined
  return offset => {
    starts ??= lineStarts(text)
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The value of an object's member, by its exact name. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return object.members.find(entry => entry.key.value === name)?.value
}

function fail(scanner: Scanner, reason: JsonFault['reason'], offset = scanner.at): undefined {
  scanner.fault ??= { reason, offset }
  return undefined
}

function skipWhitespace(scanner: Scanner): void {
  while (whitespace.has(scanner.text.charAt(scanner.at))) scanner.at++
}

function take(scanner: Scanner, character: string): boolean {
  skipWhitespace(scanner)
  if (scanner.text.charAt(scanner.at) !== character) return false
  scanner.at++
  return true
}

function readValue(scanner: Scanner, depth: number): JsonValue | undefined {
  skipWhitespace(scanner)
  if (depth > maxDepth) return fail(scanner, 'too-deep')
  const first = scanner.text.charAt(scanner.at)
  if (first === '{') return readObject(scanner, depth)
  if (first === '[') return readArray(scanner, depth)
  if (first === '"') return readString(scanner)
  return readScalar(scanner)
}

function readObject(scanner: Scanner, depth: number): JsonObject | undefined {
  const start = scanner.at++
  const members: JsonMember[] = []
  const seen = new Set<string>()
  if (take(scanner, '}')) return { kind: 'object', members, start, end: scanner.at }
  do {
    skipWhitespace(scanner)
    if (scanner.text.charAt(scanner.at) !== '"') return fail(scanner, 'syntax')
    const key = readString(scanner)
    if (key === undefined) return undefined
    if (seen.has(key.value)) return fail(scanner, 'duplicate-key', key.start)
    seen.add(key.value)
    if (!take(scanner, ':')) return fail(scanner, 'syntax')
    const value = readValue(scanner, depth + 1)
    if (value === undefined) return undefined
    members.push({ key, value })
  } while (take(scanner, ','))
  if (!take(scanner, '}')) return fail(scanner, 'syntax')
  return { kind: 'object', members, start, end: scanner.at }
}

function readArray(scanner: Scanner, depth: number): JsonArray | undefined {
  const start = scanner.at++
  const items: JsonValue[] = []
  if (take(scanner, ']')) return { kind: 'array', items, start, end: scanner.at }
  do {
    const item = readValue(scanner, depth + 1)
    if (item === undefined) return undefined
    items.push(item)
  } while (take(scanner, ','))
  if (!take(scanner, ']')) return fail(scanner, 'syntax')
  return { kind: 'array', items, start, end: scanner.at }
}

function readString(scanner: Scanner): JsonString | undefined {
  const start = scanner.at++
  const pieces: string[] = []
  let pieceStart = scanner.at
  for (;;) {
    const character = scanner.text.charAt(scanner.at)
    // An empty string is the end of the text; control characters must be escaped (RFC 8259, 7).
    if (character === '' || character < ' ') return fail(scanner, 'syntax')
    if (character === '"') break
    scanner.at++
    if (character !== '\\') continue
    pieces.push(scanner.text.slice(pieceStart, scanner.at - 1))
    const escaped = readEscape(scanner)
    if (escaped === undefined) return undefined
    pieces.push(escaped)
    pieceStart = scanner.at
  }
  pieces.push(scanner.text.slice(pieceStart, scanner.at))
  scanner.at++
  return { kind: 'string', value: pieces.join(''), start, end: scanner.at }
}

function readEscape(scanner: Scanner): string | undefined {
  const letter = scanner.text.charAt(scanner.at)
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
  if (simple !== undefined) {
    scanner.at++
    return simple
  }
  hexText.lastIndex = scanner.at + 1
  const hex = letter === 'u' ? hexText.exec(scanner.text)?.[0] : undefined
  if (hex === undefined) return fail(scanner, 'syntax')
  scanner.at += 1 + hex.length
  return String.fromCharCode(Number.parseInt(hex, 16))
}

function readScalar(scanner: Scanner): JsonScalar | undefined {
  const start = scanner.at
  const word = words.find(entry => scanner.text.startsWith(entry.text, start))
  if (word !== undefined) {
    scanner.at += word.text.length
    return { kind: word.kind, text: word.text, start, end: scanner.at }
  }
  numberText.lastIndex = start
  const text = numberText.exec(scanner.text)?.[0]
  if (text === undefined) return fail(scanner, 'syntax')
  scanner.at += text.length
  return { kind: 'number', text, start, end: scanner.at }
}

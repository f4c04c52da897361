import { matchesByCodePoint } from './code-points.ts'
import {
  anyOne,
  anyRun,
  haveValues,
  isVariable,
  type Template,
  type Variable,
  variableValue,
} from './template.ts'

/**
 * A text with wildcards, compiled: `*` stands for any run of characters, `?` for exactly one. Its work on one
 * text is bounded by the length of the pattern times that of the text, whatever they are.
 */
export interface TextMatcher {
  /** Every variable in it has a value; one without matches nothing, and must not be asked. */
  hasValues(): boolean
  /** Does it match the text from here to its end? */
  matches(text: string, from: number): boolean
}

export function textMatcher(written: Template): TextMatcher {
  // Runs of `*` say no more than one.
  const template = written.filter((part, index) => part !== anyRun || written[index - 1] !== anyRun)
  const [first, second] = template
  if (template.length === 0) return new Literal('')
  if (template.length === 1 && first === anyRun) return anything
  const wellFormed = template.every(part => typeof part !== 'string' || part.isWellFormed())
  if (!wellFormed) return new ByCharacter(template)
  if (template.length === 1 && typeof first === 'string') return new Literal(first)
  if (template.length === 2 && typeof first === 'string' && second === anyRun) return new Prefix(first)
  return new Chunked(template)
}

const anything: TextMatcher = { hasValues: () => true, matches: () => true }

class Literal implements TextMatcher {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  hasValues(): boolean {
    return true
  }
  matches(text: string, from: number): boolean {
    if (from === 0) return text === this.#text
    return text.length === from + this.#text.length && text.endsWith(this.#text)
  }
}

class Prefix implements TextMatcher {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  hasValues(): boolean {
    return true
  }
  matches(text: string, from: number): boolean {
    return text.startsWith(this.#text, from)
  }
}

type Atom = string | Variable | typeof anyOne
type Chunk = readonly Atom[]

/** Halves of characters that take two units of the text. */
const surrogate = /[\ud800-\udfff]/

/** What stands between the `*`s is looked for from left to right: the leftmost place leaves most to the rest. */
class Chunked implements TextMatcher {
  readonly #template: Template
  readonly #variables: readonly Variable[]
  readonly #first: Chunk
  /** Undefined when there is no `*`: the first chunk is then all. */
  readonly #last: Chunk | undefined
  readonly #middle: readonly Chunk[]
  readonly #hasAnyOne: boolean

  constructor(template: Template) {
    const chunks = chunksOf(template)
    this.#template = template
    this.#variables = template.filter(isVariable)
    this.#first = chunks[0] ?? []
    this.#last = chunks.length > 1 ? chunks.at(-1) : undefined
    this.#middle = chunks.slice(1, -1)
    this.#hasAnyOne = template.includes(anyOne)
  }

  hasValues(): boolean {
    return haveValues(this.#variables)
  }

  matches(text: string, from: number): boolean {
    if (this.#needsCharacters(text)) return matchesByCodePoint(this.#template, text, from)
    let at = endOf(this.#first, text, from)
    const last = this.#last
    if (at < 0 || last === undefined) return at === text.length
    const end = text.length - lengthOf(last)
    if (at > end || endOf(last, text, end) < 0) return false
    for (const chunk of this.#middle) {
      const place = find(chunk, text, at)
      if (place < 0) return false
      at = place + lengthOf(chunk)
    }
    return at <= end
  }

  /** A `?` stands for a character, which may be two units of the text; and a value may end within one. */
  #needsCharacters(text: string): boolean {
    for (const variable of this.#variables) if (!textOf(variable).isWellFormed()) return true
    return this.#hasAnyOne && surrogate.test(text)
  }
}

/** For what is no proper text at all: half a character in it must not match half of one. */
class ByCharacter implements TextMatcher {
  readonly #template: Template
  readonly #variables: readonly Variable[]
  constructor(template: Template) {
    this.#template = template
    this.#variables = template.filter(isVariable)
  }
  hasValues(): boolean {
    return haveValues(this.#variables)
  }
  matches(text: string, from: number): boolean {
    return matchesByCodePoint(this.#template, text, from)
  }
}

function chunksOf(template: Template): readonly Chunk[] {
  const chunks: Atom[][] = [[]]
  for (const part of template) {
    if (part === anyRun) chunks.push([])
    else chunks.at(-1)?.push(part)
  }
  return chunks
}

function textOf(variable: Variable): string {
  return variableValue(variable) ?? ''
}

function lengthOf(chunk: Chunk): number {
  let length = 0
  for (const atom of chunk) {
    if (typeof atom === 'string') length += atom.length
    else length += atom === anyOne ? 1 : textOf(atom).length
  }
  return length
}

/** Where the chunk ends that stands at this place; -1 when it does not stand there. */
function endOf(chunk: Chunk, text: string, place: number): number {
  let at = place
  for (const atom of chunk) {
    if (atom === anyOne) {
      at += 1
      continue
    }
    const literal = typeof atom === 'string' ? atom : textOf(atom)
    if (!text.startsWith(literal, at)) return -1
    at += literal.length
  }
  return at <= text.length ? at : -1
}

/** Where the chunk stands first, at or behind `from`; -1 when nowhere. */
function find(chunk: Chunk, text: string, from: number): number {
  const [first] = chunk
  if (chunk.length === 1 && typeof first === 'string') return text.indexOf(first, from)
  const last = text.length - lengthOf(chunk)
  for (let place = from; place <= last; place++) if (endOf(chunk, text, place) >= 0) return place
  return -1
}

import type { PolicyDocument } from '../document.ts'
import { pieces } from '../variables.ts'
import { type KeySlot, keySlot, valueIn } from './keys.ts'

/** Stands for any run of characters. */
export const anyRun: unique symbol = Symbol('*')
/** Stands for exactly one character. */
export const anyOne: unique symbol = Symbol('?')

/** A policy variable, whose text is literal: a `*` in a tag or a user name is no wildcard. */
export interface Variable {
  readonly slot: KeySlot
  readonly fallback: string | undefined
}

export type Part = string | Variable | typeof anyRun | typeof anyOne

/** A text of a policy, read: literal runs, variables and wildcards in their order. */
export type Template = readonly Part[]

export function isVariable(part: Part): part is Variable {
  return typeof part === 'object'
}

/** Undefined when the request's key is absent or multivalued and no default is written. */
export function variableValue({ slot, fallback }: Variable): string | undefined {
  const value = valueIn(slot)
  return typeof value === 'string' ? value : fallback
}

export function haveValues(variables: readonly Variable[]): boolean {
  for (const variable of variables) if (variableValue(variable) === undefined) return false
  return true
}

/** A text with wildcards, and with variables where the policy's version has them. */
export function readTemplate(text: string, version: PolicyDocument['version']): Template {
  // Before 2012-10-17 there were no variables: "${...}" is the text it looks like.
  if (version !== '2012-10-17' || !text.includes('${')) return readWildcards(text)
  const parts: Part[] = []
  for (const piece of pieces(text)) {
    if (piece.kind === 'variable') parts.push({ slot: keySlot(piece.key), fallback: piece.fallback })
    else if (piece.kind === 'literal') append(parts, piece.text)
    else appendWildcards(parts, piece.text)
  }
  return parts
}

/** A text with wildcards only. */
export function readWildcards(text: string): Template {
  const parts: Part[] = []
  appendWildcards(parts, text)
  return parts
}

/** The same text with `*` and `?` as themselves. */
export function withoutWildcards(template: Template): Template {
  const parts: Part[] = []
  for (const part of template) {
    if (isVariable(part)) parts.push(part)
    else append(parts, part === anyRun ? '*' : part === anyOne ? '?' : part)
  }
  return parts
}

/** The literal runs in lower case. */
export function inLowerCase(template: Template): Template {
  return template.map(part => (typeof part === 'string' ? lowerCase(part) : part))
}

/**
 * Character by character: what a character becomes must not depend on its neighbours, of which a wildcard hides
 * some. Of all characters only the capital sigma looks at them.
 */
export function lowerCase(text: string): string {
  if (!text.includes('Σ')) return text.toLowerCase()
  return Array.from(text, character => character.toLowerCase()).join('')
}

/** At most so many templates, split at colons that the policy itself wrote; the last one keeps its further colons. */
export function splitAtColons(template: Template, most: number): readonly Template[] {
  const segments: Part[][] = [[]]
  for (const part of template) {
    if (typeof part !== 'string') {
      segments.at(-1)?.push(part)
      continue
    }
    const pieces = part.split(':')
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && segments.length < most) segments.push([])
      else if (index > 0) append(segments.at(-1) ?? [], ':')
      if (piece !== '') append(segments.at(-1) ?? [], piece)
    }
  }
  return segments
}

export function hasWildcard(template: Template): boolean {
  return template.some(part => part === anyRun || part === anyOne)
}

function appendWildcards(parts: Part[], text: string): void {
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character !== '*' && character !== '?') continue
    if (at > from) append(parts, text.slice(from, at))
    parts.push(character === '?' ? anyOne : anyRun)
    from = at + 1
  }
  if (from < text.length) append(parts, text.slice(from))
}

function append(parts: Part[], text: string): void {
  const last = parts.at(-1)
  if (typeof last === 'string') parts[parts.length - 1] = last + text
  else parts.push(text)
}

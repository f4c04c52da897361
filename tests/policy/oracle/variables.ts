import type { PolicyDocument } from '../../../src/policy/document.ts'
import { type ContextKeys, contextValue } from './context.ts'
import { type Glob, type GlobPart, globOf, wildcardOrLiteral } from './glob.ts'

/**
 * Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

type Piece =
  | { readonly kind: 'text'; readonly part: GlobPart }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback?: string }

const escapes = new Set(['*', '?', '$'])
const opening = '${'
const fallbackStart = ", '"

/**
 * The pattern with its variables filled in, or undefined when one has no value: the key is absent
 * or multivalued, and no default is written. Such a text matches nothing.
 * What is filled in is literal: a `*` inside a tag or a user name is no wildcard.
 */
export function expandVariables(
  text: string,
  keys: ContextKeys,
  version: PolicyDocument['version'],
): Glob | undefined {
  if (!mayHaveVariables(text, version)) return globOf(text)
  const glob: GlobPart[] = []
  for (const piece of pieces(text)) {
    if (piece.kind === 'text') {
      glob.push(piece.part)
      continue
    }
    const value = contextValue(keys, piece.key) ?? piece.fallback
    const filled = typeof value === 'string' ? value : piece.fallback
    if (filled === undefined) return undefined
    for (const character of filled) glob.push(character)
  }
  return glob
}

/** Before 2012-10-17 there were no variables: "${...}" is the text it looks like. */
export function mayHaveVariables(text: string, version: PolicyDocument['version']): boolean {
  return version === '2012-10-17' && text.includes(opening)
}

/** Where the first variable stands among the colons of an ARN: the number of colons before it. */
export function colonsBeforeFirstVariable(text: string): number | undefined {
  if (!text.includes(opening)) return undefined
  let colons = 0
  for (const piece of pieces(text)) {
    if (piece.kind === 'variable') return colons
    if (piece.part === ':') colons++
  }
  return undefined
}

function* pieces(text: string): Generator<Piece> {
  const characters = Array.from(text)
  // No search for an end that is not there: otherwise many open `${` would cost the square of the text.
  const lastBrace = characters.lastIndexOf('}')
  const lastFallback = lastFallbackEnd(characters)
  let at = 0
  while (at < characters.length) {
    const opens = characters[at] === '$' && characters[at + 1] === '{' && at + 2 <= lastBrace
    const variable = opens ? readVariable(characters, at, lastFallback) : undefined
    yield variable?.piece ?? { kind: 'text', part: wildcardOrLiteral(characters[at] ?? '') }
    at = variable?.end ?? at + 1
  }
}

/** Reads the `${…}` that opens at `start`; the caller knows that a brace follows. One never closed is plain text. */
function readVariable(
  characters: readonly string[],
  start: number,
  lastFallback: number,
): { piece: Piece; end: number } {
  const close = characters.indexOf('}', start + 2)
  const body = characters.slice(start + 2, close)
  const text = body.join('')
  if (escapes.has(text)) return { piece: { kind: 'text', part: text }, end: close + 1 }
  const comma = text.indexOf(fallbackStart)
  if (comma >= 0) {
    const key = text.slice(0, comma)
    const from = start + 2 + Array.from(key).length + fallbackStart.length
    // A default may contain braces: its end is the quote with the brace behind it.
    if (from <= lastFallback) {
      let end = from
      while (!endsFallback(characters, end)) end++
      const fallback = characters.slice(from, end).join('')
      return { piece: { kind: 'variable', key, fallback }, end: end + 2 }
    }
  }
  return { piece: { kind: 'variable', key: text }, end: close + 1 }
}

function endsFallback(characters: readonly string[], at: number): boolean {
  return characters[at] === "'" && characters[at + 1] === '}'
}

function lastFallbackEnd(characters: readonly string[]): number {
  let at = characters.length - 2
  while (at >= 0 && !endsFallback(characters, at)) at--
  return at
}

import { remembered } from './remembered.ts'

/**
 * Wildcard patterns as policies write them: `*` stands for any run of characters, `?` for exactly one.
 * A pattern is a list of parts, not a text, so that what a policy variable brought in
 * (a user name with a `*` in it, say) stays literal.
 */

export const anyRun: unique symbol = Symbol('*')
export const anyOne: unique symbol = Symbol('?')

/** One literal character, or a wildcard. */
export type GlobPart = string | typeof anyRun | typeof anyOne
export type Glob = readonly GlobPart[]

/** Counts the comparisons of one match: a test holds them to pattern × text. */
export interface StepCounter {
  steps: number
}

/** A pattern in which every `*` and `?` is a wildcard. */
export const globOf = remembered((text): Glob => Array.from(text, character => wildcardOrLiteral(character)))

/** A pattern without wildcards. */
export function literalGlob(text: string): Glob {
  return Array.from(text)
}

export function wildcardOrLiteral(character: string): GlobPart {
  if (character === '*') return anyRun
  if (character === '?') return anyOne
  return character
}

export function hasWildcard(glob: Glob): boolean {
  return glob.some(part => typeof part === 'symbol')
}

/** The pattern read as plain text: wildcards are the characters that wrote them. */
export function globText(glob: Glob): string {
  return glob.map(part => (part === anyRun ? '*' : part === anyOne ? '?' : part)).join('')
}

export function lowerCaseGlob(glob: Glob): Glob {
  return glob.flatMap((part): Glob => (typeof part === 'string' ? Array.from(part.toLowerCase()) : [part]))
}

/**
 * Character by character, as patterns are lowered: what becomes of a capital sigma in a text depends on its
 * neighbours, of which a wildcard hides some.
 */
export const lowerCaseText = remembered(text => {
  let lower = ''
  for (const character of text) lower += character.toLowerCase()
  return lower
})

const charactersOf = remembered((text): readonly string[] => Array.from(text))

/**
 * Does the whole text match? After a mismatch only the last `*` is stretched by one character:
 * stretching an earlier one could not help. So the work is bounded by pattern × text.
 */
export function matchesGlob(glob: Glob, text: string, counter?: StepCounter): boolean {
  const characters = charactersOf(text)
  let part = 0
  let at = 0
  let lastRun = -1
  let runEnd = 0
  while (at < characters.length) {
    if (counter !== undefined) counter.steps++
    if (glob[part] === anyRun) {
      lastRun = part++
      runEnd = at
    } else if (glob[part] === anyOne || glob[part] === characters[at]) {
      part++
      at++
    } else if (lastRun >= 0) {
      part = lastRun + 1
      at = ++runEnd
    } else {
      return false
    }
  }
  while (glob[part] === anyRun) part++
  return part === glob.length
}

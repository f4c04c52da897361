import { pieces } from '../../../../src/policy/variables.ts'
import type { Random } from '../random.ts'
import type { ContextDraft } from './context-draft.ts'

/** How a policy variable begins; written whole it would look like a template of TypeScript. */
export const open = '$'.concat('{')

/** Characters that mean something somewhere, or that are stored or lowered in an odd way. */
const telling = ['*', '?', ':', '/', '$', '{', '}', "'", ',', '.', '-', '=', '+', ' ', 'A', 'z', '0'] as const
const odd = ['😀', '\ud83d', '\ude00', 'é', 'ß', 'İ', 'Σ', '\u212a', '\n', '\u0000'] as const

export function oddCharacter(random: Random): string {
  return random.chance(0.7) ? random.pick(telling) : random.pick(odd)
}

type Mutation = (text: string, at: number, random: Random) => string

const mutations: readonly [Mutation, ...Mutation[]] = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at, random) => text.slice(0, at) + oddCharacter(random) + text.slice(at),
  (text, at, random) => text.slice(0, at) + oddCharacter(random) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + otherCase(text.slice(at, at + 1)) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + text.slice(at, at + 1) + text.slice(at),
  (text, at) => text.slice(0, at),
  text => text.toUpperCase(),
  text => text.toLowerCase(),
  (text, _, random) => text + oddCharacter(random),
]

/** The same text but for one small change. */
export function mutate(text: string, random: Random): string {
  return random.pick(mutations)(text, random.below(text.length + 1), random)
}

export function sometimesMutated(text: string, probability: number, random: Random): string {
  return random.chance(probability) ? mutate(text, random) : text
}

export function otherCase(text: string): string {
  const upper = text.toUpperCase()
  return text === upper ? text.toLowerCase() : upper
}

/** Another spelling of a name that has no case. */
export function respelled(name: string, random: Random): string {
  if (random.chance(0.85)) return name
  return Array.from(name, character => (random.chance(0.3) ? otherCase(character) : character)).join('')
}

const runs = ['', 'x', 'abc', 'a/b', 'reports/2024', 'a:b', '*', '😀', '\ud83d'] as const
const headRuns = ['', 'x', 's3', 'aws', 'eu-west-1', '111111111111'] as const

/** A text that the wildcards stand for. */
function fillWildcards(text: string, random: Random, allRuns: readonly [string, ...string[]]): string {
  return text.replace(/[*?]/g, wildcard =>
    wildcard === '*' ? random.pick(allRuns) : random.chance(0.9) ? 'q' : oddCharacter(random),
  )
}

/**
 * A text that the pattern matches, as likely as not: wildcards are filled, variables take the values that the
 * context has for them, and are given one when it has none.
 */
export function matching(pattern: string, context: ContextDraft, random: Random): string {
  let text = ''
  for (const piece of pieces(pattern)) {
    if (piece.kind === 'text') text += fillByPlace(text, piece.text, random)
    else if (piece.kind === 'literal') text += piece.text
    else text += context.valueForVariable(piece.key, piece.fallback)
  }
  return text
}

/** What stands for a `*` before the fifth colon of an ARN must not hold a colon. */
function fillByPlace(before: string, text: string, random: Random): string {
  if (!text.includes('*') && !text.includes('?')) return text
  const inArn = before.startsWith('arn:') || text.startsWith('arn:')
  if (!inArn) return fillWildcards(text, random, runs)
  const headEnd = endOfHead(before, text)
  return (
    fillWildcards(text.slice(0, headEnd), random, headRuns) + fillWildcards(text.slice(headEnd), random, runs)
  )
}

function endOfHead(before: string, text: string): number {
  let colons = before.split(':').length - 1
  if (colons >= 5) return 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ':' && ++colons === 5) return at + 1
  }
  return text.length
}

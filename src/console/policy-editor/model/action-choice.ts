import { matchesAction } from '../../../policy/engine/action-set.ts'
import type { ActionEntry } from './service-facts.ts'

/** The levels in which AWS groups actions, in the order of its editor. */
export const accessLevels = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'] as const
export type AccessLevel = (typeof accessLevels)[number]

export interface ActionLevel {
  readonly level: AccessLevel
  readonly actions: readonly ActionEntry[]
}

/** Levels that have actions. The reference names two levels for some: `Tagging, Write` is shown under the first. */
export function byAccessLevel(actions: readonly ActionEntry[]): readonly ActionLevel[] {
  const sorted = [...actions].sort((left, right) => left.name.localeCompare(right.name, 'en'))
  return accessLevels
    .map(level => ({ level, actions: sorted.filter(action => levelOf(action) === level) }))
    .filter(({ actions }) => actions.length > 0)
}

export function levelOf({ accessLevel }: ActionEntry): AccessLevel {
  const [first] = accessLevel.split(',')
  return accessLevels.find(level => level === first?.trim()) ?? 'Write'
}

/** How an action stands in a statement: by its own name, by a pattern that matches it, or not. */
export type Choice =
  | { readonly by: 'name' }
  | { readonly by: 'pattern'; readonly pattern: string }
  | undefined

export interface Choices {
  choiceOf(action: string): Choice
  /** Entries with wildcards, and names that the reference does not know. */
  readonly others: readonly string[]
}

const isPattern = (written: string) => /[*?]/.test(written)

/** `known` are names without prefix; entries of the statement are compared as IAM does, without regard to case. */
export function readChoices(
  service: string,
  written: readonly string[],
  known: readonly ActionEntry[],
): Choices {
  const names = new Set(written.filter(entry => !isPattern(entry)).map(entry => entry.toLowerCase()))
  const patterns = written.filter(isPattern)
  const knownNames = new Set(known.map(action => `${service}:${action.name}`.toLowerCase()))
  return {
    choiceOf(action) {
      const full = `${service}:${action}`
      if (names.has(full.toLowerCase())) return { by: 'name' }
      const pattern = patterns.find(entry => matchesAction(entry, full))
      return pattern === undefined ? undefined : { by: 'pattern', pattern }
    },
    others: written.filter(entry => isPattern(entry) || !knownNames.has(entry.toLowerCase())),
  }
}

/** Adds those that are not there by name, behind the others, or takes them away. Patterns stay. */
export function chooseActions(
  service: string,
  written: readonly string[],
  actions: readonly string[],
  chosen: boolean,
): readonly string[] {
  const wanted = actions.map(action => `${service}:${action}`)
  if (!chosen) {
    const gone = new Set(wanted.map(action => action.toLowerCase()))
    return written.filter(entry => !gone.has(entry.toLowerCase()))
  }
  const present = new Set(written.map(entry => entry.toLowerCase()))
  return [...written, ...wanted.filter(action => !present.has(action.toLowerCase()))]
}

/** `sts:*` takes the place of everything that it covers. */
export function allActions(service: string): readonly string[] {
  return [service === '*' ? '*' : `${service}:*`]
}

export function coversAll(service: string, written: readonly string[]): boolean {
  return written.some(entry => entry === '*' || entry.toLowerCase() === `${service}:*`)
}

import type { ActionElement } from '../document.ts'
import { hasWildcard, lowerCase, readWildcards } from './template.ts'
import { type TextMatcher, textMatcher } from './text-matcher.ts'

/** `service:Name` of a request, in lower case. */
export interface RequestedAction {
  readonly text: string
  readonly service: string
  /** Undefined when there is no colon: only `*` covers such an action. */
  readonly name: string | undefined
}

export function requestedAction(action: string): RequestedAction {
  const text = lowerCase(action)
  const colon = text.indexOf(':')
  return colon < 0
    ? { text, service: text, name: undefined }
    : { text, service: text.slice(0, colon), name: text.slice(colon + 1) }
}

/**
 * `service:Name`, both without regard to case, with wildcards in the name. `*` is every action.
 * A service is written out or is `*`: a wildcard in part of it matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export interface ActionPattern {
  /** Undefined: of every service. */
  readonly service: string | undefined
  /** The name when it is written out: the whole action is then known. */
  readonly literal: string | undefined
  matches(action: RequestedAction): boolean
}

const everyAction: ActionPattern = { service: undefined, literal: undefined, matches: () => true }

export function actionPattern(text: string): ActionPattern {
  if (text === '*') return everyAction
  const { service, name } = requestedAction(text)
  if (name === undefined) return { service, literal: undefined, matches: () => false }
  const template = readWildcards(name)
  const names: TextMatcher = textMatcher(template)
  const anyService = service === '*'
  return {
    service: anyService ? undefined : service,
    literal: hasWildcard(template) || anyService ? undefined : name,
    matches: action =>
      action.name !== undefined &&
      (anyService || service === action.service) &&
      names.matches(action.name, 0),
  }
}

/** Does one pattern of an Action element cover this action? */
export function matchesAction(pattern: string, action: string): boolean {
  return actionPattern(pattern).matches(requestedAction(action))
}

/** Action lists what it covers; NotAction covers every other action of every service. */
export class ActionSet {
  readonly negated: boolean
  readonly patterns: readonly ActionPattern[]
  /** Lists of actions run to the thousands: those written out are looked up, the others asked service by service. */
  readonly #literal = new Set<string>()
  readonly #byService = new Map<string | undefined, ActionPattern[]>()

  constructor(element: ActionElement) {
    this.negated = element.negated
    this.patterns = element.patterns.map(actionPattern)
    for (const pattern of this.patterns) {
      const { service, literal } = pattern
      const sameService = this.#byService.get(service)
      if (literal !== undefined) this.#literal.add(`${service}:${literal}`)
      else if (sameService === undefined) this.#byService.set(service, [pattern])
      else sameService.push(pattern)
    }
  }

  covers(action: RequestedAction): boolean {
    const lists =
      this.#literal.has(action.text) || this.#lists(action.service, action) || this.#lists(undefined, action)
    return lists !== this.negated
  }

  #lists(service: string | undefined, action: RequestedAction): boolean {
    return this.#byService.get(service)?.some(pattern => pattern.matches(action)) ?? false
  }
}

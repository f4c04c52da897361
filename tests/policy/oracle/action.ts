import type { ActionElement } from '../../../src/policy/document.ts'
import { globOf, lowerCaseText, matchesGlob } from './glob.ts'
import { remembered } from './remembered.ts'

/**
 * `service:Name`, both without regard to case, with wildcards in the name. `*` is every action.
 * A service is written out or is `*`: a wildcard in part of it matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchesAction(pattern: string, action: string): boolean {
  if (pattern === '*') return true
  const [service, name] = halves(pattern)
  const [requestedService, requestedName] = halves(action)
  if (name === undefined || requestedName === undefined) return false
  if (service !== '*' && service !== requestedService) return false
  return matchesGlob(globOf(name), requestedName)
}

/** Action lists what it covers; NotAction covers every other action of every service. */
export function coversAction(element: ActionElement, action: string): boolean {
  return element.patterns.some(pattern => matchesAction(pattern, action)) !== element.negated
}

const halves = remembered((text): readonly [service: string, name: string | undefined] => {
  const lower = lowerCaseText(text)
  const colon = lower.indexOf(':')
  return colon < 0 ? [lower, undefined] : [lower.slice(0, colon), lower.slice(colon + 1)]
})

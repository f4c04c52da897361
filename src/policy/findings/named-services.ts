import type { PolicyKind } from '../document.ts'
import { writtenArns } from './arns.ts'
import { actionItems, actionParts } from './checks/actions.ts'
import { allConditions, keyService } from './key-facts.ts'
import { readView } from './read-view.ts'

/**
 * The services that a policy names in actions, resources and condition keys, in small letters: those that a
 * reference has to know of. STS is always among them, because the keys of identity providers are listed there.
 */
export function namedServices(text: string, kind: PolicyKind): ReadonlySet<string> {
  const view = readView(text, kind)
  const named = new Set(['sts'])
  for (const item of actionItems(view)) named.add(actionParts(item.text)?.service ?? 'sts')
  for (const { service } of writtenArns(view)) named.add(service.toLowerCase())
  for (const { name } of allConditions(view)) named.add(keyService(name) ?? 'sts')
  return named
}

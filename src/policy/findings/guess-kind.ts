import type { PolicyKind } from '../document.ts'
import { readView } from './read-view.ts'

/** What a trust policy is about. */
const trustAction = /^sts:(?:assumerole|tagsession|setsourceidentity|setcontext)/i

/**
 * The kind that a policy most likely is of: one that names principals is attached to a resource, and that resource is
 * a role when the actions are those by which a role is taken. Control policies look like others and are not guessed.
 */
export function guessKind(text: string): PolicyKind {
  const { statements } = readView(text, 'resource')
  if (!statements.some(({ principal }) => principal !== undefined)) return 'identity'
  const actions = statements.flatMap(({ action }) => action?.items ?? [])
  return actions.length > 0 && actions.every(item => trustAction.test(item.text)) ? 'trust' : 'resource'
}

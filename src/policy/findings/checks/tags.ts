import { type Check, type Hit, identityKinds } from '../check.ts'
import { supportsKey } from '../key-facts.ts'
import type { ConditionView, StatementView, View } from '../view.ts'
import { actionParts } from './actions.ts'

/**
 * Conditions on the resource's tags, and services whose requests do not carry them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */

const kinds = [...identityKinds, 'service-control'] as const

/** Only where the tag must be there: negated and IfExists operators hold without it. */
function asksForTag({ name, facts }: ConditionView): boolean {
  return name.startsWith('aws:resourcetag/') && facts !== undefined && !facts.negated && !facts.ifExists
}

/** Services with actions in the statement that do not support the key. */
function servicesWithout(view: View, statement: StatementView, key: string): readonly string[] {
  const found = new Set<string>()
  for (const item of statement.action?.items ?? []) {
    const parts = actionParts(item.text)
    const service = parts && view.reference?.service(parts.service)
    if (parts === undefined || service === undefined || found.has(parts.service)) continue
    const one = parts.isPattern ? undefined : service.actions.get(parts.name)
    const actions = parts.name === '*' ? [...service.actions.values()] : one ? [one] : []
    view.budget.steps -= 100 * actions.length
    if (view.budget.steps < 0) break
    if (actions.length > 0 && !actions.some(action => supportsKey(service, action, key)))
      found.add(parts.service)
  }
  return [...found]
}

function* unsupportedServices(view: View, isMeant: (statement: StatementView) => boolean): Generator<Hit> {
  for (const statement of view.statements) {
    if (!isMeant(statement) || statement.action === undefined || statement.action.negated) continue
    for (const { key, name, place } of statement.conditions.filter(asksForTag)) {
      const services = servicesWithout(view, statement, name)
      if (services.length === 0) continue
      yield {
        at: [place, statement.action],
        values: { conditionKeyName: key.text, serviceNames: services.join(', ') },
      }
    }
  }
}

function* negatedActions(
  { statements }: View,
  isMeant: (statement: StatementView) => boolean,
): Generator<Hit> {
  for (const statement of statements) {
    if (!isMeant(statement) || !statement.action?.negated) continue
    for (const { key, place } of statement.conditions.filter(asksForTag)) {
      yield { at: [place, statement.action], values: { conditionKeyName: key.text } }
    }
  }
}

const denies = (statement: StatementView) => statement.denies
const allows = (statement: StatementView) => statement.allows

export const tagChecks: readonly Check[] = [
  {
    code: 'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    title: 'Deny with unsupported tag condition key for service',
    severity: 'security-warning',
    kinds,
    needsReference: true,
    message:
      'Using the effect Deny with the tag condition key {conditionKeyName} and actions for services with the following prefixes can be overly permissive: {serviceNames}. Actions for the listed services are not denied by this statement. We recommend that you move these actions to a different statement without this condition key.',
    advice: 'Deny these actions by the ARNs of the resources.',
    find: view => unsupportedServices(view, denies),
  },
  {
    code: 'DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    title: 'Deny NotAction with unsupported tag condition key for service',
    severity: 'security-warning',
    kinds,
    message:
      "Using the effect Deny with NotAction and the tag condition key {conditionKeyName} can be overly permissive because some service actions are not denied by this statement. This is because the condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
    advice: 'List the actions that are to be denied.',
    find: view => negatedActions(view, denies),
  },
  {
    code: 'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    title: 'Allow with unsupported tag condition key for service',
    severity: 'suggestion',
    kinds,
    needsReference: true,
    message:
      'Using the effect Allow with the tag condition key {conditionKeyName} and actions for services with the following prefixes does not affect the policy: {serviceNames}. Actions for the listed service are not allowed by this statement. We recommend that you move these actions to a different statement without this condition key.',
    advice: 'Allow these actions by the ARNs of the resources.',
    find: view => unsupportedServices(view, allows),
  },
  {
    code: 'ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    title: 'Allow NotAction with unsupported tag condition key for service',
    severity: 'suggestion',
    kinds,
    message:
      "Using the effect Allow with NotAction and the tag condition key {conditionKeyName} allows only service actions that support the condition key. The condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
    advice: 'List the actions that are to be allowed.',
    find: view => negatedActions(view, allows),
  },
]

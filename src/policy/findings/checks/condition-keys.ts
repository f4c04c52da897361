import { type Check, type Hit, identityKinds } from '../check.ts'
import { globalKey, tagKeyStart } from '../global-keys.ts'
import { allConditions, findKey, keyService, supportsKey } from '../key-facts.ts'
import type { ConditionView, StatementView, View } from '../view.ts'
import { actionParts } from './actions.ts'

/**
 * Condition keys: which there are, and which requests carry them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */

const oldArnKey = 'aws:arn'
const hasForm = (key: string) => /^[^:]+:./.test(key)

function* keysWhere(view: View, isFound: (condition: ConditionView) => boolean): Generator<Hit> {
  for (const condition of allConditions(view)) {
    if (isFound(condition)) yield { at: condition.key, values: { key: condition.key.text } }
  }
}

function isUnknownGlobal({ key, name }: ConditionView): boolean {
  return (
    name.startsWith('aws:') &&
    name !== oldArnKey &&
    globalKey(key.text) === undefined &&
    tagKeyStart(key.text) === undefined
  )
}

/** Asked for together with the role, in the same request and with what it carries. */
const companionActions = new Set(['sts:tagsession', 'sts:setsourceidentity', 'sts:setcontext'])

/** Literal actions of the statement to whose requests the key does not belong. */
function* actionsWithout(view: View, statement: StatementView, condition: ConditionView) {
  for (const item of statement.action?.items ?? []) {
    const parts = actionParts(item.text)
    if (parts === undefined || parts.isPattern) continue
    if (companionActions.has(item.text.toLowerCase()) && condition.name.startsWith('sts:')) continue
    const service = view.reference?.service(parts.service)
    const action = service?.actions.get(parts.name)
    if (service === undefined || action === undefined) continue
    view.budget.steps -= 100 + condition.name.length
    if (view.budget.steps < 0) return
    if (!supportsKey(service, action, condition.name)) yield item
  }
}

function* keysForeignToActions(view: View): Generator<Hit> {
  for (const statement of view.statements) {
    if (statement.action === undefined || statement.action.negated) continue
    for (const condition of statement.conditions) {
      // A key that does not exist is a finding of its own.
      if (globalKey(condition.name) !== undefined || !isKnownToService(view, condition)) continue
      const foreign = [...actionsWithout(view, statement, condition)]
      if (foreign.length === 0) continue
      const actions = foreign.map(item => item.text).join(', ')
      yield { at: [...foreign, condition.place], values: { actions, key: condition.key.text } }
    }
  }
}

function isKnownToService(view: View, { name }: ConditionView): boolean {
  const service = view.reference?.service(keyService(name) ?? 'sts')
  return service !== undefined && findKey(service, name) !== undefined
}

export const conditionKeyChecks: readonly Check[] = [
  {
    code: 'INVALID_CONDITION_KEY_FORMAT',
    title: 'Invalid condition key format',
    severity: 'error',
    message: 'The condition key format is not valid. Use the format service:keyname.',
    advice: "Global keys have the prefix aws: like those of a service have the service's.",
    find: view => keysWhere(view, ({ key }) => !hasForm(key.text)),
  },
  {
    code: 'INVALID_GLOBAL_CONDITION_KEY',
    title: 'Invalid global condition key',
    severity: 'error',
    message: 'The condition key {key} does not exist. Use a valid condition key.',
    advice: 'No request carries such a key: the condition never holds, or with a negated operator always.',
    find: view => keysWhere(view, isUnknownGlobal),
  },
  {
    code: 'INVALID_SERVICE_CONDITION_KEY',
    title: 'Invalid service condition key',
    severity: 'error',
    needsReference: true,
    message: 'The condition key {key} does not exist in the service {service}. Use a valid condition key.',
    advice: 'No request carries such a key: the condition never holds, or with a negated operator always.',
    *find(view) {
      for (const { key, name } of allConditions(view)) {
        const prefix = keyService(name)
        if (prefix === undefined || globalKey(name) !== undefined || !hasForm(name)) continue
        const service = view.reference?.service(prefix)
        if (service && !findKey(service, name)) yield { at: key, values: { key: key.text, service: prefix } }
      }
    },
  },
  {
    code: 'UNSUPPORTED_GLOBAL_CONDITION_KEY',
    title: 'Unsupported global condition key',
    severity: 'error',
    kinds: ['trust', 'resource', 'resource-control'],
    message: 'The condition key aws:ARN is not supported. Use aws:PrincipalArn or aws:SourceArn instead.',
    advice: 'aws:PrincipalArn is who calls; aws:SourceArn is the resource for which a service calls.',
    find: view => keysWhere(view, ({ name }) => name === oldArnKey),
  },
  {
    code: 'DEPRECATED_GLOBAL_CONDITION_KEY',
    title: 'Deprecated global condition key',
    severity: 'warning',
    kinds: [...identityKinds, 'service-control'],
    message: 'We recommend that you update aws:ARN to use the newer condition key aws:PrincipalArn.',
    advice: 'aws:PrincipalArn is the ARN of the user or role, and not of its session.',
    find: view => keysWhere(view, ({ name }) => name === oldArnKey),
  },
  {
    code: 'MISSING_TAG_KEY_IN_CONDITION',
    title: 'Missing tag key in condition',
    severity: 'error',
    message:
      'The condition key {conditionKeyName} must include a tag key to control access based on tags. Use the format {conditionKeyName}tag-key and specify a key name for tag-key.',
    advice: 'Each tag has a condition key of its own: aws:ResourceTag/team.',
    *find(view) {
      for (const { key } of allConditions(view)) {
        const conditionKeyName = tagKeyStart(key.text)
        if (conditionKeyName !== undefined) yield { at: key, values: { conditionKeyName } }
      }
    },
  },
  {
    code: 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
    title: 'Unsupported action for condition key',
    severity: 'error',
    needsReference: true,
    message:
      'The following actions: {actions} are not supported by the condition key {key}. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.',
    advice: 'Requests for these actions do not carry the key, so that the statement never applies to them.',
    find: keysForeignToActions,
  },
  {
    code: 'UNTRUSTWORTHY_CONDITION_KEY',
    title: 'Untrustworthy condition key',
    severity: 'security-warning',
    message:
      'The {key} condition key is not recommended for access control as it can be spoofed/manipulated by the caller.',
    advice: 'It is a header that the caller writes. Ask for something that AWS vouches for.',
    find: view => keysWhere(view, ({ name }) => name === 'aws:referer' || name === 'aws:useragent'),
  },
]

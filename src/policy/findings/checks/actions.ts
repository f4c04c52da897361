import type { Check, Hit } from '../check.ts'
import { nearbyAction, nearbyService } from '../nearby-names.ts'
import { matchesPattern } from '../patterns.ts'
import type { Text, View } from '../view.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */

export interface ActionParts {
  /** In small letters. */
  readonly service: string
  /** In small letters. */
  readonly name: string
  readonly isPattern: boolean
}

/** No action's name is nearly as long. */
const longestPattern = 256

/** Undefined for `*` and for what is no action. */
export function actionParts(text: string): ActionParts | undefined {
  const [service, name, ...more] = text.toLowerCase().split(':')
  if (!service || !name || more.length > 0) return undefined
  return { service, name, isPattern: /[*?]/.test(name) }
}

export function* actionItems({ statements }: View): Generator<Text> {
  for (const { action } of statements) yield* action?.items ?? []
}

function* invalidActions(view: View): Generator<Hit> {
  for (const item of actionItems(view)) {
    if (item.text === '*' || item.text.includes('${')) continue
    const parts = actionParts(item.text)
    if (parts === undefined) {
      yield { at: item, form: 'unknown', values: { action: item.text } }
      continue
    }
    const known = view.reference?.service(parts.service)?.actions
    if (known === undefined || existsIn(known, parts, view)) continue
    const valid = parts.isPattern ? undefined : nearbyAction(parts, known)
    yield valid === undefined
      ? { at: item, form: 'unknown', values: { action: item.text } }
      : { at: item, form: 'similar', values: { action: item.text, valid_action: valid } }
  }
}

/** A pattern exists when it stands for at least one action. */
function existsIn(
  known: ReadonlyMap<string, unknown>,
  { name, isPattern }: ActionParts,
  view: View,
): boolean {
  if (!isPattern || name === '*') return name === '*' || known.has(name)
  if (name.length > longestPattern) return false
  for (const action of known.keys()) {
    view.budget.steps -= name.length + action.length
    if (view.budget.steps < 0 || matchesPattern(name, action)) return true
  }
  return false
}

export const actionChecks: readonly Check[] = [
  {
    code: 'INVALID_ACTION',
    title: 'Invalid action',
    severity: 'error',
    message: {
      unknown: 'The action {action} does not exist.',
      similar: 'The action {action} does not exist. Did you mean {valid_action}?',
    },
    advice: 'An action is named after the permission, which is not always the name of the API call.',
    find: invalidActions,
  },
  {
    code: 'INVALID_SERVICE_IN_ACTION',
    title: 'Invalid service in action',
    severity: 'error',
    needsReference: true,
    message: {
      unknown: 'The service {service} specified in the action does not exist.',
      similar: 'The service {service} specified in the action does not exist. Did you mean {service2}?',
    },
    advice:
      'The prefix of a service is often not its name: CloudWatch Logs is logs, Step Functions is states.',
    *find(view) {
      for (const item of actionItems(view)) {
        const parts = actionParts(item.text)
        if (parts === undefined || /[*?$]/.test(parts.service) || view.reference?.hasService(parts.service))
          continue
        const similar = nearbyService(parts.service, view.reference)
        yield similar === undefined
          ? { at: item, form: 'unknown', values: { service: item.text } }
          : { at: item, form: 'similar', values: { service: item.text, service2: similar } }
      }
    },
  },
  {
    code: 'WILDCARD_IN_SERVICE_NAME',
    title: 'Wildcard in service name',
    severity: 'suggestion',
    message:
      'Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other AWS services with similar names.',
    advice: 'A service that does not exist yet may match tomorrow.',
    *find(view) {
      for (const item of actionItems(view)) {
        if (/[*?]/.test(actionParts(item.text)?.service ?? '')) yield { at: item }
      }
      for (const { resource } of view.statements) {
        for (const item of resource?.items ?? []) {
          const [arn, , service = '', ...rest] = item.text.split(':', 6)
          if (arn === 'arn' && rest.length === 3 && /[*?]/.test(service)) yield { at: item }
        }
      }
    },
  },
]

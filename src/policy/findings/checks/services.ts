import { writtenArns } from '../arns.ts'
import type { Check, Hit } from '../check.ts'
import { globalKey } from '../global-keys.ts'
import { findKey, keyService } from '../key-facts.ts'
import type { StatementView, View } from '../view.ts'
import { actionParts } from './actions.ts'

/** Names of services in resources and condition keys; those in actions have a check of their own. */

function* unknownServices(view: View): Generator<Hit> {
  const isKnown = (service: string) => view.reference?.hasService(service) ?? true
  for (const { item, service } of writtenArns(view)) {
    if (!/[*?]/.test(service) && service === service.toLowerCase() && !isKnown(service))
      yield { at: item, values: { service } }
  }
  for (const statement of view.statements) {
    for (const { key, name } of statement.conditions) {
      const service = keyService(name)
      if (service === undefined || isKnown(service) || globalKey(name) !== undefined) continue
      if (!isKeyOfActions(view, statement, name)) yield { at: key, values: { service } }
    }
  }
}

/** Some services have keys under another prefix: `catalog:ChangeType` is one of aws-marketplace. */
function isKeyOfActions(view: View, { action }: StatementView, name: string): boolean {
  const prefixes = new Set(action?.items.map(item => actionParts(item.text)?.service ?? ''))
  return [...prefixes].some(prefix => {
    const service = view.reference?.service(prefix)
    return service !== undefined && findKey(service, name) !== undefined
  })
}

export const serviceChecks: readonly Check[] = [
  {
    code: 'INVALID_SERVICE',
    title: 'Invalid service',
    severity: 'error',
    needsReference: true,
    message: 'The service {service} does not exist. Use a valid service name.',
    advice:
      'The prefix of a service is often not its name: CloudWatch Logs is logs, Step Functions is states.',
    find: unknownServices,
  },
]

import { writtenArns } from '../arns.ts'
import type { Check, Hit } from '../check.ts'
import { globalKey } from '../global-keys.ts'
import { keyService } from '../key-facts.ts'
import type { View } from '../view.ts'

/** Names of services in resources and condition keys; those in actions have a check of their own. */

function* unknownServices(view: View): Generator<Hit> {
  const isKnown = (service: string) => view.reference?.hasService(service) ?? true
  for (const { item, service } of writtenArns(view)) {
    if (!/[*?]/.test(service) && service === service.toLowerCase() && !isKnown(service))
      yield { at: item, values: { service } }
  }
  for (const { conditions } of view.statements) {
    for (const { key, name } of conditions) {
      const service = keyService(name)
      if (service !== undefined && !isKnown(service) && globalKey(name) === undefined)
        yield { at: key, values: { service } }
    }
  }
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

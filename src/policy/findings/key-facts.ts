import { globalKey } from './global-keys.ts'
import { matchesPattern, placeholdersAsWildcards } from './patterns.ts'
import type { ActionFacts, ConditionKeyFacts, ServiceFacts } from './service-reference.ts'
import type { ConditionView, View } from './view.ts'

/** Keys under these names are no service's: they come with an identity provider's token. */
const providerPrefixes = new Set(['saml', 'aws'])
const federationService = 'sts'

/** The prefix of a key that names a service; undefined for global keys and those of identity providers. */
export function keyService(name: string): string | undefined {
  const colon = name.indexOf(':')
  const prefix = name.slice(0, colon).toLowerCase()
  if (colon <= 0 || providerPrefixes.has(prefix) || /[./]/.test(prefix)) return undefined
  return prefix
}

/** What is known of a key: the global ones always, the others if their service was loaded. */
export function keyFacts(view: View, name: string): ConditionKeyFacts | undefined {
  const global = globalKey(name)
  if (global !== undefined) return global
  if (name.startsWith('aws:')) return undefined
  const service = view.reference?.service(keyService(name) ?? federationService)
  return service === undefined ? undefined : findKey(service, name)
}

export function findKey(service: ServiceFacts, name: string): ConditionKeyFacts | undefined {
  const lower = name.toLowerCase()
  const exact = service.conditionKeys.get(lower)
  if (exact !== undefined || lower.length > longestKey) return exact
  for (const [format, facts] of service.conditionKeys) {
    if (placeholder.test(format) && fits(format, lower)) return facts
  }
  return undefined
}

/** IAM takes tag keys of 128 characters; a key that is much longer is none. */
const longestKey = 512

/** `aws:ResourceTag/${TagKey}`, `s3:ExistingObjectTag/<key>`, `secretsmanager:ResourceTag/tag-key`: where it begins. */
const placeholder = /\$\{|<|tag-key$/

/** Does `aws:resourcetag/team` fit `aws:ResourceTag/${TagKey}`? */
function fits(format: string, name: string): boolean {
  const start = format.search(placeholder)
  const literal = format.slice(0, start < 0 ? undefined : start).toLowerCase()
  if (start < 0) return literal === name
  return name.startsWith(literal) && matchesPattern(placeholdersAsWildcards(format).toLowerCase(), name)
}

/** Does a request for the action carry the key, for whichever of its resource types? */
export function supportsKey(service: ServiceFacts, action: ActionFacts, name: string): boolean {
  const isIt = (format: string) => fits(format, name)
  return (
    action.conditionKeys.some(isIt) ||
    action.resourceTypes.some(
      type =>
        type.conditionKeys.some(isIt) ||
        (service.resourceTypes.get(type.name.toLowerCase())?.conditionKeys.some(isIt) ?? false),
    )
  )
}

export const isMultivalued = (facts: ConditionKeyFacts) => facts.type.startsWith('ArrayOf')

export function* allConditions({ statements }: View): Generator<ConditionView> {
  for (const { conditions } of statements) yield* conditions
}

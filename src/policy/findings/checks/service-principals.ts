import type { Check, Hit } from '../check.ts'
import type { ConditionView, PrincipalEntryView, StatementView, View } from '../view.ts'

/**
 * Services that act on behalf of others, and how a policy tells on whose: the confused deputy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */

export const sourceKeys: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
])

/** A header that some services once were told to send. */
const weakSourceKeys = new Set(['aws:referer', 'aws:sourceowner'])

/** Keys that describe an IAM principal: a request by a service's own principal carries none of them. */
const callerKeys = new Set([
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltype',
  'aws:username',
])

export function servicePrincipals({ principal }: StatementView): readonly PrincipalEntryView[] {
  return principal?.negated ? [] : (principal?.entries.filter(entry => entry.type === 'Service') ?? [])
}

function onlyServices(statement: StatementView): boolean {
  const services = servicePrincipals(statement)
  return services.length > 0 && services.length === statement.principal?.entries.length
}

export const asksFor =
  (keys: ReadonlySet<string>) =>
  ({ name }: ConditionView) =>
    keys.has(name)

function* openServices({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    const services = servicePrincipals(statement)
    const isRestricted = statement.conditions.some(
      condition => asksFor(sourceKeys)(condition) || asksFor(weakSourceKeys)(condition),
    )
    if (statement.allows && services.length > 0 && !isRestricted) yield { at: services }
  }
}

function* weakSources({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    const [service] = servicePrincipals(statement)
    if (!statement.allows || service === undefined || statement.conditions.some(asksFor(sourceKeys))) continue
    for (const { key, place } of statement.conditions.filter(asksFor(weakSourceKeys))) {
      const servicePrincipalPrefix = service.text.split('.')[0] ?? ''
      yield { at: [place, service], values: { servicePrincipalPrefix, key: key.text } }
    }
  }
}

function* callerConditions({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    if (!statement.allows || !onlyServices(statement)) continue
    const foreign = statement.conditions.filter(
      ({ name, facts }) =>
        (callerKeys.has(name) || name.startsWith('aws:principaltag/')) && facts?.ifExists === false,
    )
    if (foreign.length === 0) continue
    const conditionKeys = foreign.map(condition => condition.key.text).join(', ')
    yield { at: foreign.map(condition => condition.place), values: { conditionKeys } }
  }
}

export const servicePrincipalChecks: readonly Check[] = [
  {
    code: 'RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL',
    title: 'Restrict access to service principal',
    severity: 'security-warning',
    kinds: ['resource'],
    message:
      'Granting access to a service principal without specifying a source is overly permissive. Use aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths condition key to grant fine-grained access.',
    advice: 'The service does the same work for every account: say for which one it may come.',
    find: openServices,
  },
  {
    code: 'RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    title: 'Recommended condition key for service principal',
    severity: 'suggestion',
    kinds: ['resource'],
    message:
      'To restrict access to the service principal {servicePrincipalPrefix} operating on your behalf, we recommend aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths instead of {key}.',
    advice: 'AWS sets the source keys itself.',
    find: weakSources,
  },
  {
    code: 'UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    title: 'Unsupported condition key for service principal',
    severity: 'error',
    kinds: ['resource', 'trust'],
    message:
      'The following condition keys are not supported when used with the service principal: {conditionKeys}.',
    advice:
      'A service is neither user nor role, and no member of an organization: ask for the source instead.',
    find: callerConditions,
  },
]

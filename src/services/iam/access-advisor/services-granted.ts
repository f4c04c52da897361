import { matchesAction, type PolicyDocument, parsePolicy, type Statement } from '../../../policy/index.ts'
import { servicePrefixes } from '../../../reference/authorization.ts'

/**
 * Which services policies grant, by what they say of actions: no resources, no conditions, and none of the other
 * kinds of policy. "It only applies permissions policy logic."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */

/** The service that a pattern of actions is about; `*` for all. */
function serviceOf(pattern: string): string {
  return (pattern.split(':')[0] ?? '').toLowerCase()
}

const isWhole = (pattern: string) => pattern === '*' || pattern.slice(pattern.indexOf(':') + 1) === '*'

/** Does the statement name actions of the service, or leave some of them over? */
function touches({ action }: Statement, service: string): boolean {
  const about = patternsAbout(action.patterns, service)
  return action.negated ? !about.some(isWhole) : about.length > 0
}

function coversWhole({ action }: Statement, service: string): boolean {
  const about = patternsAbout(action.patterns, service)
  return action.negated ? about.length === 0 : about.some(isWhole)
}

function patternsAbout(patterns: readonly string[], service: string): readonly string[] {
  return patterns.filter(pattern => [service, '*'].includes(serviceOf(pattern)))
}

/** A Deny of the whole service, on everything and whatever the circumstances. */
function shutsOut(statement: Statement, service: string): boolean {
  const { effect, resource, conditions } = statement
  const ofAll = resource?.negated === false && resource.patterns.includes('*')
  return effect === 'Deny' && ofAll && conditions.length === 0 && coversWhole(statement, service)
}

/** The policies taken together: some grants the service, and none takes all of it away. */
export function grantService(documents: readonly PolicyDocument[], service: string): boolean {
  const statements = documents.flatMap(document => document.statements)
  const namespace = service.toLowerCase()
  return (
    statements.some(statement => statement.effect === 'Allow' && touches(statement, namespace)) &&
    !statements.some(statement => shutsOut(statement, namespace))
  )
}

/** The prefixes of the services that are granted, in their order. */
export async function servicesGranted(documents: readonly PolicyDocument[]): Promise<readonly string[]> {
  return (await servicePrefixes()).filter(prefix => grantService(documents, prefix))
}

/** Does some Allow cover the action? */
export function grantAction(documents: readonly PolicyDocument[], action: string): boolean {
  return documents.some(({ statements }) =>
    statements.some(
      ({ effect, action: { negated, patterns } }) =>
        effect === 'Allow' && patterns.some(pattern => matchesAction(pattern, action)) !== negated,
    ),
  )
}

/** The text was accepted when it was saved; that it no longer parses is a fault of ours, not of the caller. */
export function storedDocument(text: string, kind: 'identity' | 'service-control'): PolicyDocument {
  const result = parsePolicy(text, kind, { stored: true })
  if ('document' in result) return result.document
  throw new TypeError(`a stored ${kind} policy does not parse`)
}

import type { PolicyDocument, Statement } from './document.ts'
import { pieces } from './variables.ts'

/** Condition keys as a policy spells them, each once, whatever its case; in the order in which they are met. */
export function contextKeysOf(document: PolicyDocument): readonly string[] {
  return distinctKeys(document.statements.flatMap(statement => statementKeys(statement, document.version)))
}

/**
 * The keys that a statement asks for: those of its conditions, and those whose values its variables stand for.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
 */
export function statementKeys(statement: Statement, version: PolicyDocument['version']): readonly string[] {
  const values = statement.conditions.flatMap(condition => condition.values)
  return [
    ...statement.conditions.map(condition => condition.key),
    ...resourceVariables(statement, version),
    ...values.flatMap(text => variableKeys(text, version)),
  ]
}

/** Those that its Resource or NotResource asks for. */
export function resourceVariables(
  { resource }: Statement,
  version: PolicyDocument['version'],
): readonly string[] {
  return (resource?.patterns ?? []).flatMap(text => variableKeys(text, version))
}

/** Before 2012-10-17 there were no variables. */
function variableKeys(text: string, version: PolicyDocument['version']): readonly string[] {
  if (version !== '2012-10-17') return []
  return [...pieces(text)].flatMap(piece => (piece.kind === 'variable' ? [piece.key] : []))
}

export function distinctKeys(keys: readonly string[]): readonly string[] {
  const byName = new Map<string, string>()
  for (const key of keys) if (!byName.has(key.toLowerCase())) byName.set(key.toLowerCase(), key)
  return [...byName.values()]
}

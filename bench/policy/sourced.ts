import { type PolicyKind, parsePolicy, type SourcedPolicy } from '../../src/policy/index.ts'

/** Policies from their statements. */
export function sourced(kind: PolicyKind, policies: readonly (readonly unknown[])[]): SourcedPolicy[] {
  return policies.map((statements, index) => parsed(kind, `${kind} ${index + 1}`, policyText(statements)))
}

export function policyText(statements: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

export function parsed(kind: PolicyKind, name: string, text: string): SourcedPolicy {
  const result = parsePolicy(text, kind)
  if (!('document' in result)) throw new Error(`${name}: ${JSON.stringify(result.faults)}`)
  return { source: { name }, document: result.document }
}

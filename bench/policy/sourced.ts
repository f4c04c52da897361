import { type PolicyKind, parsePolicy, type SourcedPolicy } from '../../src/policy/index.ts'

/** Policies from their statements. */
export function sourced(kind: PolicyKind, policies: readonly (readonly unknown[])[]): SourcedPolicy[] {
  return policies.map((statements, index) => {
    const result = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), kind)
    if (!('document' in result)) throw new Error(JSON.stringify(result.faults))
    return { source: { name: `${kind} ${index + 1}` }, document: result.document }
  })
}

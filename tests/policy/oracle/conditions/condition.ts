import type { Condition, PolicyDocument } from '../../../../src/policy/document.ts'
import type { ContextValue } from '../../../../src/policy/request.ts'
import { type ContextKeys, contextValue } from '../context.ts'
import type { Glob } from '../glob.ts'
import { expandVariables } from '../variables.ts'
import { type Operator, type OperatorUse, parseOperator, plainValue } from './operators.ts'

/**
 * Does one condition hold? Its values are joined by OR, for negated operators by NOR.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function holds(condition: Condition, keys: ContextKeys, version: PolicyDocument['version']): boolean {
  const use = parseOperator(condition.operator)
  // Never saved by us; a document from elsewhere with an operator we do not know must not grant by it.
  if (use === undefined) return false
  const actual = contextValue(keys, condition.key)
  if (use.base === undefined) return holdsNull(actual, condition.values)
  const expected = expectedValues(use.base, condition.values, keys, version)
  const satisfies = valueTest(use.base, expected)
  return use.set === undefined ? holdsSingle(use, actual, satisfies) : holdsForSet(use, actual, satisfies)
}

/** "true": the key must be absent; "false": it must be there, with whatever value. */
function holdsNull(actual: ContextValue | undefined, values: readonly string[]): boolean {
  const wanted = actual === undefined ? 'true' : 'false'
  return values.some(value => value.toLowerCase() === wanted)
}

function holdsSingle(
  use: OperatorUse,
  actual: ContextValue | undefined,
  satisfies: (value: string) => boolean,
): boolean {
  if (actual === undefined) return use.ifExists || use.base?.whenMissing === true
  // A multivalued key asks for a set operator. Without one nothing matches, negated operators included.
  return typeof actual === 'string' && satisfies(actual)
}

/**
 * ForAllValues is true of no values at all, ForAnyValue false, unless IfExists excuses the missing key.
 * A single-valued key is a set of one; for ForAllValues a lone empty string counts as no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsForSet(
  use: OperatorUse,
  actual: ContextValue | undefined,
  satisfies: (value: string) => boolean,
): boolean {
  if (actual === undefined) return use.set === 'ForAllValues' || use.ifExists
  const values = typeof actual === 'string' ? [actual] : actual
  if (use.set === 'ForAnyValue') return values.some(satisfies)
  return values.every(value => value === '') || values.every(satisfies)
}

function valueTest(operator: Operator, expected: readonly Glob[]): (value: string) => boolean {
  return value => expected.some(pattern => operator.compare(value, pattern)) !== operator.negated
}

/**
 * The policy's values with variables filled in. A value whose variable has none is left out:
 * so positive operators do not match on it, and negated ones do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
function expectedValues(
  operator: Operator,
  values: readonly string[],
  keys: ContextKeys,
  version: PolicyDocument['version'],
): readonly Glob[] {
  if (!operator.variables) return values.map(plainValue)
  return values.flatMap(value => {
    const expanded = expandVariables(value, keys, version)
    return expanded === undefined ? [] : [expanded]
  })
}

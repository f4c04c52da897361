import type { Condition, PolicyDocument } from '../document.ts'
import { type KeySlot, keySlot, valueIn } from '../engine/keys.ts'
import type { ContextValue } from '../request.ts'
import { type OperatorUse, parseOperator } from './operators.ts'
import type { ValueTest } from './value-tests.ts'

/**
 * One condition, compiled. Its values are joined by OR, for negated operators by NOR.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export class CompiledCondition {
  readonly written: Condition
  readonly slot: KeySlot
  /** What it answers when the request does not carry the key. */
  readonly #whenMissing: boolean
  readonly #test: (actual: ContextValue) => boolean

  constructor(written: Condition, version: PolicyDocument['version']) {
    const use = parseOperator(written.operator)
    this.written = written
    this.slot = keySlot(written.key)
    this.#whenMissing = whenMissing(use, written)
    this.#test = testOf(use, written, version)
  }

  holds(): boolean {
    const actual = valueIn(this.slot)
    return actual === undefined ? this.#whenMissing : this.#test(actual)
  }
}

function whenMissing(use: OperatorUse | undefined, { values }: Condition): boolean {
  // Never saved by us; a document from elsewhere with an operator we do not know must not grant by it.
  if (use === undefined) return false
  if (use.base === undefined) return includesTruth(values, 'true')
  // ForAllValues is true of no values at all, ForAnyValue false, unless IfExists excuses the missing key.
  if (use.set !== undefined) return use.set === 'ForAllValues' || use.ifExists
  return use.ifExists || use.base.whenMissing
}

function testOf(
  use: OperatorUse | undefined,
  { values }: Condition,
  version: PolicyDocument['version'],
): (actual: ContextValue) => boolean {
  if (use === undefined) return () => false
  // Null, "true": the key must be absent; "false": it must be there, with whatever value.
  if (use.base === undefined) {
    const wanted = includesTruth(values, 'false')
    return () => wanted
  }
  const compares = use.base.prepare(values, version)
  const satisfies: ValueTest = use.base.negated ? actual => !compares(actual) : compares
  return quantified[use.set ?? 'none'](satisfies)
}

/**
 * A single-valued key is a set of one; for ForAllValues a lone empty string counts as no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const quantified: Readonly<
  Record<'none' | 'ForAllValues' | 'ForAnyValue', (satisfies: ValueTest) => (actual: ContextValue) => boolean>
> = {
  // A multivalued key asks for a set operator. Without one nothing matches, negated operators included.
  none: satisfies => actual => typeof actual === 'string' && satisfies(actual),
  ForAnyValue: satisfies => actual => listOf(actual).some(satisfies),
  ForAllValues: satisfies => actual => {
    const values = listOf(actual)
    return values.every(value => value === '') || values.every(satisfies)
  },
}

function listOf(actual: ContextValue): readonly string[] {
  return typeof actual === 'string' ? [actual] : actual
}

function includesTruth(values: readonly string[], truth: 'true' | 'false'): boolean {
  return values.some(value => value.toLowerCase() === truth)
}

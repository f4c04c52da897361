import type { Condition, PolicyDocument } from '../document.ts'
import { type KeySlot, keySlot, valueIn } from '../engine/keys.ts'
import type { ContextValue } from '../request.ts'
import { type OperatorUse, parseOperator, type SetOperator } from './operators.ts'
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
  /** The comparison with the policy's values, before any negation. */
  readonly #compares: ValueTest
  readonly #negated: boolean
  /** Set operators and Null ask about all values of the key together. */
  readonly #together: ((actual: ContextValue) => boolean) | undefined

  constructor(written: Condition, version: PolicyDocument['version']) {
    const use = parseOperator(written.operator)
    this.written = written
    this.slot = keySlot(written.key)
    this.#whenMissing = whenMissing(use, written)
    this.#compares = use?.base?.prepare(written.values, version) ?? never
    this.#negated = use?.base?.negated ?? false
    this.#together = use && togetherTest(use, written, value => this.#compares(value) !== this.#negated)
  }

  holds(): boolean {
    const actual = valueIn(this.slot)
    if (actual === undefined) return this.#whenMissing
    if (this.#together !== undefined) return this.#together(actual)
    // A multivalued key asks for a set operator. Without one nothing matches, negated operators included.
    return typeof actual === 'string' && this.#compares(actual) !== this.#negated
  }
}

/** Of an operator that we do not know: never saved by us, and a document from elsewhere must not grant by it. */
const never: ValueTest = () => false

function whenMissing(use: OperatorUse | undefined, { values }: Condition): boolean {
  if (use === undefined) return false
  if (use.base === undefined) return includesTruth(values, 'true')
  // ForAllValues is true of no values at all, ForAnyValue false, unless IfExists excuses the missing key.
  if (use.set !== undefined) return use.set === 'ForAllValues' || use.ifExists
  return use.ifExists || use.base.whenMissing
}

function togetherTest(
  { base, set }: OperatorUse,
  { values }: Condition,
  satisfies: ValueTest,
): ((actual: ContextValue) => boolean) | undefined {
  if (base !== undefined) return set && quantified[set](satisfies)
  // Null, "true": the key must be absent; "false": it must be there, with whatever value.
  const wanted = includesTruth(values, 'false')
  return () => wanted
}

/**
 * A single-valued key is a set of one; for ForAllValues a lone empty string counts as no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const quantified: Readonly<Record<SetOperator, (satisfies: ValueTest) => (actual: ContextValue) => boolean>> =
  {
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

import type { Check } from '../check.ts'
import { allConditions, isMultivalued, keyFacts } from '../key-facts.ts'
import { isNullIfExists } from '../operator-facts.ts'
import type { ConditionView, Text, View } from '../view.ts'

/**
 * How conditions are put together: operators, qualifiers, empty ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** Conditions without a value, by what is around the operator. */
function* withoutValues(view: View, isMeant: (condition: ConditionView) => boolean) {
  for (const condition of allConditions(view)) {
    const isEmpty = condition.values.length === 0 && view.text[condition.place.start] === '['
    if (isEmpty && condition.facts !== undefined && isMeant(condition))
      yield { at: condition.place, values: { key: condition.key.text } }
  }
}

/** Keys that were already written in the same block, in other letters. */
function* repeatedKeys(conditions: readonly ConditionView[]): Generator<readonly Text[]> {
  const first = new Map<string, Text>()
  for (const { key, name } of conditions) {
    const before = first.get(name)
    if (before === undefined) first.set(name, key)
    else yield [key, before]
  }
}

export const conditionShapeChecks: readonly Check[] = [
  {
    code: 'INVALID_CONDITION_OPERATOR',
    title: 'Invalid condition operator',
    severity: 'error',
    message: 'The condition operator {operator} is not valid. Use a valid condition operator.',
    advice: 'IfExists stands behind the operator, ForAllValues: and ForAnyValue: before it.',
    *find({ statements }) {
      for (const { operator, conditions } of statements.flatMap(statement => statement.blocks)) {
        const isKnown = conditions[0] ? conditions[0].facts !== undefined : true
        if (!isKnown && !isNullIfExists(operator.text))
          yield { at: operator, values: { operator: operator.text } }
      }
    },
  },
  {
    code: 'NULL_WITH_IF_EXISTS',
    title: 'Null with if exists',
    severity: 'error',
    message:
      'The Null condition operator cannot be used with the IfExists suffix. Update the operator or the suffix.',
    advice: 'Null already asks whether the key exists.',
    *find({ statements }) {
      for (const { operator } of statements.flatMap(statement => statement.blocks)) {
        if (isNullIfExists(operator.text)) yield { at: operator }
      }
    },
  },
  {
    code: 'NULL_WITH_QUALIFIER',
    title: 'Null with qualifier',
    severity: 'suggestion',
    message:
      'Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because they always return a true or false respectively.',
    advice: 'Write Null alone.',
    *find(view) {
      for (const { operator, facts } of allConditions(view)) {
        if (facts?.family === 'Null' && facts.set) yield { at: operator }
      }
    },
  },
  {
    code: 'DUPLICATE_KEYS_WITH_DIFFERENT_CASE',
    title: 'Duplicate keys with different case',
    severity: 'error',
    message:
      'The condition key {key} appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys.',
    advice: 'Key names are compared without regard to case: put all values into one list.',
    *find({ statements }) {
      for (const { conditions } of statements.flatMap(statement => statement.blocks)) {
        for (const at of repeatedKeys(conditions)) yield { at, values: { key: at[0]?.text ?? '' } }
      }
    },
  },
  {
    code: 'MISSING_QUALIFIER',
    title: 'Missing qualifier',
    severity: 'error',
    message:
      'The request context key {key} has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy.',
    advice:
      'ForAnyValue: asks for one value that matches; ForAllValues: also holds when there is none at all.',
    *find(view) {
      for (const { key, name, facts } of allConditions(view)) {
        if (facts === undefined || facts.set || facts.family === 'Null') continue
        const known = keyFacts(view, name)
        if (known && isMultivalued(known)) yield { at: key, values: { key: key.text } }
      }
    },
  },
  {
    code: 'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
    title: 'ForAllValues with single valued key',
    severity: 'security-warning',
    message:
      'Using ForAllValues qualifier with the single-valued condition key {key} can be overly permissive. We recommend that you remove ForAllValues:.',
    advice: 'ForAllValues: also holds when the request does not carry the key.',
    *find(view) {
      for (const { key, name, facts } of allConditions(view)) {
        if (facts?.set !== 'ForAllValues' || facts.family === 'Null' || name.endsWith(':aud')) continue
        const known = keyFacts(view, name)
        if (known && !isMultivalued(known)) yield { at: key, values: { key: key.text } }
      }
    },
  },
  {
    code: 'EMPTY_OBJECT_CONDITION',
    title: 'Empty object condition',
    severity: 'suggestion',
    message: 'This condition block is empty and it does not affect the policy. Specify conditions.',
    advice: 'An empty condition always holds. Leave it out.',
    *find({ statements, text }) {
      for (const { elements, blocks } of statements) {
        const condition = elements.get('Condition')
        if (condition && blocks.length === 0 && /^\{\s*\}$/.test(text.slice(condition.start, condition.end)))
          yield { at: condition }
        for (const block of blocks) if (block.isEmpty) yield { at: block }
      }
    },
  },
  {
    code: 'EMPTY_ARRAY_CONDITION',
    title: 'Empty array condition',
    severity: 'suggestion',
    message:
      'There are no values for the condition key {key} and it does not affect the policy. Specify conditions.',
    advice: 'Name the values, or leave the key out.',
    find: view => withoutValues(view, ({ facts }) => !facts?.set && !facts?.ifExists),
  },
  {
    code: 'EMPTY_ARRAY_CONDITION_FORALLVALUES',
    title: 'Empty array condition ForAllValues',
    severity: 'suggestion',
    message:
      'The ForAllValues prefix with an empty condition key matches only if the key {key} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
    advice: 'Null with true says it plainly.',
    find: view => withoutValues(view, ({ facts }) => facts?.set === 'ForAllValues'),
  },
  {
    code: 'EMPTY_ARRAY_CONDITION_FORANYVALUE',
    title: 'Empty array condition ForAnyValue',
    severity: 'suggestion',
    message:
      'The ForAnyValue prefix with an empty condition key {key} never matches the request context and it does not affect the policy. Specify conditions.',
    advice: 'No value can be among none.',
    find: view => withoutValues(view, ({ facts }) => facts?.set === 'ForAnyValue'),
  },
  {
    code: 'EMPTY_ARRAY_CONDITION_IFEXISTS',
    title: 'Empty array condition IfExists',
    severity: 'suggestion',
    message:
      'The IfExists suffix with an empty condition key matches only if the key {key} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
    advice: 'Null with true says it plainly.',
    find: view => withoutValues(view, ({ facts }) => !facts?.set && facts?.ifExists === true),
  },
]

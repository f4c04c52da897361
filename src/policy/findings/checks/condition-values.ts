import { decodeBase64 } from '../../conditions/base64.ts'
import { compareDecimals, type Decimal, parseDecimal } from '../../conditions/decimal.ts'
import { parseInstant } from '../../conditions/instant.ts'
import { parseRange } from '../../conditions/ip-range.ts'
import type { Check, Hit } from '../check.ts'
import { allConditions, keyFacts } from '../key-facts.ts'
import type { OperatorFamily } from '../operator-facts.ts'
import { hasOwnWildcards } from '../variable-scan.ts'
import type { ConditionView, View } from '../view.ts'

/**
 * Values that do not fit their operator, and operators that do not fit their key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** The families that fit a type of key: the first is the one to use. ARNs are often compared as strings. */
const familiesOfType: Readonly<Record<string, readonly OperatorFamily[]>> = {
  String: ['String'],
  ARN: ['Arn', 'String'],
  Bool: ['Bool'],
  Numeric: ['Numeric'],
  Date: ['Date'],
  IPAddress: ['IpAddress'],
  Binary: ['Binary'],
}

/** What AWS's messages call the types, as one that is wanted and as one that was written. */
const wanted: Readonly<Record<OperatorFamily, string>> = {
  String: 'String',
  Arn: 'ARN',
  Bool: 'Boolean',
  Numeric: 'Numeric',
  Date: 'Date',
  IpAddress: 'IPAddress',
  Binary: 'Binary',
  Null: 'Null',
}
const written = (family: OperatorFamily) => (family === 'String' ? 'string' : wanted[family])

const epochKey = 'aws:epochtime'
const isTruth = (text: string) => /^(?:true|false)$/i.test(text)

/** The values that an operator of the family cannot read. Where variables stand there is another finding. */
function* unreadable(view: View, families: readonly OperatorFamily[], isReadable: (text: string) => boolean) {
  for (const { facts, operator, values } of allConditions(view)) {
    if (facts === undefined || !families.includes(facts.family)) continue
    for (const value of values) {
      if (!value.text.includes('${') && !isReadable(value.text))
        yield { at: value, values: { operator: operator.text } }
    }
  }
}

/** The families that fit the key, or undefined when the operator is one of them or the type is not known. */
function betterFamilies(view: View, { facts, name }: ConditionView): readonly OperatorFamily[] | undefined {
  if (facts === undefined || facts.family === 'Null') return undefined
  const type = keyFacts(view, name)?.type.replace(/^ArrayOf/, '')
  const families = type === undefined ? undefined : familiesOfType[type]
  const isNumericEpoch = name === epochKey && facts.family === 'Numeric'
  return families?.includes(facts.family) || isNumericEpoch ? undefined : families
}

/** Of several limits one decides: the greatest upper one, the least lower one. */
const limitOperators: Readonly<Record<string, 'greatest' | 'least'>> = {
  NumericLessThan: 'greatest',
  NumericLessThanEquals: 'greatest',
  NumericGreaterThan: 'least',
  NumericGreaterThanEquals: 'least',
}

function* idleLimits(view: View): Generator<Hit> {
  for (const { facts, operator, key, values, place } of allConditions(view)) {
    const kept = limitOperators[facts?.name ?? '']
    const numbers = values.map(value => parseDecimal(value.text))
    if (kept === undefined || !areDifferent(numbers)) continue
    yield {
      at: place,
      values: { operator: operator.text, which: kept, key: key.text },
    }
  }
}

function areDifferent(numbers: readonly (Decimal | undefined)[]): boolean {
  const [first, ...others] = numbers
  return (
    first !== undefined && others.some(number => number !== undefined && compareDecimals(number, first) !== 0)
  )
}

export const conditionValueChecks: readonly Check[] = [
  {
    code: 'INVALID_CONDITION_DATA_TYPE',
    title: 'Invalid condition data type',
    severity: 'error',
    message: 'The condition value data types do not match. Use condition values of the same JSON data type.',
    advice: 'Write all values of the list as strings.',
    *find(view) {
      for (const { values, place } of allConditions(view)) {
        if (new Set(values.map(value => value.json)).size > 1) yield { at: place }
      }
    },
  },
  {
    code: 'INVALID_CONDITION_MULTIPLE_BOOLEAN',
    title: 'Invalid condition multiple Boolean',
    severity: 'error',
    message: 'The condition key does not support multiple Boolean values. Use a single Boolean value.',
    advice: 'A list of true and false always matches.',
    *find(view) {
      for (const { facts, values, place } of allConditions(view)) {
        const isBoolean = facts?.family === 'Bool' || facts?.family === 'Null'
        if (isBoolean && values.length > 1) yield { at: place }
      }
    },
  },
  {
    code: 'TYPE_MISMATCH',
    title: 'Type mismatch',
    severity: 'warning',
    message: 'Use the operator type {allowed} instead of operator {operator} for the condition key {key}.',
    advice: 'The operator reads both sides in its own type, and the key has another.',
    *find(view) {
      for (const condition of allConditions(view)) {
        const { facts, key } = condition
        const [better] = betterFamilies(view, condition) ?? []
        if (facts === undefined || better === undefined) continue
        yield { at: key, values: { allowed: wanted[better], operator: written(facts.family), key: key.text } }
      }
    },
  },
  {
    code: 'TYPE_MISMATCH_BOOLEAN',
    title: 'Type mismatch Boolean',
    severity: 'warning',
    message: 'Add a valid Boolean value (true or false) for the condition operator {operator}.',
    advice: 'Any other value never matches.',
    find: view => unreadable(view, ['Bool', 'Null'], isTruth),
  },
  {
    code: 'TYPE_MISMATCH_DATE',
    title: 'Type mismatch date',
    severity: 'warning',
    message:
      'The date condition operator is used with an invalid value. Specify a valid date using YYYY-MM-DD or other ISO 8601 date/time format.',
    advice: 'For instance 2026-03-31T22:00:00Z.',
    find: view => unreadable(view, ['Date'], text => parseInstant(text) !== undefined),
  },
  {
    code: 'TYPE_MISMATCH_NUMBER',
    title: 'Type mismatch number',
    severity: 'warning',
    message: 'Add a valid numeric value for the condition operator {operator}.',
    advice: 'An integer or a decimal number, without unit.',
    find: view => unreadable(view, ['Numeric'], text => parseDecimal(text) !== undefined),
  },
  {
    code: 'TYPE_MISMATCH_STRING',
    title: 'Type mismatch string',
    severity: 'warning',
    message: 'Add a valid base64-encoded string value for the condition operator {operator}.',
    advice: 'Binary operators compare bytes, which are written in base64.',
    find: view => unreadable(view, ['Binary'], text => decodeBase64(text) !== undefined),
  },
  {
    code: 'TYPE_MISMATCH_IP_RANGE',
    title: 'Type mismatch IP range',
    severity: 'error',
    message:
      'The condition operator {operator} is used with an invalid IP range value. Specify the IP range in standard CIDR format.',
    advice: 'For instance 203.0.113.0/24 or 2001:db8::/32.',
    find: view => unreadable(view, ['IpAddress'], text => parseRange(text) !== undefined),
  },
  {
    code: 'INVALID_DATE_VALUE',
    title: 'Invalid date value',
    severity: 'warning',
    message:
      'The date {date} might not resolve as expected. We recommend that you use the YYYY-MM-DD format.',
    advice: 'A number is read as seconds since 1970, so 2026 is half an hour after its start.',
    *find(view) {
      for (const { facts, values } of allConditions(view)) {
        if (facts?.family !== 'Date') continue
        for (const value of values) {
          if (/^\d+(?:\.\d+)?$/.test(value.text)) yield { at: value, values: { date: value.text } }
        }
      }
    },
  },
  {
    code: 'WILDCARD_WITHOUT_LIKE_OPERATOR',
    title: 'Wildcard without like operator',
    severity: 'warning',
    message:
      'Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update the condition operator to include Like.',
    advice: 'StringEquals compares with the character itself.',
    *find(view) {
      for (const { facts, values } of allConditions(view)) {
        if (facts?.family !== 'String' || facts.takesWildcards) continue
        for (const value of values) if (hasOwnWildcards(value.text)) yield { at: value }
      }
    },
  },
  {
    code: 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    title: 'String like operator with ARN condition keys',
    severity: 'security-warning',
    message: 'Use the operator type {allowed} instead of operator {operator} for the condition key {key}.',
    advice: 'In StringLike a * also runs over the colons: the account may stand where a name was meant.',
    *find(view) {
      for (const { facts, key, name } of allConditions(view)) {
        const isLike = facts?.family === 'String' && facts.takesWildcards
        if (!isLike || keyFacts(view, name)?.type.replace('ArrayOf', '') !== 'ARN') continue
        const [allowed, operator] = [wanted.Arn, written(facts.family)]
        yield { at: key, values: { allowed, operator, key: key.text } }
      }
    },
  },
  {
    code: 'REDUNDANT_CONDITION_VALUE_NUM',
    title: 'Redundant condition value num',
    severity: 'suggestion',
    message: 'Multiple values in {operator} are redundant. Replace with the {which} single value for {key}.',
    advice: 'One of several values is enough, so the loosest one decides.',
    find: idleLimits,
  },
]

import type { PolicyDocument } from '../document.ts'
import { arnTest, likeTest, sameTextIgnoringCaseTest, sameTextTest } from './text-tests.ts'
import { bytesTest, dateTest, numberTest, rangeTest, truthTest, type ValueTest } from './value-tests.ts'

/**
 * All that is known of the condition operators, one entry each. The set operators and `IfExists` are
 * composed on top of them, see condition.ts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  /** The name as AWS writes it. */
  readonly name: string
  /** The policy's values made into a test of one value of the request, before any negation. */
  readonly prepare: (values: readonly string[], version: PolicyDocument['version']) => ValueTest
  /** A negated operator holds when none of the policy's values compares true. */
  readonly negated: boolean
  /** What the operator answers when the request does not carry the key. */
  readonly whenMissing: boolean
}

/** `Null` asks for the key and not for its value, so it is no comparison. */
const nullOperator = 'Null'

const isEqual = (order: number) => order === 0
const isLess = (order: number) => order < 0
const isLessOrEqual = (order: number) => order <= 0
const isGreater = (order: number) => order > 0
const isGreaterOrEqual = (order: number) => order >= 0

const positive = { negated: false, whenMissing: false }
const negated = { negated: true, whenMissing: true }

const table: readonly Operator[] = [
  { name: 'StringEquals', prepare: sameTextTest, ...positive },
  { name: 'StringNotEquals', prepare: sameTextTest, ...negated },
  { name: 'StringEqualsIgnoreCase', prepare: sameTextIgnoringCaseTest, ...positive },
  { name: 'StringNotEqualsIgnoreCase', prepare: sameTextIgnoringCaseTest, ...negated },
  { name: 'StringLike', prepare: likeTest, ...positive },
  { name: 'StringNotLike', prepare: likeTest, ...negated },
  { name: 'ArnEquals', prepare: arnTest, ...positive },
  { name: 'ArnLike', prepare: arnTest, ...positive },
  { name: 'ArnNotEquals', prepare: arnTest, ...negated },
  { name: 'ArnNotLike', prepare: arnTest, ...negated },
  { name: 'NumericEquals', prepare: numberTest(isEqual), ...positive },
  { name: 'NumericNotEquals', prepare: numberTest(isEqual), ...negated },
  { name: 'NumericLessThan', prepare: numberTest(isLess), ...positive },
  { name: 'NumericLessThanEquals', prepare: numberTest(isLessOrEqual), ...positive },
  { name: 'NumericGreaterThan', prepare: numberTest(isGreater), ...positive },
  { name: 'NumericGreaterThanEquals', prepare: numberTest(isGreaterOrEqual), ...positive },
  { name: 'DateEquals', prepare: dateTest(isEqual), ...positive },
  { name: 'DateNotEquals', prepare: dateTest(isEqual), ...negated },
  { name: 'DateLessThan', prepare: dateTest(isLess), ...positive },
  { name: 'DateLessThanEquals', prepare: dateTest(isLessOrEqual), ...positive },
  { name: 'DateGreaterThan', prepare: dateTest(isGreater), ...positive },
  { name: 'DateGreaterThanEquals', prepare: dateTest(isGreaterOrEqual), ...positive },
  { name: 'Bool', prepare: truthTest, ...positive },
  { name: 'BinaryEquals', prepare: bytesTest, ...positive },
  { name: 'IpAddress', prepare: rangeTest, ...positive },
  { name: 'NotIpAddress', prepare: rangeTest, ...negated },
]

const operators: ReadonlyMap<string, Operator> = new Map(
  table.map(operator => [operator.name.toLowerCase(), operator]),
)

export type SetOperator = 'ForAllValues' | 'ForAnyValue'

export interface OperatorUse {
  /** Undefined for `Null`. */
  readonly base: Operator | undefined
  readonly set?: SetOperator
  readonly ifExists: boolean
}

const sets: readonly SetOperator[] = ['ForAllValues', 'ForAnyValue']
const ifExistsSuffix = 'ifexists'

/**
 * `ForAnyValue:StringLikeIfExists` taken apart, without regard to case; undefined for an operator there is not.
 * `Null` takes no `IfExists`.
 */
export function parseOperator(text: string): OperatorUse | undefined {
  const lower = text.toLowerCase()
  const set = sets.find(name => lower.startsWith(`${name.toLowerCase()}:`))
  const unprefixed = set === undefined ? lower : lower.slice(set.length + 1)
  const prefix = set === undefined ? {} : { set }
  if (unprefixed === nullOperator.toLowerCase()) return { base: undefined, ...prefix, ifExists: false }
  const ifExists = unprefixed.endsWith(ifExistsSuffix)
  const base = operators.get(ifExists ? unprefixed.slice(0, -ifExistsSuffix.length) : unprefixed)
  return base === undefined ? undefined : { base, ...prefix, ifExists }
}

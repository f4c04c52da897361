import { matchesArn } from '../arn-pattern.ts'
import { type Glob, globText, literalGlob, matchesGlob } from '../glob.ts'
import { sameBytes } from './base64.ts'
import { compareDecimals } from './decimal.ts'
import { parseInstant } from './instant.ts'
import { isInRange } from './ip-range.ts'

/**
 * All that is known of the condition operators, one entry each. The set operators and `IfExists` are
 * composed on top of them, see condition.ts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  /** The name as AWS writes it. */
  readonly name: string
  /** One value of the request against one value of the policy, before any negation. */
  readonly compare: (actual: string, expected: Glob) => boolean
  /** A negated operator holds when none of the policy's values compares true. */
  readonly negated: boolean
  /** What the operator answers when the request does not carry the key. */
  readonly whenMissing: boolean
  /** Policy variables are filled in. */
  readonly variables: boolean
}

/** `Null` asks for the key and not for its value, so it is no comparison. */
const nullOperator = 'Null'

type Compare = Operator['compare']

const equals: Compare = (actual, expected) => actual === globText(expected)
const equalsIgnoringCase: Compare = (actual, expected) =>
  actual.toLowerCase() === globText(expected).toLowerCase()
const like: Compare = (actual, expected) => matchesGlob(expected, actual)
const arnLike: Compare = (actual, expected) => matchesArn(expected, actual)
const inRange: Compare = (actual, expected) => isInRange(actual, globText(expected))
const bytes: Compare = (actual, expected) => sameBytes(actual, globText(expected))
const truth: Compare = (actual, expected) => {
  const wanted = globText(expected).toLowerCase()
  return (wanted === 'true' || wanted === 'false') && actual.toLowerCase() === wanted
}

/** The whole of both texts must be numbers; otherwise nothing compares true. */
const numeric =
  (holds: (order: number) => boolean): Compare =>
  (actual, expected) => {
    const order = compareDecimals(actual, globText(expected))
    return order !== undefined && holds(order)
  }

/** Both forms of a date are instants, so they compare across forms. */
const date =
  (holds: (order: number) => boolean): Compare =>
  (actual, expected) => {
    const left = parseInstant(actual)
    const right = parseInstant(globText(expected))
    return left !== undefined && right !== undefined && holds(left - right)
  }

const isEqual = (order: number) => order === 0
const isLess = (order: number) => order < 0
const isLessOrEqual = (order: number) => order <= 0
const isGreater = (order: number) => order > 0
const isGreaterOrEqual = (order: number) => order >= 0

const positive = { negated: false, whenMissing: false }
const negated = { negated: true, whenMissing: true }
const withVariables = { variables: true }
const plain = { variables: false }

const table: readonly Operator[] = [
  { name: 'StringEquals', compare: equals, ...positive, ...withVariables },
  { name: 'StringNotEquals', compare: equals, ...negated, ...withVariables },
  { name: 'StringEqualsIgnoreCase', compare: equalsIgnoringCase, ...positive, ...withVariables },
  { name: 'StringNotEqualsIgnoreCase', compare: equalsIgnoringCase, ...negated, ...withVariables },
  { name: 'StringLike', compare: like, ...positive, ...withVariables },
  { name: 'StringNotLike', compare: like, ...negated, ...withVariables },
  { name: 'ArnEquals', compare: arnLike, ...positive, ...withVariables },
  { name: 'ArnLike', compare: arnLike, ...positive, ...withVariables },
  { name: 'ArnNotEquals', compare: arnLike, ...negated, ...withVariables },
  { name: 'ArnNotLike', compare: arnLike, ...negated, ...withVariables },
  { name: 'NumericEquals', compare: numeric(isEqual), ...positive, ...plain },
  { name: 'NumericNotEquals', compare: numeric(isEqual), ...negated, ...plain },
  { name: 'NumericLessThan', compare: numeric(isLess), ...positive, ...plain },
  { name: 'NumericLessThanEquals', compare: numeric(isLessOrEqual), ...positive, ...plain },
  { name: 'NumericGreaterThan', compare: numeric(isGreater), ...positive, ...plain },
  { name: 'NumericGreaterThanEquals', compare: numeric(isGreaterOrEqual), ...positive, ...plain },
  { name: 'DateEquals', compare: date(isEqual), ...positive, ...plain },
  { name: 'DateNotEquals', compare: date(isEqual), ...negated, ...plain },
  { name: 'DateLessThan', compare: date(isLess), ...positive, ...plain },
  { name: 'DateLessThanEquals', compare: date(isLessOrEqual), ...positive, ...plain },
  { name: 'DateGreaterThan', compare: date(isGreater), ...positive, ...plain },
  { name: 'DateGreaterThanEquals', compare: date(isGreaterOrEqual), ...positive, ...plain },
  // The pages disagree on variables in Bool; filling them in follows the operators' page.
  { name: 'Bool', compare: truth, ...positive, ...withVariables },
  { name: 'BinaryEquals', compare: bytes, ...positive, ...plain },
  { name: 'IpAddress', compare: inRange, ...positive, ...plain },
  { name: 'NotIpAddress', compare: inRange, ...negated, ...plain },
]

/** The names as AWS writes them, without set operators and `IfExists`. */
export const operatorNames: readonly string[] = table.map(operator => operator.name)

const operators: ReadonlyMap<string, Operator> = new Map(
  table.map(operator => [operator.name.toLowerCase(), operator]),
)

type SetOperator = 'ForAllValues' | 'ForAnyValue'

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

/** A policy's value for an operator without variables: wildcard characters are themselves. */
export const plainValue = literalGlob

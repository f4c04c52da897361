import { parseOperator } from '../conditions/operators.ts'

export type OperatorFamily = 'String' | 'Arn' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Null'

/** What checks ask of a condition operator: `ForAnyValue:StringNotLikeIfExists` taken apart. */
export interface OperatorFacts {
  /** Without set operator and `IfExists`, as AWS writes it. */
  readonly name: string
  readonly family: OperatorFamily
  readonly negated: boolean
  /** Are `*` and `?` in its values wildcards? */
  readonly takesWildcards: boolean
  readonly ifExists: boolean
  readonly set?: 'ForAllValues' | 'ForAnyValue'
}

const families = ['String', 'Arn', 'Numeric', 'Date', 'Bool', 'Binary'] as const

export function operatorFacts(text: string): OperatorFacts | undefined {
  const use = parseOperator(text)
  if (use === undefined) return undefined
  const { base, ifExists, set } = use
  const family =
    base === undefined ? 'Null' : (families.find(start => base.name.startsWith(start)) ?? 'IpAddress')
  return {
    name: base?.name ?? 'Null',
    family,
    negated: base?.negated ?? false,
    takesWildcards: family === 'Arn' || (base?.name.endsWith('Like') ?? false),
    ifExists,
    ...(set && { set }),
  }
}

/** `Null` with `IfExists`, which no operator is. */
export function isNullIfExists(text: string): boolean {
  return /^(?:forallvalues:|foranyvalue:)?nullifexists$/i.test(text)
}

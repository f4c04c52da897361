import type { ShapeData } from './constraint-data.ts'
import { javaPattern } from './java-pattern.ts'
import type { Shape } from './schema.ts'

/** What the model demands of a value, and how AWS says so. */

export interface Telling {
  readonly quotesValues: boolean
}

/** One demand on a value. */
export interface Rule {
  readonly kind: 'required' | 'enum' | 'pattern' | 'max' | 'min'
  /** `Member must …`, in AWS's words. */
  readonly demand: (telling: Telling) => string
  readonly holds: (value: unknown) => boolean
}

export const required: Rule = {
  kind: 'required',
  demand: () => 'Member must not be null',
  holds: () => false,
}

/** In the order AWS reports them: recorded answers of STS name the pattern before the length. */
export function rulesOf({ enum: values, pattern, min, max }: ShapeData, shape: Shape): Rule[] {
  const [what, sizeOf] =
    shape.kind === 'integer' ? (['value', Number] as const) : (['length', lengthOf] as const)
  return [
    ...(values ? [enumRule(values)] : []),
    ...(pattern === undefined ? [] : [patternRule(pattern, max)]),
    ...(max === undefined
      ? []
      : [
          rule('max', `Member must have ${what} less than or equal to ${max}`, value => sizeOf(value) <= max),
        ]),
    ...(min === undefined
      ? []
      : [
          rule(
            'min',
            `Member must have ${what} greater than or equal to ${min}`,
            value => sizeOf(value) >= min,
          ),
        ]),
  ]
}

function rule(kind: Rule['kind'], demand: string, holds: Rule['holds']): Rule {
  return { kind, demand: () => demand, holds }
}

function enumRule(values: readonly string[]): Rule {
  const known: ReadonlySet<unknown> = new Set(values)
  return {
    kind: 'enum',
    demand: ({ quotesValues }) =>
      `Member must satisfy enum value set${quotesValues ? `: [${values.join(', ')}]` : ''}`,
    holds: value => known.has(value),
  }
}

/** A text this long is matched whatever its limit: the recorded messages name the pattern and the length. */
const ALWAYS_MATCHED = 2048

/** A text that is much too long is not matched at all: its length is reported, and no pattern can take long. */
function patternRule(source: string, max: number = Number.POSITIVE_INFINITY): Rule {
  const pattern = javaPattern(source)
  const longest = Math.max(max, ALWAYS_MATCHED)
  return {
    kind: 'pattern',
    demand: () => `Member must satisfy regular expression pattern: ${source}`,
    holds: value => String(value).length > longest || pattern.test(String(value)),
  }
}

/**
 * Recorded for IAM and Lambda: all that is demanded of the items of a list, whichever of it they break, lengths before
 * the pattern. That they are there is demanded by AWS's own model alone: the data says of which lists that is known.
 */
export function demandOnItems(rules: readonly Rule[], neverNull: boolean): Rule['demand'] {
  const lengths = rules.filter(({ kind }) => kind === 'max' || kind === 'min')
  const others = rules.filter(({ kind }) => kind !== 'max' && kind !== 'min')
  const all = [...lengths, ...others, ...(neverNull ? [required] : [])]
  return telling => `Member must satisfy constraint: [${all.map(({ demand }) => demand(telling)).join(', ')}]`
}

const SURROGATE = /[\uD800-\uDBFF]/

/**
 * Characters of a text are code points: https://smithy.io/2.0/spec/constraint-traits.html#length-trait
 * Bytes of a blob, items of a list, entries of a map.
 */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return SURROGATE.test(value) ? [...value].length : value.length
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  return Object.keys(value as object).length
}

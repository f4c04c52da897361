import type { ConstraintData, ShapeData } from './constraint-data.ts'
import type { ServiceError } from './error.ts'
import { commonError } from './errors.ts'
import { javaPattern } from './java-pattern.ts'
import type { OperationShape, Shape, StructShape } from './schema.ts'

export { readConstraintData } from './constraint-data.ts'

/**
 * How a service words a failure. STS quotes the value (`Value 'a b' at 'roleSessionName' failed…`) and lists an
 * enum's members; IAM does neither.
 */
export interface Wording {
  readonly quotesValues: boolean
  /** By the member's spelling, a sentence that stands in the place of its pattern. Then nothing else is reported. */
  readonly patterns?: Readonly<Record<string, string>>
  /** A service that answers the first failure in words of its own, instead of a ValidationError for all of them. */
  readonly refusal?: (fault: InputFault) => ServiceError
}

/** What is wrong with a member, for services that do not say so in the words of the others. */
export interface InputFault {
  readonly kind: 'required' | 'enum' | 'pattern' | 'max' | 'min'
  /** Spelt with a small letter, items counted: `tags.1.member.key`. */
  readonly path: string
  readonly isNumber: boolean
  /** What was given; null where nothing was. */
  readonly value: unknown
}

export interface Constraints {
  /** Throws a ValidationError that names everything wrong with the input. */
  validate(operationName: string, input: object): void
}

/**
 * Joins what the model demands with the SDK's shapes, once: a name that one has and the other has not, or a pattern
 * that cannot be translated, fails here. An operation younger than the data still has its required members checked.
 */
export function constraintsOf(
  operations: ReadonlyMap<string, OperationShape>,
  data: ConstraintData,
  wording: Wording,
): Constraints {
  const compiler = new Compiler(data)
  const checks = new Map<string, Check>()
  for (const name of Object.keys(data.operations)) {
    if (!operations.has(name))
      throw new Error(`constraints are given for ${name}, which the SDK does not have`)
  }
  for (const { name, input } of operations.values())
    checks.set(name, compiler.check(data.operations[name], input))
  return {
    validate(operationName, input) {
      const check = checks.get(operationName)
      if (!check) throw new Error(`the SDK has no operation ${operationName}`)
      const unmatched = patternInWords(input, check, wording)
      if (unmatched) throw commonError('ValidationError', unmatched)
      const found: Failure[] = []
      examine(input, check, '', found)
      const [first] = found
      if (!first) return
      if (wording.refusal) throw wording.refusal(first)
      const failures = found.map(failure => inWords(failure, wording))
      const counted = failures.length === 1 ? '1 validation error' : `${failures.length} validation errors`
      throw commonError('ValidationError', `${counted} detected: ${failures.join('; ')}`)
    },
  }
}

/** Everything demanded of the values of one shape. */
interface Check {
  readonly rules: readonly Rule[]
  readonly sensitive: boolean
  members: readonly MemberCheck[]
  element?: Check
  /** The value of a map. */
  value?: Check
}

interface MemberCheck {
  readonly name: string
  /** As messages spell it: only the first letter is lowered, also in `sAMLAssertion`. */
  readonly spelling: string
  readonly required: boolean
  readonly check: Check
}

interface Rule {
  readonly kind: InputFault['kind']
  /** `Member must …`, in AWS's words. */
  readonly demand: (wording: Wording) => string
  readonly holds: (value: unknown) => boolean
}

const required: Rule = { kind: 'required', demand: () => 'Member must not be null', holds: () => false }

class Compiler {
  readonly #data: ConstraintData
  /** By the model's name and the SDK's shape: a structure may contain itself. */
  readonly #structs = new Map<string | undefined, Map<Shape, Check>>()

  constructor(data: ConstraintData) {
    this.#data = data
  }

  check(name: string | undefined, shape: Shape): Check {
    const known = this.#structs.get(name)?.get(shape)
    if (known) return known
    const demands = name === undefined ? {} : this.#data.shapes[name]
    if (!demands) throw new Error(`the constraints have no shape ${name}`)
    const check: Check = {
      rules: rulesOf(demands, shape),
      sensitive: demands.sensitive ?? false,
      members: [],
    }
    if (shape.kind === 'struct') {
      const bySchema = this.#structs.get(name) ?? new Map<Shape, Check>()
      this.#structs.set(name, bySchema.set(shape, check))
      check.members = this.#members(shape, demands)
    } else if (shape.kind === 'list') {
      setIfDemanding(check, 'element', this.check(demands.element, shape.element))
    } else if (shape.kind === 'map') {
      setIfDemanding(check, 'value', this.check(demands.value, shape.value))
    }
    return check
  }

  /** In the order of AWS's model, which the SDK does not keep (it puts required members first). */
  #members(shape: StructShape, demands: ShapeData): MemberCheck[] {
    const demanded = demands.members ?? {}
    for (const name of Object.keys(demanded)) {
      if (!shape.memberNames.has(name)) throw new Error(`the SDK's ${shape.name} has no member ${name}`)
    }
    const order = Object.keys(demanded)
    const rank = (name: string) => order.indexOf(name) + 1 || order.length + 1
    return shape.members
      .map(member => ({
        name: member.name,
        spelling: member.name.slice(0, 1).toLowerCase() + member.name.slice(1),
        required: member.required || demanded[member.name]?.required === true,
        check: this.check(demanded[member.name]?.shape, member.shape),
      }))
      .filter(({ required, check }) => required || demandsAnything(check))
      .sort((a, b) => rank(a.name) - rank(b.name))
  }
}

function setIfDemanding(check: Check, part: 'element' | 'value', of: Check): void {
  if (demandsAnything(of)) check[part] = of
}

function demandsAnything({ rules, members, element, value }: Check): boolean {
  return rules.length > 0 || members.length > 0 || element !== undefined || value !== undefined
}

/** In the order AWS reports them: recorded answers of STS name the pattern before the length. */
function rulesOf({ enum: values, pattern, min, max }: ShapeData, shape: Shape): Rule[] {
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

/** The first member that has words of its own for its pattern and does not match it. */
function patternInWords(input: object, check: Check, { patterns = {} }: Wording): string | undefined {
  for (const { name, spelling, check: memberCheck } of check.members) {
    const sentence = patterns[spelling]
    const value: unknown = (input as Record<string, unknown>)[name]
    if (sentence === undefined || value === undefined || value === null) continue
    if (memberCheck.rules.every(({ kind, holds }) => kind !== 'pattern' || holds(value))) continue
    return `The specified value for ${spelling} is invalid. ${sentence}`
  }
  return undefined
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

/** No message gets longer for more failures than these. */
const MOST_FAILURES = 100

/** A rule that a value breaks, and where. */
interface Failure extends InputFault {
  readonly rule: Rule
  readonly sensitive: boolean
  /** Where an item of a list of texts or numbers breaks it: AWS tells that of the list. */
  readonly list?: {
    readonly items: readonly unknown[]
    readonly path: string
    readonly rules: readonly Rule[]
  }
}

function examine(value: unknown, check: Check, path: string, failures: Failure[]): void {
  for (const rule of check.rules) {
    if (!rule.holds(value)) failures.push(failure(value, path, rule, check))
  }
  for (const { name, spelling, required: isRequired, check: memberCheck } of check.members) {
    if (failures.length >= MOST_FAILURES) return
    const member: unknown = (value as Record<string, unknown>)[name]
    const memberPath = path === '' ? spelling : `${path}.${spelling}`
    if (member !== undefined && member !== null) examine(member, memberCheck, memberPath, failures)
    else if (isRequired) failures.push(failure(null, memberPath, required, memberCheck))
  }
  const { element, value: entry } = check
  if (element) examineItems(value as unknown[], element, path, failures)
  if (entry) {
    for (const [key, item] of Object.entries(value as object)) {
      if (failures.length < MOST_FAILURES) examine(item, entry, `${path}.${key}.member`, failures)
    }
  }
}

/** Of texts and numbers one is told, for all of the list. Items count from one: `tags.1.member.value`. */
function examineItems(items: readonly unknown[], element: Check, path: string, failures: Failure[]): void {
  const isNested = element.members.length > 0 || element.element !== undefined || element.value !== undefined
  for (const [index, item] of items.entries()) {
    if (failures.length >= MOST_FAILURES) return
    const itemPath = `${path}.${index + 1}.member`
    const broken = isNested ? undefined : element.rules.find(({ holds }) => !holds(item))
    if (broken) {
      const list = { items, path, rules: element.rules }
      failures.push({ ...failure(item, itemPath, broken, element), list })
      return
    }
    if (isNested) examine(item, element, itemPath, failures)
  }
}

function failure(value: unknown, path: string, rule: Rule, { sensitive }: Check): Failure {
  return { kind: rule.kind, path, isNumber: typeof value === 'number', value, rule, sensitive }
}

function inWords({ value, path, rule, sensitive, list }: Failure, wording: Wording): string {
  const quoted = wording.quotesValues && !sensitive ? quote(list?.items ?? value) : ''
  const demand = list ? ofItems(list.rules, wording) : rule.demand(wording)
  return `Value ${quoted}at '${list?.path ?? path}' failed to satisfy constraint: ${demand}`
}

/** Recorded for IAM and Lambda: all that is demanded of an item, lengths before the pattern, whichever it breaks. */
function ofItems(rules: readonly Rule[], wording: Wording): string {
  const lengths = rules.filter(({ kind }) => kind === 'max' || kind === 'min')
  const others = rules.filter(({ kind }) => kind !== 'max' && kind !== 'min')
  const demands = [...lengths, ...others, required].map(rule => rule.demand(wording))
  return `Member must satisfy constraint: [${demands.join(', ')}]`
}

/** Structures are left out, also in lists: AWS prints the insides of its own objects there. */
function quote(value: unknown): string {
  if (value === null) return 'null '
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return `'[${value.join(', ')}]' `
  return typeof value === 'object' ? '' : `'${String(value)}' `
}

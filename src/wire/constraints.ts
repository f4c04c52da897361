import type { ConstraintData, ShapeData } from './constraint-data.ts'
import { demandOnItems, type Rule, required, rulesOf, type Telling } from './constraint-rules.ts'
import type { ServiceError } from './error.ts'
import { commonError } from './errors.ts'
import { inJavaHashOrder } from './java-hash-order.ts'
import type { OperationShape, Shape, StructShape } from './schema.ts'

export { readConstraintData } from './constraint-data.ts'

/**
 * How a service words a failure. STS quotes the value (`Value 'a b' at 'roleSessionName' failed…`) and lists an
 * enum's members; IAM does neither.
 */
export interface Wording extends Telling {
  /** By the member's spelling, a sentence that stands in the place of its pattern. Then nothing else is reported. */
  readonly patterns?: Readonly<Record<string, string>>
  /** A service that answers the first failure in words of its own, instead of a ValidationError for all of them. */
  readonly refusal?: (fault: InputFault) => ServiceError
}

/** What is wrong with a member, for services that do not say so in the words of the others. */
export interface InputFault {
  readonly kind: Rule['kind']
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
  const compiler = new Compiler(data, wording)
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
  itemsNeverNull?: boolean
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

class Compiler {
  readonly #data: ConstraintData
  readonly #wording: Wording
  /** By the model's name and the SDK's shape: a structure may contain itself. */
  readonly #structs = new Map<string | undefined, Map<Shape, Check>>()

  constructor(data: ConstraintData, wording: Wording) {
    this.#data = data
    this.#wording = wording
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
      check.itemsNeverNull = demands.itemsNeverNull ?? false
    } else if (shape.kind === 'map') {
      setIfDemanding(check, 'value', this.check(demands.value, shape.value))
    }
    return check
  }

  /**
   * In the order of the messages that were recorded of IAM: that of a hash map of the members. Nothing is known of
   * services that answer the first failure alone: theirs is the model's.
   */
  #members(shape: StructShape, demands: ShapeData): MemberCheck[] {
    const demanded = demands.members ?? {}
    for (const name of Object.keys(demanded)) {
      if (!shape.memberNames.has(name)) throw new Error(`the SDK's ${shape.name} has no member ${name}`)
    }
    // The SDK does not keep the model's order: it puts required members first.
    const names = new Set([...Object.keys(demanded), ...shape.members.map(({ name }) => name)])
    const spellings = [...names].map(spellingOf)
    const order = this.#wording.refusal ? spellings : inJavaHashOrder(spellings)
    return shape.members
      .map(member => ({
        name: member.name,
        spelling: spellingOf(member.name),
        required: member.required || demanded[member.name]?.required === true,
        check: this.check(demanded[member.name]?.shape, member.shape),
      }))
      .filter(({ required, check }) => required || demandsAnything(check))
      .sort((a, b) => order.indexOf(a.spelling) - order.indexOf(b.spelling))
  }
}

function spellingOf(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}

function setIfDemanding(check: Check, part: 'element' | 'value', of: Check): void {
  if (demandsAnything(of)) check[part] = of
}

function demandsAnything({ rules, members, element, value }: Check): boolean {
  return rules.length > 0 || members.length > 0 || element !== undefined || value !== undefined
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

/** No message gets longer for more failures than these. */
const MOST_FAILURES = 100

/** A rule that a value breaks, and what is told of it. */
interface Failure extends InputFault {
  readonly told: Told
}

interface Told {
  readonly path: string
  readonly value: unknown
  readonly demand: Rule['demand']
  readonly sensitive: boolean
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
  if (check.element) examineItems(value as unknown[], check, check.element, { path, failures })
  if (!check.value) return
  for (const [key, item] of Object.entries(value as object)) {
    if (failures.length < MOST_FAILURES) examine(item, check.value, `${path}.${key}.member`, failures)
  }
}

interface Findings {
  readonly path: string
  readonly failures: Failure[]
}

/** Items count from one: `tags.1.member.value`. Of a list of texts or numbers AWS tells once, what it may not hold. */
function examineItems(items: readonly unknown[], list: Check, of: Check, { path, failures }: Findings): void {
  const isNested = of.members.length > 0 || of.element !== undefined || of.value !== undefined
  for (const [index, item] of items.entries()) {
    if (failures.length >= MOST_FAILURES) return
    const itemPath = `${path}.${index + 1}.member`
    const broken = isNested ? undefined : of.rules.find(({ holds }) => !holds(item))
    if (broken) {
      const demand = demandOnItems(of.rules, list.itemsNeverNull ?? false)
      const told = { path, value: items, demand, sensitive: of.sensitive }
      failures.push({ ...failure(item, itemPath, broken, of), told })
      return
    }
    if (isNested) examine(item, of, itemPath, failures)
  }
}

function failure(value: unknown, path: string, { kind, demand }: Rule, { sensitive }: Check): Failure {
  return { kind, path, isNumber: typeof value === 'number', value, told: { path, value, demand, sensitive } }
}

function inWords({ told: { path, value, demand, sensitive } }: Failure, wording: Wording): string {
  const quoted = wording.quotesValues && !sensitive ? quote(value) : ''
  return `Value ${quoted}at '${path}' failed to satisfy constraint: ${demand(wording)}`
}

/** Structures are left out, also in lists: AWS prints the insides of its own objects there. */
function quote(value: unknown): string {
  if (value === null) return 'null '
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return `'[${value.join(', ')}]' `
  return typeof value === 'object' ? '' : `'${String(value)}' `
}

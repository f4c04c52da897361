import type { Condition } from '../../../../src/policy/document.ts'
import { operatorNames } from '../../oracle/conditions/operators.ts'
import type { Random, Weighted } from '../random.ts'
import type { ContextDraft } from './context-draft.ts'
import type { Scene } from './scene.ts'
import { matching, mutate, respelled } from './text.ts'
import { keysOf, plainValue, types, type ValueType, writtenValue } from './values.ts'

/** Operators are told by how their names begin. */
const typeByBeginning: readonly (readonly [beginning: string, type: ValueType])[] = [
  ['String', 'text'],
  ['Arn', 'arn'],
  ['Numeric', 'number'],
  ['Date', 'date'],
  ['Bool', 'truth'],
  ['Binary', 'bytes'],
  ['IpAddress', 'address'],
  ['NotIpAddress', 'address'],
]

export function typeOfOperator(name: string): ValueType | undefined {
  return typeByBeginning.find(([beginning]) => name.startsWith(beginning))?.[1]
}

const operatorsByType = new Map(
  types.map(type => [type, operatorNames.filter(name => typeOfOperator(name) === type)] as const),
)

/** Text and ARNs are what policies are mostly about; the others have fewer ways to go wrong. */
const typeWeights: Weighted<ValueType> = [
  [36, 'text'],
  [20, 'arn'],
  [11, 'number'],
  [11, 'date'],
  [6, 'truth'],
  [4, 'bytes'],
  [12, 'address'],
]

const setPrefixes = ['ForAnyValue:', 'ForAllValues:', 'forallvalues:', 'FORANYVALUE:'] as const
const unknownOperators = [
  '',
  'StringMatches',
  'Like',
  'Null ',
  'NullIfExists',
  'IfExists',
  'StringEqualsIfExistsIfExists',
  'ForAllValues:',
  'ForSomeValues:StringEquals',
  'ForAnyValue:ForAllValues:StringEquals',
  '__proto__',
  'constructor',
] as const
/** Names that objects have of themselves, or order in their own way. */
const oddKeys = ['__proto__', 'constructor', '7', ''] as const

export function makeCondition(scene: Scene, random: Random): Condition {
  const type = random.weighted(typeWeights)
  const key = random.chance(0.02)
    ? random.pick(oddKeys)
    : random.pick(keysOf[random.chance(0.05) ? random.pick(types) : type])
  const written = {
    key: respelled(key, random),
    values: random.list(random.chance(0.03) ? 0 : 1, random.chance(0.1) ? 12 : 3, () =>
      writtenValue(type, scene, random),
    ),
  }
  if (random.chance(0.07)) return { ...written, ...nullCondition(random) }
  if (random.chance(0.02)) return { ...written, operator: random.pick(unknownOperators) }
  return { ...written, operator: makeOperator(type, random) }
}

function makeOperator(type: ValueType, random: Random): string {
  const base = random.pick(operatorsByType.get(type) ?? []) ?? ''
  const prefix = random.chance(0.35) ? random.pick(setPrefixes) : ''
  return prefix + respelled(base, random) + (random.chance(0.2) ? respelled('IfExists', random) : '')
}

function nullCondition(random: Random): Pick<Condition, 'operator' | 'values'> {
  return {
    operator: (random.chance(0.2) ? random.pick(setPrefixes) : '') + respelled('Null', random),
    values: random.list(1, 2, () => random.pick(['true', 'false', 'True', 'FALSE', 'x', ''])),
  }
}

/** Gives the request a value under the condition's key that may well make it hold, or may just not. */
export function aimAt(condition: Condition, context: ContextDraft, scene: Scene, random: Random): void {
  if (context.has(condition.key) || random.chance(isAskedAbsent(condition) ? 0.75 : 0.06)) return
  const value = () => aimedValue(condition, context, scene, random)
  const several = random.chance(/^for/i.test(condition.operator) ? 0.7 : 0.03)
  context.add(condition.key, several ? random.list(random.chance(0.05) ? 0 : 1, 3, value) : value())
}

/** `Null` with `true` holds when the key is not there. */
function isAskedAbsent({ operator, values }: Condition): boolean {
  return /null$/i.test(operator) && values.some(value => /^true$/i.test(value))
}

function aimedValue(condition: Condition, context: ContextDraft, scene: Scene, random: Random): string {
  const type = typeOfKey(condition.key)
  // A negated operator holds for what its values do not say; an ordering for about half of what there is.
  const elsewhere = /not/i.test(condition.operator) ? 0.6 : /than/i.test(condition.operator) ? 0.7 : 0.12
  const wanted = random.pick(condition.values)
  if (wanted === undefined || random.chance(elsewhere)) return plainValue(type, scene, random)
  const hit = type === 'address' ? within(wanted) : matching(wanted, context, random)
  return random.chance(0.12) ? mutate(hit, random) : hit
}

/** An address of the range. */
function within(range: string): string {
  return range.split('/')[0] ?? ''
}

function typeOfKey(key: string): ValueType {
  const lower = key.toLowerCase()
  return types.find(type => keysOf[type].some(name => name.toLowerCase() === lower)) ?? 'text'
}

import type { AdvancedEventSelectorRow, FieldOperators, FieldSelectorRow } from '../../store/trail-tables.ts'
import type { InputOf } from '../operation.ts'
import { excludable, invalid } from './checked-selectors.ts'
import { unsupported } from './trail-settings.ts'

type Input = InputOf<typeof import('@aws-sdk/client-cloudtrail'), 'PutEventSelectors'>
type AdvancedInput = NonNullable<Input['AdvancedEventSelectors']>[number]
type FieldInput = AdvancedInput['FieldSelectors'][number]

/** "A maximum of 500 total values for all conditions in all advanced event selectors is allowed." */
const maxValues = 500

export const operators = [
  'Equals',
  'StartsWith',
  'EndsWith',
  'NotEquals',
  'NotStartsWith',
  'NotEndsWith',
] as const satisfies readonly (keyof FieldOperators)[]

export function checkedAdvancedSelectors(
  selectors: readonly AdvancedInput[],
): readonly AdvancedEventSelectorRow[] {
  if (selectors.length === 0) throw invalid('A trail needs an advanced event selector.')
  const checked = selectors.map(({ Name, FieldSelectors }) => {
    const fields = FieldSelectors.map(asKept)
    checkFields(fields)
    return { ...(Name !== undefined && { Name }), FieldSelectors: fields }
  })
  const values = checked.flatMap(({ FieldSelectors }) => FieldSelectors.flatMap(allValues))
  if (values.length > maxValues)
    throw invalid(`Advanced event selectors can have at most ${maxValues} values.`)
  return checked
}

function asKept(field: FieldInput): FieldSelectorRow {
  const given = operators.flatMap(operator => {
    const values = field[operator]
    return values ? [[operator, [...values]] as const] : []
  })
  return { Field: field.Field, ...Object.fromEntries(given) }
}

function allValues(field: FieldSelectorRow): readonly string[] {
  return operators.flatMap(operator => field[operator] ?? [])
}

function checkFields(fields: readonly FieldSelectorRow[]): void {
  if (new Set(fields.map(({ Field }) => Field)).size !== fields.length)
    throw invalid('A field can stand in an advanced event selector once only.')
  const category = fields.find(({ Field }) => Field === 'eventCategory')
  if (!category) throw invalid('An advanced event selector must have the field eventCategory.')
  if (!isOne(category)) throw invalid('The field eventCategory must equal one value.')
  const [name = ''] = category.Equals ?? []
  const rules = Object.hasOwn(rulesOf, name) ? rulesOf[name] : undefined
  if (!rules) throw unsupported(`Logging of ${name} events`)
  const stray = fields.find(field => field !== category && !rules[field.Field]?.(field))
  if (stray) throw invalid(`The field ${stray.Field} cannot be used so to select ${name} events.`)
  if (name === 'Data' && !fields.some(({ Field }) => Field === 'resources.type'))
    throw invalid('An advanced event selector of data events must have the field resources.type.')
}

type Rule = (field: FieldSelectorRow) => boolean

const operatorsOf = (field: FieldSelectorRow) => operators.filter(operator => field[operator])
const isOne: Rule = field => operatorsOf(field).join() === 'Equals' && field.Equals?.length === 1
const isTruth: Rule = field => isOne(field) && /^(?:true|false)$/.test(field.Equals?.[0] ?? '')
const isAny: Rule = field => operatorsOf(field).length > 0

/** By category. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
const rulesOf: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  Management: {
    readOnly: isTruth,
    eventSource: field =>
      operatorsOf(field).join() === 'NotEquals' &&
      field.NotEquals?.every(source => excludable.has(source)) === true,
  },
  Data: {
    readOnly: isTruth,
    'resources.type': field => isOne(field) && /^AWS::\w+::\w+$/.test(field.Equals?.[0] ?? ''),
    'resources.ARN': isAny,
    eventName: isAny,
    eventSource: isAny,
    eventType: isAny,
    'userIdentity.arn': isAny,
  },
}

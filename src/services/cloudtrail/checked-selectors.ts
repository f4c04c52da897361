import type {
  AdvancedEventSelectorRow,
  EventSelectorRow,
  FieldSelectorRow,
} from '../../store/trail-tables.ts'
import type { InputOf } from '../operation.ts'
import { cloudtrailError } from './operation.ts'
import { unsupported } from './trail-settings.ts'

type Input = InputOf<typeof import('@aws-sdk/client-cloudtrail'), 'PutEventSelectors'>
type SelectorInput = NonNullable<Input['EventSelectors']>[number]
type AdvancedInput = NonNullable<Input['AdvancedEventSelectors']>[number]

const maxSelectors = 5

/** The services whose management events can be left out. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
const excludable: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com'])

/** As they are kept, each with its defaults. */
export function checkedSelectors(selectors: readonly SelectorInput[]): readonly EventSelectorRow[] {
  if (selectors.length === 0 || selectors.length > maxSelectors)
    throw invalid(`A trail can have 1 to ${maxSelectors} event selectors.`)
  return selectors.map(selector => {
    if (selector.DataResources?.length) throw unsupported('Logging of data events')
    const excluded = selector.ExcludeManagementEventSources ?? []
    const stray = excluded.find(source => !excludable.has(source))
    if (stray !== undefined) throw invalid(`Events of ${stray} cannot be excluded.`)
    return {
      ReadWriteType: selector.ReadWriteType ?? 'All',
      IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
      ExcludeManagementEventSources: [...excluded],
    }
  })
}

export function checkedAdvancedSelectors(
  selectors: readonly AdvancedInput[],
): readonly AdvancedEventSelectorRow[] {
  if (selectors.length === 0) throw invalid('A trail needs an advanced event selector.')
  return selectors.map(({ Name, FieldSelectors }) => {
    const fields = FieldSelectors.map(checkedField)
    if (new Set(fields.map(({ Field }) => Field)).size !== fields.length)
      throw invalid('A field can stand in an advanced event selector once only.')
    const category = fields.find(({ Field }) => Field === 'eventCategory')
    if (!category) throw invalid('An advanced event selector must have the field eventCategory.')
    return { ...(Name !== undefined && { Name }), FieldSelectors: fields }
  })
}

type FieldInput = AdvancedInput['FieldSelectors'][number]

/** Of management events a trail selects by these fields. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
const fieldRules: Readonly<Record<string, (field: FieldSelectorRow) => boolean>> = {
  eventCategory: ({ Equals, NotEquals }) => Equals?.length === 1 && !NotEquals,
  readOnly: ({ Equals, NotEquals }) =>
    Equals?.length === 1 && (Equals[0] === 'true' || Equals[0] === 'false') && !NotEquals,
  eventSource: ({ Equals, NotEquals }) =>
    NotEquals?.every(source => excludable.has(source)) === true && !Equals,
}

function checkedField({ Field, Equals, NotEquals, ...others }: FieldInput): FieldSelectorRow {
  const field = { Field, ...(Equals && { Equals }), ...(NotEquals && { NotEquals }) }
  const isOther = Object.values(others).some(operator => operator !== undefined)
  if (isOther || !fieldRules[Field]?.(field))
    throw invalid(`The field ${Field} cannot be used so to select management events.`)
  const [category] = Equals ?? []
  if (Field === 'eventCategory' && category !== 'Management')
    throw unsupported(`Logging of ${category} events`)
  return field
}

function invalid(message: string) {
  return cloudtrailError('InvalidEventSelectorsException', message)
}

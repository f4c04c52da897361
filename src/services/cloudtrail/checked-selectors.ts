import type { DataResourceRow, EventSelectorRow } from '../../store/trail-tables.ts'
import type { InputOf } from '../operation.ts'
import { cloudtrailError } from './operation.ts'

type Input = InputOf<typeof import('@aws-sdk/client-cloudtrail'), 'PutEventSelectors'>
type SelectorInput = NonNullable<Input['EventSelectors']>[number]

const maxSelectors = 5
/** "A trail is limited to 250 data resources." https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
const maxDataResources = 250

/** The services whose management events can be left out. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
export const excludable: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com'])

/**
 * What names data events of a type: all of them, those of an account's things, or those whose ARN begins so. Here are none
 * but of objects. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html
 */
const dataResources: Readonly<Record<string, RegExp>> = {
  'AWS::S3::Object': /^arn:aws:s3(?:$|:::$|:::[^/]+\/)/,
  'AWS::Lambda::Function': /^arn:aws:lambda(?:$|:[a-z0-9-]+:\d{12}:function:.)/,
  'AWS::DynamoDB::Table': /^arn:aws:dynamodb(?:$|:[a-z0-9-]+:\d{12}:table\/.)/,
}

/** As they are kept, each with its defaults. */
export function checkedSelectors(selectors: readonly SelectorInput[]): readonly EventSelectorRow[] {
  if (selectors.length === 0 || selectors.length > maxSelectors)
    throw invalid(`Specify a valid number of event selectors (1 to ${maxSelectors}) for a trail.`)
  const checked = selectors.map(selector => {
    const excluded = selector.ExcludeManagementEventSources ?? []
    const stray = excluded.find(source => !excludable.has(source))
    if (stray !== undefined) throw invalid(`Events of ${stray} cannot be excluded.`)
    return {
      ReadWriteType: selector.ReadWriteType ?? 'All',
      IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
      ExcludeManagementEventSources: [...excluded],
      DataResources: (selector.DataResources ?? []).map(checkedDataResource),
    }
  })
  const named = checked.flatMap(({ DataResources }) => DataResources.flatMap(({ Values }) => Values))
  if (named.length > maxDataResources)
    throw invalid(
      `Specify a valid number of DataResources.Values (0 to ${maxDataResources}) for all your selectors.`,
    )
  if (checked.some(one => !one.IncludeManagementEvents && one.DataResources.length === 0))
    throw invalid(
      'Invalid combination of parameters in EventSelectors. When includeManagementEvents is false, DataResources must not be empty.',
    )
  return checked
}

function checkedDataResource({
  Type = '',
  Values = [],
}: NonNullable<SelectorInput['DataResources']>[number]): DataResourceRow {
  const form = Object.hasOwn(dataResources, Type) ? dataResources[Type] : undefined
  if (!form) throw invalid(`Value ${Type} for DataResources.Type is invalid.`)
  const stray = Values.find(value => !form.test(value))
  if (stray !== undefined) throw invalid(`Value ${stray} for DataResources.Values is invalid.`)
  return { Type, Values: [...Values] }
}

export function invalid(message: string) {
  return cloudtrailError('InvalidEventSelectorsException', message)
}

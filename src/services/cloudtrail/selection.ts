import type {
  AdvancedEventSelectorRow,
  EventSelectorRow,
  FieldSelectorRow,
  TrailRow,
} from '../../store/trail-tables.ts'

/** The members of an event's JSON that decide whether it is for a trail. */
export interface SelectableEvent {
  readonly eventSource?: string
  readonly eventName?: string
  readonly eventType?: string
  readonly eventCategory?: string
  readonly readOnly?: boolean
  readonly awsRegion?: string
  readonly userIdentity?: { readonly arn?: string; readonly invokedBy?: string }
  readonly resources?: readonly {
    readonly type?: string
    readonly ARN?: string
    readonly ARNPrefix?: string
  }[]
}

/** Services that are of no region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events */
const globalServices: ReadonlySet<string> = new Set(['iam.amazonaws.com', 'sts.amazonaws.com'])

const cloudtrailPrincipal = 'cloudtrail.amazonaws.com'

type Selecting = Pick<
  TrailRow,
  'homeRegion' | 'isMultiRegion' | 'includesGlobalServices' | 'eventSelectors' | 'advancedEventSelectors'
>

/** Not what trails deliver: a trail of their own bucket's data events would never come to an end. */
export function takes(trail: Selecting, event: SelectableEvent): boolean {
  const isData = categoryOf(event) === 'Data'
  if (isData && event.userIdentity?.invokedBy === cloudtrailPrincipal) return false
  if (!trail.isMultiRegion && event.awsRegion !== trail.homeRegion) return false
  const { eventSource = '' } = event
  if (!trail.includesGlobalServices && globalServices.has(eventSource)) return false
  return isSelected(trail, event)
}

function isSelected({ eventSelectors, advancedEventSelectors }: Selecting, event: SelectableEvent): boolean {
  if (advancedEventSelectors) return advancedEventSelectors.some(selector => matches(selector, event))
  if (!eventSelectors) return categoryOf(event) === 'Management'
  return eventSelectors.some(selector => includes(selector, event))
}

function includes(selector: EventSelectorRow, event: SelectableEvent): boolean {
  const { ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources, DataResources } = selector
  const { eventSource = '', readOnly = false } = event
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== readOnly) return false
  if (categoryOf(event) === 'Management')
    return IncludeManagementEvents && !ExcludeManagementEventSources.includes(eventSource)
  return (DataResources ?? []).some(({ Type, Values }) => {
    const arn = arnOf(Type, event)
    return arn !== undefined && Values.some(value => arn.startsWith(value))
  })
}

function categoryOf({ eventCategory = 'Management' }: SelectableEvent): string {
  return eventCategory
}

/** Of what an event is about, by its type; of many objects at once what their ARNs begin with. */
function arnOf(ofType: string, { resources = [] }: SelectableEvent): string | undefined {
  const found = resources.find(({ type }) => type === ofType)
  return found?.ARN ?? found?.ARNPrefix
}

function matches({ FieldSelectors }: AdvancedEventSelectorRow, event: SelectableEvent): boolean {
  const type = FieldSelectors.find(({ Field }) => Field === 'resources.type')?.Equals?.[0]
  return FieldSelectors.every(field => passes(field, fieldOf(field.Field, event, type)))
}

function fieldOf(field: string, event: SelectableEvent, type: string | undefined): string {
  const arn = type === undefined ? undefined : arnOf(type, event)
  const values: Readonly<Record<string, string | undefined>> = {
    eventCategory: categoryOf(event),
    eventSource: event.eventSource,
    eventName: event.eventName,
    eventType: event.eventType,
    readOnly: String(event.readOnly ?? false),
    'userIdentity.arn': event.userIdentity?.arn,
    'resources.type': arn === undefined ? undefined : type,
    'resources.ARN': arn,
  }
  return values[field] ?? ''
}

/** One of what it is to be, and none of what it is not to be. */
function passes(field: FieldSelectorRow, value: string): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = field
  const is = [
    ...(Equals ?? []).map(each => value === each),
    ...(StartsWith ?? []).map(each => value.startsWith(each)),
    ...(EndsWith ?? []).map(each => value.endsWith(each)),
  ]
  const isNot = [
    ...(NotEquals ?? []).map(each => value !== each),
    ...(NotStartsWith ?? []).map(each => !value.startsWith(each)),
    ...(NotEndsWith ?? []).map(each => !value.endsWith(each)),
  ]
  return (is.length === 0 || is.includes(true)) && !isNot.includes(false)
}

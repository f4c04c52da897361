import type { AdvancedEventSelectorRow, FieldSelectorRow, TrailRow } from '../../store/trail-tables.ts'

/** The members of an event's JSON that decide whether it is for a trail. */
export interface SelectableEvent {
  readonly eventSource?: string
  readonly eventCategory?: string
  readonly readOnly?: boolean
  readonly awsRegion?: string
}

/** Services that are of no region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events */
const globalServices: ReadonlySet<string> = new Set(['iam.amazonaws.com', 'sts.amazonaws.com'])

type Selecting = Pick<
  TrailRow,
  'homeRegion' | 'isMultiRegion' | 'includesGlobalServices' | 'eventSelectors' | 'advancedEventSelectors'
>

/** Management events alone: no selector that asks for others is taken. */
export function takes(trail: Selecting, event: SelectableEvent): boolean {
  if ((event.eventCategory ?? 'Management') !== 'Management') return false
  if (!trail.isMultiRegion && event.awsRegion !== trail.homeRegion) return false
  const { eventSource = '' } = event
  if (!trail.includesGlobalServices && globalServices.has(eventSource)) return false
  return isSelected(trail, event)
}

function isSelected({ eventSelectors, advancedEventSelectors }: Selecting, event: SelectableEvent): boolean {
  if (advancedEventSelectors) return advancedEventSelectors.some(selector => matches(selector, event))
  if (!eventSelectors) return true
  const { eventSource = '', readOnly = false } = event
  return eventSelectors.some(
    ({ ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources }) =>
      IncludeManagementEvents &&
      (ReadWriteType === 'All' || (ReadWriteType === 'ReadOnly') === readOnly) &&
      !ExcludeManagementEventSources.includes(eventSource),
  )
}

function matches({ FieldSelectors }: AdvancedEventSelectorRow, event: SelectableEvent): boolean {
  return FieldSelectors.every(field => hasValue(field, fieldOf(field.Field, event)))
}

function fieldOf(field: string, { eventSource, eventCategory, readOnly }: SelectableEvent): string {
  const values: Readonly<Record<string, string>> = {
    eventCategory: eventCategory ?? 'Management',
    eventSource: eventSource ?? '',
    readOnly: String(readOnly ?? false),
  }
  return values[field] ?? ''
}

function hasValue({ Equals, NotEquals }: FieldSelectorRow, value: string): boolean {
  return (Equals?.includes(value) ?? true) && !(NotEquals?.includes(value) ?? false)
}

import type {
  EventSelectorRow,
  FieldOperators,
  FieldSelectorRow,
  TrailRow,
} from '../../store/trail-tables.ts'
import { checkedAdvancedSelectors, operators } from './checked-advanced-selectors.ts'
import { checkedSelectors } from './checked-selectors.ts'
import { changeTrail, mustOpenTrail, type OpenedTrail, onTrailNamed } from './opened-trail.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'
import { trailOf } from './trail-name.ts'
import { unsupported } from './trail-settings.ts'

const byTrailName = onTrailNamed(({ TrailName }: { readonly TrailName: string }) => TrailName)

type Selectors = Pick<TrailRow, 'eventSelectors' | 'advancedEventSelectors'>

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html */
export const PutEventSelectors = cloudtrail('PutEventSelectors', {
  ...byTrailName,
  check: call => {
    byTrailName.check(call)
    selectorsOf(call.input)
  },
  handle: async ({ input, ...asked }) => {
    const changed = await changeTrail(input.TrailName, asked, present => {
      const { eventSelectors: _, advancedEventSelectors: __, ...trail } = present
      return { ...trail, ...selectorsOf(input) }
    })
    return shownSelectors(changed)
  },
})

/** "You can use either EventSelectors or AdvancedEventSelectors in your PutEventSelectors request, but not both." */
function selectorsOf(input: {
  readonly EventSelectors?: Parameters<typeof checkedSelectors>[0] | undefined
  readonly AdvancedEventSelectors?: Parameters<typeof checkedAdvancedSelectors>[0] | undefined
}): Selectors {
  const { EventSelectors, AdvancedEventSelectors } = input
  if (EventSelectors && AdvancedEventSelectors) {
    const message = 'Event selectors and advanced event selectors cannot be used together.'
    throw cloudtrailError('InvalidEventSelectorsException', message)
  }
  return AdvancedEventSelectors
    ? { advancedEventSelectors: checkedAdvancedSelectors(AdvancedEventSelectors) }
    : { eventSelectors: checkedSelectors(EventSelectors ?? []) }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export const GetEventSelectors = cloudtrail('GetEventSelectors', {
  ...byTrailName,
  handle: async ({ input, ...asked }) => shownSelectors(await mustOpenTrail(input.TrailName, asked)),
})

/** What a trail has that was told nothing else. */
const everyManagementEvent = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  ExcludeManagementEventSources: [],
} as const

function shownSelectors({ trail, account }: OpenedTrail) {
  const { homeRegion, trailName, advancedEventSelectors } = trail
  const eventSelectors: readonly EventSelectorRow[] = trail.eventSelectors ?? [everyManagementEvent]
  const TrailARN = trailOf(homeRegion, trailName, account).arn
  if (advancedEventSelectors)
    return {
      TrailARN,
      AdvancedEventSelectors: advancedEventSelectors.map(({ FieldSelectors, ...selector }) => ({
        ...selector,
        FieldSelectors: FieldSelectors.map(copied),
      })),
    }
  return {
    TrailARN,
    EventSelectors: eventSelectors.map(selector => ({
      ReadWriteType: selector.ReadWriteType,
      IncludeManagementEvents: selector.IncludeManagementEvents,
      DataResources: (selector.DataResources ?? []).map(({ Type, Values }) => ({
        Type,
        Values: [...Values],
      })),
      ExcludeManagementEventSources: [...selector.ExcludeManagementEventSources],
    })),
  }
}

/** With lists of its own, as the SDK's types want them. */
function copied({ Field, ...given }: FieldSelectorRow) {
  const lists: { -readonly [Operator in keyof FieldOperators]?: string[] } = {}
  for (const operator of operators) {
    const values = given[operator]
    if (values) lists[operator] = [...values]
  }
  return { Field, ...lists }
}

/** Without a name it is not valid: an event data store could be meant instead, and there is none. */
const byOptionalName = onTrailNamed(
  ({ TrailName = '' }: { readonly TrailName?: string | undefined }) => TrailName,
)

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetInsightSelectors.html */
export const GetInsightSelectors = cloudtrail('GetInsightSelectors', {
  ...byOptionalName,
  check: call => {
    if (call.input.EventDataStore !== undefined) throw unsupported('An event data store')
    byOptionalName.check(call)
  },
  handle: async ({ input: { TrailName = '' }, ...asked }) => {
    const { trail, account } = await mustOpenTrail(TrailName, asked)
    const { arn } = trailOf(trail.homeRegion, trail.trailName, account)
    throw cloudtrailError(
      'InsightNotEnabledException',
      `Trail ${arn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
    )
  },
})

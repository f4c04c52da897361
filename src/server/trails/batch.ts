import type { AccountId } from '../../identity/account-id.ts'
import { type SelectableEvent, takes } from '../../services/cloudtrail/selection.ts'
import type { RecordedEvent, Store } from '../../store/contract.ts'
import type { TrailRow } from '../../store/trail-tables.ts'

/** What of the history is to be delivered next: so much at most as is in memory at a time. */
export interface Batch {
  /** By the region that their files are of, in the order of recording. */
  readonly regions: ReadonlyMap<string, readonly RecordedEvent[]>
  /** All that was recorded up to this place is in it, or is not for the trail. */
  readonly through: number
  /** There was nothing more. */
  readonly isEnd: boolean
}

const maxEvents = 2000
const maxBytes = 4 * 1024 * 1024
/** Read at a time: what reading their JSON takes, others wait. */
const pageEvents = 200

export async function nextBatch(
  store: Store,
  account: AccountId,
  trail: TrailRow,
  after: number,
): Promise<Batch> {
  const regions = new Map<string, RecordedEvent[]>()
  let through = after
  let isEnd = false
  for (let events = 0, bytes = 0; !isEnd && events < maxEvents && bytes < maxBytes; ) {
    const page = await store.recordedAfter(account, { after: through, limit: pageEvents })
    for (const recorded of page.events) {
      const region = regionFor(trail, recorded)
      if (region === undefined) continue
      const ofRegion = regions.get(region)
      if (ofRegion) ofRegion.push(recorded)
      else regions.set(region, [recorded])
      events += 1
      bytes += recorded.event.length
    }
    through = page.through
    isEnd = page.isEnd
  }
  return { regions, through, isEnd }
}

/** Undefined: it is not for this trail. */
function regionFor(trail: TrailRow, { time, event: text }: RecordedEvent): string | undefined {
  if (!wasLogging(trail, time)) return undefined
  const event = JSON.parse(text) as SelectableEvent
  if (!takes(trail, event)) return undefined
  const { awsRegion = '' } = event
  // A signature may name any region; not every text is to be a folder.
  return /^[a-z0-9-]{1,40}$/.test(awsRegion) ? awsRegion : trail.homeRegion
}

function wasLogging({ spans }: TrailRow, time: number): boolean {
  return spans.some(({ from, to = Number.POSITIVE_INFINITY }) => from <= time && time <= to)
}

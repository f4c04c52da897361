import { type SelectableEvent, takes } from '../../services/cloudtrail/selection.ts'
import type { LoggedAccount } from '../../services/cloudtrail/trail-organization.ts'
import type { RecordedEvent, Store } from '../../store/contract.ts'
import type { TrailRow } from '../../store/trail-tables.ts'

/** What of the history is to be delivered next: so much at most as is in memory at a time. */
export interface Batch {
  readonly files: readonly Contents[]
  /** All that was recorded up to this place is in it, or is not for the trail. */
  readonly through: number
  /** There was nothing more. */
  readonly isEnd: boolean
}

/** What is to be in one log file: events of one account and region, in the order of recording. */
export interface Contents {
  readonly region: string
  readonly first: RecordedEvent
  readonly events: readonly RecordedEvent[]
}

const maxEvents = 2000
const maxBytes = 4 * 1024 * 1024
/** Read at a time: what reading their JSON takes, others wait. */
const pageEvents = 200

/** What is looked through: of whose events, and from one place up to another. */
export interface Range {
  readonly logged: readonly LoggedAccount[]
  readonly after: number
  readonly upTo: number
}

export async function nextBatch(
  store: Store,
  trail: TrailRow,
  { logged, after, upTo }: Range,
): Promise<Batch> {
  const accounts = logged.map(({ account }) => account)
  const since = new Map(logged.map(one => [one.account, one.since]))
  const files = new Map<string, { region: string; first: RecordedEvent; events: RecordedEvent[] }>()
  let through = after
  let isEnd = after >= upTo
  for (let events = 0, bytes = 0; !isEnd && events < maxEvents && bytes < maxBytes; ) {
    const page = await store.recordedAfter(accounts, { after: through, limit: pageEvents })
    for (const recorded of page.events.filter(({ sequence }) => sequence <= upTo)) {
      const isLogged = recorded.time >= (since.get(recorded.account) ?? Number.POSITIVE_INFINITY)
      const region = isLogged ? regionFor(trail, recorded) : undefined
      if (region === undefined) continue
      const name = `${recorded.account} ${region}`
      const file = files.get(name)
      if (file) file.events.push(recorded)
      else files.set(name, { region, first: recorded, events: [recorded] })
      events += 1
      bytes += recorded.event.length
    }
    through = Math.min(page.through, upTo)
    isEnd = page.isEnd || through >= upTo
  }
  return { files: [...files.values()], through, isEnd }
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

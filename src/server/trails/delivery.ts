import type { AccountId } from '../../identity/account-id.ts'
import { type DeliveredFile, noteFiles } from '../../services/cloudtrail/digested-files.ts'
import { loggedAccounts } from '../../services/cloudtrail/trail-organization.ts'
import { type TrailDelivery, type TrailRow, trails } from '../../store/trail-tables.ts'
import type { House } from '../house.ts'
import { type Batch, nextBatch } from './batch.ts'
import { contentOf, keyOf } from './log-file.ts'
import { arnOf, type OwnedTrail, placeOf, putFile, refusalCode, type Tools } from './put-file.ts'

export interface Deliverable extends OwnedTrail {
  /** Up to here the history was looked through: at least the trail's position. */
  readonly looked: number
}

/** Where nothing was for a trail, its place is written down only now and then: a write makes the account read anew. */
const maxUnwritten = 100_000

/** A request that began before the trail was stopped may be recorded so much later. */
const lateMilliseconds = 60_000

/**
 * Delivers what there is, batch by batch, until there is no more or the bucket refuses it; answers how far it has
 * looked. A batch counts as delivered once all its files are durable; when the process ends in between, the same files
 * are written again. docs/decisions/0012-services-as-callers.md
 */
export async function deliver({ account, trail: first, looked }: Deliverable, tools: Tools): Promise<number> {
  let trail = first
  let after = looked
  const { store } = tools.house
  // Before it is known whose events they are: an account that joins now begins after this place.
  const upTo = await store.lastRecorded()
  const { organizationId } = first
  const logged =
    organizationId === undefined
      ? [{ account, since: 0 }]
      : await loggedAccounts(store, account, organizationId)
  while (!tools.isEnding()) {
    const batch = await nextBatch(store, trail, { logged, after, upTo })
    const attempted = await attempt(batch, { account, trail }, tools)
    const isRefused = attempted?.delivery.error !== undefined
    const next = {
      ...(attempted && { delivery: attempted.delivery }),
      position: isRefused ? trail.position : batch.through,
      spans: batch.isEnd && !isRefused ? stillOpen(trail, tools.clock()) : trail.spans,
    }
    const isNoted = attempted || next.spans.length < trail.spans.length
    if (isNoted || batch.through - trail.position > maxUnwritten) {
      const kept = await keep(account, trail, { next, files: attempted?.files ?? [] }, tools.house)
      // It was deleted meanwhile.
      if (!kept) return batch.through
      trail = kept
    }
    if (isRefused) return trail.position
    after = batch.through
    if (batch.isEnd) break
  }
  return after
}

function stillOpen({ spans }: TrailRow, now: number) {
  return spans.filter(({ to }) => to === undefined || now - to < lateMilliseconds)
}

interface Attempted {
  readonly delivery: TrailDelivery
  /** None where one was refused: all of the batch is put again. */
  readonly files: readonly DeliveredFile[]
}

/** File by file; the first that is refused ends it. Undefined where there is nothing to deliver. */
async function attempt({ files }: Batch, owned: OwnedTrail, tools: Tools): Promise<Attempted | undefined> {
  if (files.length === 0) return undefined
  const { trail } = owned
  const attemptedAt = tools.clock()
  const delivered: DeliveredFile[] = []
  for (const { region, first, events } of files) {
    const { account } = first
    const key = keyOf({ ...placeOf(trail, account), trailArn: arnOf(owned) }, region, first)
    const { bytes, hash } = await contentOf(events)
    const called = await putFile({ key, bytes }, owned, tools)
    const error = refusalCode(called, trail.delivery?.error, owned, tools.house)
    if (error !== undefined) return { delivery: { ...trail.delivery, attemptedAt, error }, files: [] }
    const times = events.map(({ time }) => time)
    delivered.push({
      account,
      region,
      key,
      bucket: trail.bucket,
      hash,
      oldestAt: times.reduce((a, b) => Math.min(a, b)),
      newestAt: times.reduce((a, b) => Math.max(a, b)),
      deliveredAt: tools.clock(),
    })
  }
  return { delivery: { attemptedAt, deliveredAt: tools.clock() }, files: delivered }
}

interface Progress {
  readonly next: Pick<TrailRow, 'position' | 'spans' | 'delivery'>
  readonly files: readonly DeliveredFile[]
}

/** What was changed of the trail meanwhile stays as it is now; undefined where it is not there any more. */
function keep(
  account: AccountId,
  { homeRegion, trailName, createdAt, spans: seen }: TrailRow,
  { next, files }: Progress,
  { store }: House,
): Promise<TrailRow | undefined> {
  return store.write(account, async rows => {
    const present = await rows.get(trails, homeRegion, trailName)
    if (present?.createdAt !== createdAt) return undefined
    const isIn = (spans: TrailRow['spans'], from: number) => spans.some(span => span.from === from)
    const isDone = (from: number) => isIn(seen, from) && !isIn(next.spans, from)
    const spans = present.spans.filter(({ from }) => !isDone(from))
    const kept = { ...present, ...next, spans }
    await rows.put(trails, kept)
    await noteFiles(rows, kept, files)
    return kept
  })
}

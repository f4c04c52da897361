import { createHash } from 'node:crypto'
import type { AccountId } from '../../identity/account-id.ts'
import { trailOf } from '../../services/cloudtrail/trail-name.ts'
import { loggedAccounts } from '../../services/cloudtrail/trail-organization.ts'
import { type TrailDelivery, type TrailRow, trails } from '../../store/trail-tables.ts'
import { bodyOf, type Called, callAsService } from '../as-service.ts'
import type { House } from '../pipeline.ts'
import { type Batch, type Contents, nextBatch } from './batch.ts'
import { cloudtrailFor, deliveredAs } from './cloudtrail-caller.ts'
import { contentOf, keyOf } from './log-file.ts'

export interface Deliverable {
  readonly account: AccountId
  readonly trail: TrailRow
  /** Up to here the history was looked through: at least the trail's position. */
  readonly looked: number
}

interface Tools {
  readonly house: House
  readonly clock: () => number
  readonly isEnding: () => boolean
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
    const hasFiles = batch.files.length > 0
    const delivery = hasFiles ? await attempt(batch, account, trail, tools) : trail.delivery
    const isRefused = hasFiles && delivery?.error !== undefined
    const next = {
      ...(delivery && { delivery }),
      position: isRefused ? trail.position : batch.through,
      spans: batch.isEnd && !isRefused ? stillOpen(trail, tools.clock()) : trail.spans,
    }
    const isNoted = hasFiles || next.spans.length < trail.spans.length
    if (isNoted || batch.through - trail.position > maxUnwritten) {
      const kept = await keep(account, trail, next, tools.house)
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

/** File by file; the first that is refused ends it. */
async function attempt(
  { files }: Batch,
  account: AccountId,
  trail: TrailRow,
  tools: Tools,
): Promise<TrailDelivery> {
  const attemptedAt = tools.clock()
  for (const contents of files) {
    const { error, requestId } = await put(contents, { account, trail }, tools)
    if (!error) continue
    const code = error.code === 'ServiceFailure' ? 'InternalError' : error.code
    if (trail.delivery?.error !== code) {
      const { arn } = trailOf(trail.homeRegion, trail.trailName, account)
      tools.house.log.info(`${arn} could not deliver to ${trail.bucket}: ${code} (request ${requestId})`)
    }
    return { ...trail.delivery, attemptedAt, error: code }
  }
  return { attemptedAt, deliveredAt: tools.clock() }
}

async function put(
  { region, first, events }: Contents,
  { account, trail }: Pick<Deliverable, 'account' | 'trail'>,
  { house, clock }: Tools,
): Promise<Called> {
  const { arn } = trailOf(trail.homeRegion, trail.trailName, account)
  const content = await contentOf(events)
  const { keyPrefix, organizationId } = trail
  const place = {
    account: first.account,
    trailArn: arn,
    ...(keyPrefix !== undefined && { keyPrefix }),
    ...(organizationId !== undefined && { organizationId }),
  }
  return callAsService(house, {
    as: cloudtrailFor({ arn, account }),
    service: 's3',
    operation: 'PutObject',
    input: {
      Bucket: trail.bucket,
      Key: keyOf(place, region, first),
      ...deliveredAs,
      Body: bodyOf(content),
    },
    region: trail.homeRegion,
    payloadHash: createHash('sha256').update(content).digest('hex'),
    now: clock(),
  })
}

/** What was changed of the trail meanwhile stays as it is now; undefined where it is not there any more. */
function keep(
  account: AccountId,
  { homeRegion, trailName, createdAt, spans: seen }: TrailRow,
  next: Pick<TrailRow, 'position' | 'spans' | 'delivery'>,
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
    return kept
  })
}

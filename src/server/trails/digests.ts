import {
  type TrailDelivery,
  type TrailDigestRow,
  type TrailLogFileRow,
  type TrailRow,
  trailDigests,
  trailLogFiles,
  trails,
} from '../../store/trail-tables.ts'
import { type SignedDigest, signedDigest } from './digest-file.ts'
import { type OwnedTrail, putFile, refusalCode, type Tools } from './put-file.ts'
import { logSigningKey } from './signing-key.ts'

/** "CloudTrail also creates and delivers a file every hour that references the log files for the last hour". */
const hourMilliseconds = 60 * 60 * 1000

/**
 * Delivers the digests whose hour is over: a chain for each region of each account. Hours in which no server ran are in one
 * digest.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
export async function deliverDigests(owned: OwnedTrail, tools: Tools): Promise<void> {
  const { account, trail } = owned
  const { homeRegion, trailName, validatedSince } = trail
  if (validatedSince === undefined) return
  const { store } = tools.house
  const chains = await store.read(account, rows =>
    rows.list(trailDigests, { where: { homeRegion, trailName } }),
  )
  for (const chain of chains) {
    const hours = Math.floor((tools.clock() - chain.from) / hourMilliseconds)
    if (chain.since !== validatedSince || hours < 1 || tools.isEnding()) continue
    const isTaken = await deliverDigest(owned, chain, chain.from + hours * hourMilliseconds, tools)
    if (!isTaken) return
  }
}

/** False where it was refused. */
async function deliverDigest(
  owned: OwnedTrail,
  chain: TrailDigestRow,
  until: number,
  tools: Tools,
): Promise<boolean> {
  const { house, clock } = tools
  const { trail } = owned
  const files = await filesUntil(owned, chain, until, tools)
  // A trail that was stopped still says what it delivered last.
  if (files.length === 0 && !trail.isLogging) return true
  const attemptedAt = clock()
  const signer = await logSigningKey(house, attemptedAt)
  const digest = await signedDigest({ trail, chain, files, until }, signer)
  const { key, bytes, signature } = digest
  const metadata = { signature, 'signature-algorithm': 'SHA256withRSA' }
  const called = await putFile({ key, bytes, metadata }, owned, tools)
  const error = refusalCode(called, trail.digestDelivery?.error, owned, house)
  const delivery =
    error === undefined
      ? { attemptedAt, deliveredAt: clock() }
      : { ...trail.digestDelivery, attemptedAt, error }
  const moved = error === undefined ? { chain: chained(chain, trail, until, digest), files } : undefined
  await keep(owned, delivery, moved, tools)
  return error === undefined
}

async function filesUntil(
  { account: owner }: OwnedTrail,
  { homeRegion, trailName, account, region }: TrailDigestRow,
  until: number,
  { house }: Tools,
): Promise<readonly TrailLogFileRow[]> {
  const where = { homeRegion, trailName, account, region }
  const all = await house.store.read(owner, rows => rows.list(trailLogFiles, { where }))
  return all.filter(({ deliveredAt }) => deliveredAt < until)
}

/** The chain, moved on by a digest. */
function chained(
  chain: TrailDigestRow,
  { bucket }: TrailRow,
  from: number,
  { key, hash, signature }: SignedDigest,
): TrailDigestRow {
  return { ...chain, from, previous: { bucket, key, hash, signature } }
}

interface Moved {
  readonly chain: TrailDigestRow
  /** What is in the digest. */
  readonly files: readonly TrailLogFileRow[]
}

/** Nothing of it where the trail is another one by now, or its chain begins anew. */
async function keep(
  { account: owner, trail }: OwnedTrail,
  digestDelivery: TrailDelivery,
  moved: Moved | undefined,
  { house }: Tools,
): Promise<void> {
  const { homeRegion, trailName, createdAt, validatedSince } = trail
  await house.store.write(owner, async rows => {
    const present = await rows.get(trails, homeRegion, trailName)
    if (present?.createdAt !== createdAt || present.validatedSince !== validatedSince) return
    await rows.put(trails, { ...present, digestDelivery })
    if (!moved) return
    await rows.put(trailDigests, moved.chain)
    for (const { account, region, key } of moved.files)
      await rows.delete(trailLogFiles, homeRegion, trailName, account, region, key)
  })
}

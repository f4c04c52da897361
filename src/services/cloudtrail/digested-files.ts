import type { Writer } from '../../store/contract.ts'
import { type TrailLogFileRow, type TrailRow, trailDigests, trailLogFiles } from '../../store/trail-tables.ts'

type Trail = Pick<TrailRow, 'homeRegion' | 'trailName' | 'validatedSince'>

/** A log file as it was delivered. */
export type DeliveredFile = Omit<TrailLogFileRow, 'homeRegion' | 'trailName'>

/** Notes what the next digests are to tell of; nothing for a trail that has none. */
export async function noteFiles(
  rows: Writer,
  { homeRegion, trailName, validatedSince: since }: Trail,
  files: readonly DeliveredFile[],
): Promise<void> {
  if (since === undefined) return
  for (const file of files) {
    const place = [homeRegion, trailName, file.account, file.region] as const
    const chain = await rows.get(trailDigests, ...place)
    if (chain?.since !== since) {
      await deleteFiles(rows, { homeRegion, trailName, account: file.account, region: file.region })
      const { account, region } = file
      await rows.put(trailDigests, { homeRegion, trailName, account, region, since, from: since })
    }
    await rows.put(trailLogFiles, { homeRegion, trailName, ...file })
  }
}

/** With the trail itself. */
export async function deleteDigests(
  rows: Writer,
  { homeRegion, trailName }: Pick<TrailRow, 'homeRegion' | 'trailName'>,
): Promise<void> {
  await deleteFiles(rows, { homeRegion, trailName })
  for (const { account, region } of await rows.list(trailDigests, { where: { homeRegion, trailName } }))
    await rows.delete(trailDigests, homeRegion, trailName, account, region)
}

type Chain = Pick<TrailLogFileRow, 'homeRegion' | 'trailName'> &
  Partial<Pick<TrailLogFileRow, 'account' | 'region'>>

async function deleteFiles(rows: Writer, where: Chain): Promise<void> {
  for (const { homeRegion, trailName, account, region, key } of await rows.list(trailLogFiles, { where }))
    await rows.delete(trailLogFiles, homeRegion, trailName, account, region, key)
}

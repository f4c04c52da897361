import { bucketOfContent, type ContentId, type ObjectContents } from '../../objects/contract.ts'
import { bucketPartition, type Store } from '../../store/contract.ts'
import { objectVersions, parts } from '../../store/object-tables.ts'

/** How many are looked up in one reading: others get their turn between. */
const atOnce = 200

/**
 * Removes content that nothing refers to: what was written, or about to be removed, when the process ended. `present` is
 * what was there before the first request: of that, what no row knows now no row will ever know.
 */
export async function sweepContents(
  present: readonly ContentId[],
  { store, contents }: { readonly store: Store; readonly contents: ObjectContents },
): Promise<void> {
  for (const [bucket, ids] of Map.groupBy(present, bucketOfContent)) {
    for (let at = 0; at < ids.length; at += atOnce) {
      const stray = await unreferenced(store, bucket, ids.slice(at, at + atOnce))
      if (stray.length > 0) await contents.delete(stray)
    }
  }
}

async function unreferenced(
  store: Store,
  bucket: string,
  ids: readonly ContentId[],
): Promise<readonly ContentId[]> {
  return store.read(bucketPartition(bucket), async rows => {
    const stray: ContentId[] = []
    for (const contentId of ids) {
      const where = { contentId }
      const known =
        (await rows.count(objectVersions, { index: 'byContent', where })) +
        (await rows.count(parts, { index: 'byPartContent', where }))
      if (known === 0) stray.push(contentId)
    }
    return stray
  })
}

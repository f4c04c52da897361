import { useMemo } from 'react'
import type { Pages } from '../api/pages.ts'

/** What a list to choose from leaves out, by its keys: what is there already. */
export interface Taken {
  readonly keys: ReadonlySet<string>
  /** It is not known yet. */
  readonly isPending?: boolean
}

/**
 * A list to choose from. Nothing is offered before it is known what is there already; to who may not read that, everything
 * is. `keyOf` is the same from one drawing to the next.
 */
export function useOffered<Item>(
  pages: Pages<Item>,
  keyOf: (item: Item) => string,
  without?: Taken,
): Pages<Item> {
  const { keys, isPending = false } = without ?? {}
  const items = useMemo(
    () => (isPending ? [] : pages.items.filter(item => !keys?.has(keyOf(item)))),
    [pages.items, keyOf, keys, isPending],
  )
  return { ...pages, items, isPending: pages.isPending || isPending }
}

import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useSession } from '../session/session.tsx'

/** What is asked of a list: IAM's `Marker` and `MaxItems`, or whatever the service calls them. */
export interface PageWanted {
  readonly marker: string | undefined
  readonly maxItems: number
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; absent after the last. */
  readonly marker?: string | undefined
}

/** A list as far as it has been read. */
export interface Pages<Item> {
  readonly items: readonly Item[]
  readonly hasMore: boolean
  readonly isPending: boolean
  readonly isLoadingMore: boolean
  readonly isRefreshing: boolean
  readonly error: Error | null
  readonly loadMore: () => void
  /** Reads as many pages as come until it is time to draw them; true where there are more. For {@link useReadOn}. */
  readonly readOn: () => Promise<boolean>
  readonly refresh: () => void
}

/** The first page is small, to be there soon; who wants more wants all of it: IAM's most is 1,000. */
const firstItems = 100
const moreItems = 1000

/** Drawing a table takes longer than reading a page: whoever waits for all of them sees the rows this often. */
const drawnEveryMs = 200

/**
 * A list that the server gives in pages, read as far as somebody looks: for {@link ResourceTable}.
 *
 *     usePages(['users'], async ({ marker, maxItems }) => {
 *       const { Users = [], Marker } = await iam.send(new ListUsersCommand({ Marker: marker, MaxItems: maxItems }))
 *       return { items: Users, marker: Marker }
 *     })
 */
export function usePages<Item>(
  key: QueryKey,
  read: (wanted: PageWanted) => Promise<Page<Item>>,
  options: { readonly enabled?: boolean } = {},
): Pages<Item> {
  const { scope } = useSession()
  const readsOn = useRef(false)
  const query = useInfiniteQuery({
    queryKey: [scope, ...key, 'pages'],
    queryFn: ({ pageParam: marker }) => {
      if (marker === undefined) return read({ marker, maxItems: firstItems })
      const next = { marker, maxItems: moreItems }
      return readsOn.current ? readForAWhile(read, next) : read(next)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.marker,
    ...options,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query
  const items = useMemo(() => (data?.pages ?? []).flatMap(page => page.items), [data])
  return {
    items,
    hasMore: hasNextPage,
    isPending: query.isPending && query.fetchStatus !== 'idle',
    isLoadingMore: isFetchingNextPage,
    isRefreshing: query.isFetching && !isFetchingNextPage,
    error: query.error,
    loadMore: useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]),
    readOn: useCallback(async () => {
      readsOn.current = true
      const after = await fetchNextPage({ cancelRefetch: false })
      readsOn.current = false
      return after.hasNextPage && !after.isError
    }, [fetchNextPage]),
    refresh: useCallback(() => void refetch(), [refetch]),
  }
}

async function readForAWhile<Item>(
  read: (wanted: PageWanted) => Promise<Page<Item>>,
  from: PageWanted,
): Promise<Page<Item>> {
  const until = performance.now() + drawnEveryMs
  const items: Item[] = []
  let marker = from.marker
  do {
    const page = await read({ ...from, marker })
    items.push(...page.items)
    marker = page.marker
  } while (marker !== undefined && performance.now() < until)
  return { items, marker }
}

/** As often as there is something to read. */
export const toItsEnd = Number.POSITIVE_INFINITY

/** Reads on in a list, so many times; a refusal stops it until it is mended. */
export function useReadOn<Item>(pages: Pages<Item>, times: number): void {
  const wanted = pages.hasMore && !pages.error ? times : 0
  const readOn = useEffectEvent(() => pages.readOn())
  useEffect(() => {
    let left = wanted
    const read = async () => {
      while (left > 0 && (await readOn())) left -= 1
    }
    void read()
    return () => {
      left = 0
    }
  }, [wanted])
}

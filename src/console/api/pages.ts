import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
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
  readonly refresh: () => void
}

/** The first page is small, to be there soon; who wants more wants all of it: IAM's most is 1,000. */
const firstItems = 100
const moreItems = 1000

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
  const query = useInfiniteQuery({
    queryKey: [scope, ...key, 'pages'],
    queryFn: ({ pageParam }) =>
      read({ marker: pageParam, maxItems: pageParam === undefined ? firstItems : moreItems }),
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
    refresh: useCallback(() => void refetch(), [refetch]),
  }
}

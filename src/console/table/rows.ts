import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type Pages, toItsEnd, useReadOn } from '../api/pages.ts'
import { type Column, type SearchTexts, type Sorting, searched, sorted } from './column.ts'

/**
 * So often is read on for somebody who may be about to search or sort: a second long, or pages of IAM for the 5,000 users
 * that an account can have. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const timesAhead = 5

/** Which rows of a list are to be seen: searched, sorted, and one page of them. */
export function useRows<Item>(pages: Pages<Item>, columns: readonly Column<Item>[], pageSize: number) {
  const [search, setSearch] = useState('')
  const [sorting, setSorting] = useState<Sorting>()
  const [page, setPage] = useState(1)
  const [isApproached, setApproached] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns, other texts
  const texts: SearchTexts = useMemo(() => new WeakMap(), [columns])
  const found = useMemo(
    () => searched(pages.items, columns, search, texts),
    [pages.items, columns, search, texts],
  )
  const inOrder = useMemo(() => sorted(found, columns, sorting), [found, columns, sorting])

  const needsAll = search !== '' || sorting !== undefined
  const ahead = isApproached ? timesAhead : 0
  useReadOn(pages, needsAll ? toItsEnd : ahead)
  const isShort = page * pageSize > pages.items.length && !pages.isPending
  const { hasMore, isLoadingMore, error, loadMore } = pages
  useEffect(() => {
    if (isShort && hasMore && !isLoadingMore && !error) loadMore()
  }, [isShort, hasMore, isLoadingMore, error, loadMore])

  // Deleting what was on the last page leaves the one before it.
  const last = Math.max(1, Math.ceil(inOrder.length / pageSize))
  const here = hasMore ? page : Math.min(page, last)
  return {
    search,
    searchFor: (text: string) => {
      setSearch(text)
      setPage(1)
    },
    sorting,
    sort: (by: Sorting) => {
      setSorting(by)
      setPage(1)
    },
    page: here,
    pages: last,
    turnTo: setPage,
    needsAll,
    /** What is shown is of the part that has been read so far. */
    isPartial: needsAll && pages.hasMore,
    /** Somebody is about to search or to sort. */
    approach: () => setApproached(true),
    found: found.length,
    shown: inOrder.slice((here - 1) * pageSize, here * pageSize),
  }
}

export type Rows<Item> = ReturnType<typeof useRows<Item>>

/** A list that came in one piece, as `ResourceTable` takes it. */
export function allOf<Item>(
  items: readonly Item[],
  { refresh = () => {}, isRefreshing = false }: { refresh?: () => void; isRefreshing?: boolean } = {},
): Pages<Item> {
  return {
    items,
    hasMore: false,
    isPending: false,
    isLoadingMore: false,
    isRefreshing,
    error: null,
    loadMore: () => {},
    readOn: async () => false,
    refresh,
  }
}

/** What was read in one piece, as `ResourceTable` takes it: it shows waiting and refusals, and keeps title and buttons. */
export function pagesOf<Item>(read: UseQueryResult<readonly Item[], Error>): Pages<Item> {
  const { data = [], error, isPending, isFetching, refetch } = read
  const all = allOf(data, { refresh: () => void refetch(), isRefreshing: isFetching })
  return { ...all, isPending, error }
}

import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { useSession } from '../session/session.tsx'

/** What of a read its readers need; a query of TanStack Query is one. */
export interface Read<Data> {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** True below what is about to change: rows of a list that is still being read, each with more to ask about it. */
export const HeldReads = createContext(false)

/**
 * Reads something as the identity in force, and keeps it. `key` names what is read, most general first:
 * `['user', name, 'tags']`. Show the answer with {@link Readable}, which knows of waiting and of refusals.
 */
export function useRead<Data>(
  key: QueryKey,
  read: () => Promise<Data>,
  options: {
    readonly enabled?: boolean
    readonly refetchInterval?: number
    /** Nothing that was read before will do. */
    readonly isFresh?: boolean
  } = {},
): UseQueryResult<Data, Error> {
  const { scope } = useSession()
  const { isFresh = false, enabled = true, ...others } = options
  const isHeld = useContext(HeldReads)
  return useQuery<Data, Error>({
    queryKey: [scope, ...key],
    queryFn: read,
    enabled: enabled && !isHeld,
    ...(isFresh && { gcTime: 0, staleTime: 0 }),
    ...others,
  })
}

/** What was read under keys, for whoever changes it otherwise than by {@link useWrite}. */
export function useKeptReads() {
  const { scope } = useSession()
  const queries = useQueryClient()
  const under = (key: QueryKey) => ({ queryKey: [scope, ...key] })
  return {
    readAgain: (...keys: readonly QueryKey[]) =>
      Promise.all(keys.map(key => queries.invalidateQueries(under(key)))),
    /** What is there no more is not read again. */
    forget: (...keys: readonly QueryKey[]) => {
      for (const key of keys) queries.removeQueries(under(key))
    },
  }
}

/**
 * Changes something: `useWrite(write, [['users'], ['user', name]])`. What was read under the keys named is read again
 * before the write counts as done. `mutate(input)` starts it, `mutateAsync` waits for it; `isPending` and `error` say how
 * it goes: give `error` to {@link FaultNotice}.
 */
export function useWrite<Input = void, Output = unknown>(
  write: (input: Input) => Promise<Output>,
  changes: readonly QueryKey[] = [],
): UseMutationResult<Output, Error, Input> {
  const { readAgain } = useKeptReads()
  return useMutation<Output, Error, Input>({
    mutationFn: write,
    // Also after a failure: several calls may have gone through before the one that did not.
    onSettled: () => readAgain(...changes),
  })
}

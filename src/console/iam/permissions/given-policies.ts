import { type Pages, usePages } from '../../api/pages.ts'
import { type AttachedPolicy, holderKey, type PolicyHolder } from './policy-holder.ts'

/** A policy that a holder has: attached to it, or its own. */
export type GivenPolicy =
  | ({ readonly kind: 'managed' } & AttachedPolicy)
  | { readonly kind: 'inline'; readonly name: string }

export function givenPolicyKey(policy: GivenPolicy): string {
  return policy.kind === 'managed' ? policy.arn : `inline ${policy.name}`
}

export function useAttachedPolicies(holder: PolicyHolder): Pages<AttachedPolicy> {
  return usePages([...holderKey(holder), 'attached'], holder.listAttached)
}

export function useInlinePolicies(holder: PolicyHolder): Pages<string> {
  return usePages([...holderKey(holder), 'inline'], holder.listInline)
}

/** Both lists as one. Where one of them may not be read, the other is shown: its own `error` says why. */
export function givenPolicies(attached: Pages<AttachedPolicy>, inline: Pages<string>): Pages<GivenPolicy> {
  const all = [attached, inline]
  const unfinished = all.filter(pages => pages.hasMore && !pages.error)
  return {
    items: [
      ...attached.items.map(policy => ({ kind: 'managed', ...policy }) as const),
      ...inline.items.map(name => ({ kind: 'inline', name }) as const),
    ],
    hasMore: unfinished.length > 0,
    isPending: all.some(({ isPending }) => isPending),
    isLoadingMore: all.some(({ isLoadingMore }) => isLoadingMore),
    isRefreshing: all.some(({ isRefreshing }) => isRefreshing),
    error: inline.error && attached.error,
    loadMore: () => {
      for (const { loadMore } of unfinished) loadMore()
    },
    readOn: async () => (await Promise.all(unfinished.map(({ readOn }) => readOn()))).includes(true),
    refresh: () => {
      for (const { refresh } of all) refresh()
    },
  }
}

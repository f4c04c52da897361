import type { QueryKey } from '@tanstack/react-query'
import type { Page, PageWanted } from '../../api/pages.ts'
import type { Crumb } from '../../shell/page.tsx'

export type PolicyHolderKind = 'user' | 'group' | 'role'

/** A user, group or role as far as its policies go: the same pages serve all three. */
export interface PolicyHolder {
  readonly kind: PolicyHolderKind
  readonly name: string
  /** Its details page; forms about its policies stand below it. */
  readonly href: string
  /** Where its policies are shown, and forms about them lead back to. */
  readonly shownAt: string
  /** What leads back from forms about it. */
  readonly crumbs: readonly Crumb[]
  readonly listAttached: (wanted: PageWanted) => Promise<Page<AttachedPolicy>>
  /** Names. */
  readonly listInline: (wanted: PageWanted) => Promise<Page<string>>
  readonly attach: (policyArn: string) => Promise<unknown>
  readonly detach: (policyArn: string) => Promise<unknown>
  readonly inlineDocument: (policyName: string) => Promise<string>
  readonly putInline: (policyName: string, document: string) => Promise<unknown>
  readonly deleteInline: (policyName: string) => Promise<unknown>
  /** Groups have none. */
  readonly boundary?: {
    readonly put: (policyArn: string) => Promise<unknown>
    readonly remove: () => Promise<unknown>
  }
}

export interface AttachedPolicy {
  readonly name: string
  readonly arn: string
}

/** Whatever is read of the holder stands below this key, and is read again when its policies change. */
export function holderKey({ kind, name }: Pick<PolicyHolder, 'kind' | 'name'>): QueryKey {
  return [kind, name]
}

/** How often a policy is in use is part of lists of policies. */
export function changedKeys(holder: PolicyHolder): readonly QueryKey[] {
  return [holderKey(holder), ['policies']]
}

/** Forms about the policies of a holder. */
export const formsBelow = {
  attach: ({ href }: PolicyHolder) => `${href}/attach-policies`,
  createInline: ({ href }: PolicyHolder) => `${href}/create-policy`,
  editInline: ({ href }: PolicyHolder, policy: string) => `${href}/edit-policy/${encodeURIComponent(policy)}`,
  boundary: ({ href }: PolicyHolder) => `${href}/permissions-boundary`,
} as const

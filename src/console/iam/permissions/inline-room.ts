import { limits, policySize } from '../../../policy/limits.ts'
import { useRead } from '../../api/read.ts'
import { holderKey, type PolicyHolder } from './policy-holder.ts'

/**
 * Characters that are left for one inline policy: the quota is on all of a holder together. Where the others may not be
 * read it is the whole quota, and IAM says what it takes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function useInlineRoom(
  holder: PolicyHolder,
  names: readonly string[],
  edited: string | undefined,
): number {
  const others = names.filter(name => name !== edited)
  const sizes = useRead(
    [...holderKey(holder), 'inline-sizes', ...others],
    async () => {
      const documents = await Promise.all(others.map(name => holder.inlineDocument(name)))
      return documents.map(policySize)
    },
    { enabled: others.length > 0 },
  )
  const used = (sizes.data ?? []).reduce((sum, size) => sum + size, 0)
  return Math.max(0, limits[holder.kind] - used)
}

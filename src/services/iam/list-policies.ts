import type { AccountId } from '../../identity/account-id.ts'
import { positionOf, type Reader } from '../../store/contract.ts'
import { type PolicyRow, policies } from '../../store/tables.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import { nameKeyOf } from './lookup.ts'
import { awsPolicyPrefix, listedPolicy, managedPolicy, ownPolicyPrefix, usageOf } from './managed-policies.ts'
import { iam } from './operation.ts'
import { pageOfSections, rowsAfter, type Section } from './sections.ts'
import { attachedArns, boundaryArns, usedArns } from './used-policies.ts'

/**
 * The account's own policies in the order of their ARNs, then AWS's in the order in which it made them.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
 */
export const ListPolicies = iam('ListPolicies', {
  resource: ({ input }) => ({ arn: '*', shownAs: `policy path ${input.PathPrefix ?? '/'}` }),
  read: async ({ input, caller, rows }) => {
    const { items, ...page } = await pageOfSections('policies', input, sections(rows, caller.account, input))
    const used = await usedAmong(rows, items)
    const shown = []
    for (const policyArn of items) {
      const policy = await managedPolicy(rows, policyArn)
      const usage = used.has(policyArn) ? await usageOf(rows, policyArn) : { attachments: 0, boundaries: 0 }
      if (policy) shown.push(listedPolicy(policy, usage))
    }
    return { Policies: shown, ...page }
  },
})

interface Filters {
  readonly Scope?: string | undefined
  readonly OnlyAttached?: boolean | undefined
  readonly PathPrefix?: string | undefined
  readonly PolicyUsageFilter?: string | undefined
}

type Arns = (range: { startsWith: string; after: string | undefined }) => AsyncIterable<string>

function sections(rows: Reader, account: AccountId, filters: Filters): readonly Section<string>[] {
  const used = usedArnsFor(rows, filters)
  const own = ownPolicyPrefix(account, filters.PathPrefix)
  const aws = awsPolicyPrefix(filters.PathPrefix)
  return [
    ...(filters.Scope === 'AWS' ? [] : [section('own', own, used ?? (range => ownArns(rows, range)))]),
    ...(filters.Scope === 'Local' ? [] : [section('aws', aws, used ? amongAwsArns(used) : awsArns)]),
  ]
}

/** Those of AWS's policies that are in use; what has no place in AWS's order any more is left out. */
function amongAwsArns(used: Arns): Arns {
  return async function* ({ startsWith, after }) {
    const inUse = new Set<string>()
    for await (const policyArn of used({ startsWith, after: undefined })) inUse.add(policyArn)
    for (const policyArn of awsManagedPolicies.arns({ startsWith, after })) {
      if (inUse.has(policyArn)) yield policyArn
    }
  }
}

/** Undefined when the list is not narrowed to policies in use. */
function usedArnsFor(rows: Reader, { OnlyAttached, PolicyUsageFilter }: Filters): Arns | undefined {
  if (PolicyUsageFilter === 'PermissionsBoundary') return range => boundaryArns(rows, range)
  if (PolicyUsageFilter === 'PermissionsPolicy' || OnlyAttached) return range => attachedArns(rows, range)
  return undefined
}

function section(name: string, startsWith: string, arns: Arns): Section<string> {
  return {
    name,
    items: async function* (after) {
      for await (const item of arns({ startsWith, after })) yield { key: item, item }
    },
  }
}

async function* ownArns(
  rows: Reader,
  { startsWith, after }: { startsWith: string; after: string | undefined },
): AsyncGenerator<string> {
  const position = after === undefined ? undefined : positionOf(policies, rowAt(after), 'byArn')
  for await (const { arn } of rowsAfter(rows, policies, { index: 'byArn', startsWith }, position)) yield arn
}

/** What a policy's place in the order of ARNs is made of. */
function rowAt(policyArn: string): PolicyRow {
  const nameKey = nameKeyOf(policyArn.slice(policyArn.lastIndexOf('/') + 1))
  return { arn: policyArn, nameKey } as PolicyRow
}

async function* awsArns(range: { startsWith: string; after: string | undefined }): AsyncGenerator<string> {
  yield* awsManagedPolicies.arns(range)
}

/** Few policies of a page are in use, so that only theirs are counted. */
async function usedAmong(rows: Reader, page: readonly string[]): Promise<ReadonlySet<string>> {
  const arns = page.toSorted()
  const last = arns.at(-1) ?? ''
  const used = new Set<string>()
  for await (const policyArn of usedArns(rows, { startsWith: 'arn:', after: justBefore(arns[0] ?? '') })) {
    if (policyArn > last) break
    used.add(policyArn)
  }
  return used
}

/** Less than the text, and not less than anything an ARN could be between. */
function justBefore(text: string): string {
  return text.slice(0, -1)
}

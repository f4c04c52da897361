import type { Reader } from '../../store/contract.ts'
import { type MemberRow, members, type OrganizationRow } from '../../store/organization-tables.ts'
import { shownAccount } from './answers.ts'
import { constraint, refusal } from './errors.ts'
import { memberNamed, parentOr } from './hierarchy.ts'
import { inOrganization } from './operation.ts'
import { pageOf } from './paging.ts'
import { removeMember } from './remove-member.ts'
import { resourceById } from './resources.ts'
import { recordCloseAccountResult } from './result-events.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
export const DescribeAccount = inOrganization('DescribeAccount', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  read: async ({ input, rows, organization }) => ({
    Account: await shownAccount(rows, organization, await memberNamed(rows, input.AccountId)),
  }),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export const ListAccounts = inOrganization('ListAccounts', {
  for: 'readers',
  read: async ({ input, rows, organization }) => {
    const { items, next } = await pageOf(rows, members, input)
    return { Accounts: await Promise.all(items.map(each => shownAccount(rows, organization, each))), ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html */
export const ListAccountsForParent = inOrganization('ListAccountsForParent', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ParentId),
  read: async ({ input, rows, organization }) => {
    const { ParentId: parentId } = input
    await parentOr('ParentNotFoundException', rows, organization, parentId)
    const { items, next } = await pageOf(rows, members, input, { index: 'byParent', where: { parentId } })
    return { Accounts: await Promise.all(items.map(each => shownAccount(rows, organization, each))), ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html */
export const MoveAccount = inOrganization('MoveAccount', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  alsoOn: ({ input, rows, organization }) =>
    Promise.all(
      [input.SourceParentId, input.DestinationParentId].map(id => resourceById(rows, organization, id)),
    ),
  write: async ({ input, rows, organization }) => {
    const { AccountId, SourceParentId, DestinationParentId } = input
    const member = await memberNamed(rows, AccountId)
    await parentOr('SourceParentNotFoundException', rows, organization, SourceParentId)
    await parentOr('DestinationParentNotFoundException', rows, organization, DestinationParentId)
    if (member.parentId !== SourceParentId) throw refusal('AccountNotFoundException')
    if (SourceParentId === DestinationParentId) throw refusal('DuplicateAccountException')
    await rows.put(members, { ...member, parentId: DestinationParentId })
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html */
export const RemoveAccountFromOrganization = inOrganization('RemoveAccountFromOrganization', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  handle: async ({ input, organization, store }) => {
    const { accountId: account } = await store.read(organization.organizationId, rows =>
      memberNamed(rows, input.AccountId),
    )
    await removeMember({ organization, store, account })
    return {}
  },
})

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000

/**
 * A closed account is there for ninety days more, and lets nobody do anything.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CloseAccount.html
 */
export const CloseAccount = inOrganization('CloseAccount', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  handle: async call => {
    const { input, organization, store, now } = call
    const closed = await store.write(organization.organizationId, async rows => {
      const member = await memberNamed(rows, input.AccountId)
      await mayBeClosed(rows, member, organization, now)
      await rows.put(members, { ...member, status: 'SUSPENDED', closedAt: now })
      return member.accountId
    })
    await recordCloseAccountResult(call, closed)
    return {}
  },
})

async function mayBeClosed(
  rows: Reader,
  { accountId, status }: MemberRow,
  { managementAccount }: OrganizationRow,
  now: number,
): Promise<void> {
  if (accountId === managementAccount) throw constraint('CANNOT_CLOSE_MANAGEMENT_ACCOUNT')
  if (status === 'SUSPENDED') throw refusal('AccountAlreadyClosedException')
  const all = await rows.list(members)
  const closed = all.filter(({ closedAt }) => closedAt !== undefined && closedAt > now - thirtyDaysMs)
  // "You can close only 10% of member accounts, between 10 and 1000, within a rolling 30 day period."
  const quota = Math.min(1000, Math.max(10, Math.floor((all.length - 1) / 10)))
  if (closed.length >= quota) throw constraint('CLOSE_ACCOUNT_QUOTA_EXCEEDED')
}

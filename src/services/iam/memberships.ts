import { memberships } from '../../store/tables.ts'
import { shownGroup } from './answers.ts'
import { groupNamed, groupWithId, userNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { pageOfList } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { groupResource, userResource } from './resources.ts'

/**
 * Adding a member again is no error.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
 */
export const AddUserToGroup = iam('AddUserToGroup', {
  resource: call => groupResource(call, call.input.GroupName),
  write: async ({ input, rows }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const { groupId } = await groupNamed(rows, input.GroupName)
    if (await rows.get(memberships, groupId, userId)) return {}
    mustStayWithin('GroupsPerUser', await rows.count(memberships, { index: 'byUser', where: { userId } }))
    await rows.insert(memberships, { groupId, userId })
    return {}
  },
})

/**
 * Removing who is no member is no error.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
 */
export const RemoveUserFromGroup = iam('RemoveUserFromGroup', {
  resource: call => groupResource(call, call.input.GroupName),
  write: async ({ input, rows }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const { groupId } = await groupNamed(rows, input.GroupName)
    await rows.delete(memberships, groupId, userId)
    return {}
  },
})

/**
 * By name, as other lists are; a user is in ten groups at most.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
 */
export const ListGroupsForUser = iam('ListGroupsForUser', {
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const joined = await rows.list(memberships, { index: 'byUser', where: { userId } })
    const found = await Promise.all(joined.map(({ groupId }) => groupWithId(rows, groupId)))
    const byName = found
      .flatMap(group => group ?? [])
      .sort((one, other) => (one.nameKey < other.nameKey ? -1 : 1))
    const { items, ...page } = pageOfList('memberships.name', input, byName)
    return { Groups: items.map(group => shownGroup(caller.account, group)), ...page }
  },
})

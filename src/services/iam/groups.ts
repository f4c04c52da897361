import { arn } from '../../identity/arn.ts'
import type { Reader } from '../../store/contract.ts'
import { attachments, type GroupRow, groups, inlinePolicies, memberships } from '../../store/tables.ts'
import { listedUser, shownGroup } from './answers.ts'
import { groupNamed, nameKeyOf, userWithId } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf, pageUnder } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { groupResource, pathResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const CreateGroup = iam('CreateGroup', {
  resource: ({ input, caller }) => ({ arn: arn.group(caller.account, input.Path ?? '/', input.GroupName) }),
  write: async ({ input, caller, rows, now, vault }) => {
    const group: GroupRow = {
      nameKey: nameKeyOf(input.GroupName),
      groupName: input.GroupName,
      path: input.Path ?? '/',
      groupId: vault.newId('AGPA', caller.account),
      createdAt: now,
    }
    await mustBeFree(rows, input.GroupName)
    mustStayWithin('GroupsPerAccount', await rows.count(groups))
    await rows.insert(groups, group)
    return { Group: shownGroup(caller.account, group) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const GetGroup = iam('GetGroup', {
  resource: call => groupResource(call, call.input.GroupName),
  read: async ({ input, caller, rows }) => {
    const group = await groupNamed(rows, input.GroupName)
    const where = { groupId: group.groupId }
    const { items, ...page } = await pageOf(rows, memberships, input, { where })
    const members = await Promise.all(items.map(({ userId }) => userWithId(rows, userId)))
    return {
      Group: shownGroup(caller.account, group),
      Users: members.flatMap(user => (user ? [listedUser(caller.account, user)] : [])),
      ...page,
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const ListGroups = iam('ListGroups', {
  resource: ({ input, caller }) => pathResource(caller, 'group', input.PathPrefix),
  read: async ({ input, caller, rows }) => {
    const { items, ...page } = await pageUnder(rows, groups, input)
    return { Groups: items.map(group => shownGroup(caller.account, group)), ...page }
  },
})

/**
 * A rename must be allowed for the old name and for the new one.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
 */
export const UpdateGroup = iam('UpdateGroup', {
  resource: call => groupResource(call, call.input.GroupName),
  alsoOn: async ({ input, caller, rows }) => {
    const group = await rows.get(groups, nameKeyOf(input.GroupName))
    if (!group || (input.NewPath === undefined && input.NewGroupName === undefined)) return []
    const path = input.NewPath ?? group.path
    return [{ arn: arn.group(caller.account, path, input.NewGroupName ?? group.groupName) }]
  },
  write: async ({ input, rows }) => {
    const group = await groupNamed(rows, input.GroupName)
    const groupName = input.NewGroupName ?? group.groupName
    const renamed = { ...group, groupName, nameKey: nameKeyOf(groupName), path: input.NewPath ?? group.path }
    if (renamed.nameKey !== group.nameKey) {
      await mustBeFree(rows, groupName)
      await rows.delete(groups, group.nameKey)
    }
    await rows.put(groups, renamed)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const DeleteGroup = iam('DeleteGroup', {
  resource: call => groupResource(call, call.input.GroupName),
  write: async ({ input, rows }) => {
    const { groupId, nameKey } = await groupNamed(rows, input.GroupName)
    for (const { first, isThere } of beforeDeletion) {
      if (await isThere(rows, groupId)) {
        throw iamError('DeleteConflictException', `Cannot delete entity, must ${first} first.`)
      }
    }
    await rows.delete(groups, nameKey)
    return {}
  },
})

/** What must be gone before a group can be deleted. */
const beforeDeletion: readonly {
  readonly first: string
  readonly isThere: (rows: Reader, groupId: string) => Promise<boolean>
}[] = [
  {
    first: 'remove users from group',
    isThere: async (rows, groupId) =>
      (await rows.list(memberships, { where: { groupId }, limit: 1 })).length > 0,
  },
  {
    first: 'detach all policies',
    isThere: async (rows, entityId) =>
      (await rows.list(attachments, { where: { entityId }, limit: 1 })).length > 0,
  },
  {
    first: 'delete policies',
    isThere: async (rows, entityId) =>
      (await rows.list(inlinePolicies, { where: { entityId }, limit: 1 })).length > 0,
  },
]

async function mustBeFree(rows: Reader, groupName: string): Promise<void> {
  if (await rows.get(groups, nameKeyOf(groupName))) {
    throw iamError('EntityAlreadyExistsException', `Group with name ${groupName} already exists.`)
  }
}

import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { GroupRow, UserRow } from '../../store/tables.ts'
import { shownBoundary } from './boundaries.ts'
import { shownTags } from './tags.ts'

/** A user as lists show it: without tags and permissions boundary. */
export function listedUser(account: AccountId, user: UserRow) {
  const used = user.passwordLastUsedAt
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: arn.user(account, user.path, user.userName),
    CreateDate: new Date(user.createdAt),
    ...(used === undefined ? {} : { PasswordLastUsed: new Date(used) }),
  }
}

export function shownUser(account: AccountId, user: UserRow) {
  return { ...listedUser(account, user), ...shownBoundary(user.boundaryArn), ...shownTags(user.tags) }
}

export function shownGroup(account: AccountId, group: GroupRow) {
  return {
    Path: group.path,
    GroupName: group.groupName,
    GroupId: group.groupId,
    Arn: arn.group(account, group.path, group.groupName),
    CreateDate: new Date(group.createdAt),
  }
}

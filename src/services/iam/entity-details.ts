import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Reader } from '../../store/contract.ts'
import {
  attachments,
  type GroupRow,
  inlinePolicies,
  memberships,
  type RoleRow,
  type UserRow,
} from '../../store/tables.ts'
import { shownGroup } from './answers.ts'
import { shownAttachment } from './attaching.ts'
import { shownBoundary } from './boundaries.ts'
import { shownDocument } from './documents.ts'
import { shownInlinePolicy } from './inline.ts'
import { groupWithId } from './lookup.ts'
import { listedPolicy, type ManagedPolicy, shownVersion, usageOf, versionsOf } from './managed-policies.ts'
import { allTags } from './tags.ts'

/**
 * Entities with all that hangs on them. Which lists are there when they are empty is as recorded answers have
 * it: all but a user's inline policies.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function userDetail(rows: Reader, account: AccountId, user: UserRow) {
  const inline = await inlineOf(rows, user.userId)
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: arn.user(account, user.path, user.userName),
    CreateDate: new Date(user.createdAt),
    ...(inline.length > 0 ? { UserPolicyList: inline } : {}),
    GroupList: await groupNamesOf(rows, user.userId),
    AttachedManagedPolicies: await attachedTo(rows, user.userId),
    ...shownBoundary(user.boundaryArn),
    ...allTags(user.tags),
  }
}

export async function groupDetail(rows: Reader, account: AccountId, group: GroupRow) {
  return {
    ...shownGroup(account, group),
    GroupPolicyList: await inlineOf(rows, group.groupId),
    AttachedManagedPolicies: await attachedTo(rows, group.groupId),
  }
}

/** Without trust policy, last use and instance profiles, for which the rows of the account are not enough. */
export async function roleDetail(rows: Reader, role: RoleRow) {
  return {
    RolePolicyList: await inlineOf(rows, role.roleId),
    AttachedManagedPolicies: await attachedTo(rows, role.roleId),
    ...shownBoundary(role.boundaryArn),
    ...allTags(role.tags),
  }
}

export async function policyDetail(rows: Reader, policy: ManagedPolicy) {
  const versions = await versionsOf(rows, policy)
  return {
    ...listedPolicy(policy, await usageOf(rows, policy.arn)),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    PolicyVersionList: versions.map(version => ({
      Document: shownDocument(version.text),
      ...shownVersion(version, policy.defaultVersion),
    })),
  }
}

async function inlineOf(rows: Reader, entityId: string) {
  return (await rows.list(inlinePolicies, { where: { entityId } })).map(shownInlinePolicy)
}

async function attachedTo(rows: Reader, entityId: string) {
  return (await rows.list(attachments, { where: { entityId } })).map(shownAttachment)
}

async function groupNamesOf(rows: Reader, userId: string): Promise<string[]> {
  const found = await rows.list(memberships, { index: 'byUser', where: { userId } })
  const names: string[] = []
  for (const { groupId } of found) {
    const group = await groupWithId(rows, groupId)
    if (group) names.push(group.groupName)
  }
  return names
}

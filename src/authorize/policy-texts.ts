import type { AccountId } from '../identity/account-id.ts'
import { arn } from '../identity/arn.ts'
import type { PolicySource } from '../policy/request.ts'
import { settingOf } from '../store/account-settings.ts'
import type { Reader } from '../store/contract.ts'
import {
  attachments,
  type EntityType,
  groups,
  inlinePolicies,
  memberships,
  policies,
  policyVersions,
  roles,
  users,
} from '../store/tables.ts'
import type { ManagedDocuments } from './question.ts'

/** A policy as it is written, where it hangs, and how it got there. */
export interface PolicyText {
  readonly source: PolicySource
  readonly text: string
  readonly origin: PolicyOrigin
}

export type PolicyOrigin =
  | { readonly kind: 'inline'; readonly policyName: string; readonly on: PolicyHolder }
  | { readonly kind: 'managed'; readonly policyName: string; readonly policyArn: string }
  /** What the account's settings grant. */
  | { readonly kind: 'account' }

export interface PolicyHolder {
  readonly type: EntityType
  readonly name: string
}

/** The policies of a user, group or role. */
export interface EntityTexts {
  readonly identity: readonly PolicyText[]
  /** Absent: no boundary limits it. Empty: the boundary's policy is gone, and allows nothing. */
  readonly boundary?: readonly PolicyText[]
}

/**
 * "Gives IAM users permissions to iam:ChangePassword for only their user and to the iam:GetAccountPasswordPolicy
 * action … applied at the account-level for all users": so a Deny or a boundary limits them like any others.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
const ownPasswordPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iam:ChangePassword',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      Resource: ['arn:aws:iam::*:user/${aws:username}', 'arn:aws:iam::*:user/*/${aws:username}'],
    },
    { Effect: 'Allow', Action: 'iam:GetAccountPasswordPolicy', Resource: '*' },
  ],
})

/** Which policies an entity of the account has: what decides on its requests is made of these, and nothing else. */
export interface EntityPolicies {
  readonly rows: Reader
  readonly managed: ManagedDocuments
  readonly account: AccountId
}

/** Undefined when there is no such user. */
export async function textsOfUser(asked: EntityPolicies, userId: string): Promise<EntityTexts | undefined> {
  const { rows, account } = asked
  const [user] = await rows.list(users, { index: 'byId', where: { userId }, limit: 1 })
  if (!user) return undefined
  const attachedTo = arn.user(account, user.path, user.userName)
  const identity = await textsOn(asked, userId, { type: 'user', name: user.userName }, attachedTo)
  identity.push(...(await grantedByAccount(rows, attachedTo)))
  for (const { groupId } of await rows.list(memberships, { index: 'byUser', where: { userId } })) {
    identity.push(...((await textsOfGroup(asked, groupId))?.identity ?? []))
  }
  return { identity, ...(await boundary(asked, user.boundaryArn)) }
}

export async function textsOfGroup(asked: EntityPolicies, groupId: string): Promise<EntityTexts | undefined> {
  const { rows, account } = asked
  const [group] = await rows.list(groups, { index: 'byId', where: { groupId }, limit: 1 })
  if (!group) return undefined
  const attachedTo = arn.group(account, group.path, group.groupName)
  return { identity: await textsOn(asked, groupId, { type: 'group', name: group.groupName }, attachedTo) }
}

export async function textsOfRole(asked: EntityPolicies, roleId: string): Promise<EntityTexts | undefined> {
  const { rows, account } = asked
  const [role] = await rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 })
  if (!role) return undefined
  const attachedTo = arn.role(account, role.path, role.roleName)
  const identity = await textsOn(asked, roleId, { type: 'role', name: role.roleName }, attachedTo)
  return { identity, ...(await boundary(asked, role.boundaryArn)) }
}

/** The default version of a managed policy, of AWS or of the account; undefined where it is not there. */
export async function managedText(
  { rows, managed }: Pick<EntityPolicies, 'rows' | 'managed'>,
  policyArn: string,
): Promise<PolicyText | undefined> {
  const text = managed.document(policyArn) ?? (await customerDocument(rows, policyArn))
  if (text === undefined) return undefined
  const policyName = policyArn.slice(policyArn.lastIndexOf('/') + 1)
  return {
    source: { name: policyName, arn: policyArn },
    text,
    origin: { kind: 'managed', policyName, policyArn },
  }
}

async function textsOn(
  asked: EntityPolicies,
  entityId: string,
  on: PolicyHolder,
  attachedTo: string,
): Promise<PolicyText[]> {
  const { rows } = asked
  const found: PolicyText[] = []
  for (const { policyName, text } of await rows.list(inlinePolicies, { where: { entityId } })) {
    const source = { name: `inline:${policyName}`, attachedTo }
    found.push({ source, text, origin: { kind: 'inline', policyName, on } })
  }
  for (const { policyArn } of await rows.list(attachments, { where: { entityId } })) {
    const policy = await managedText(asked, policyArn)
    if (policy) found.push({ ...policy, source: { ...policy.source, attachedTo } })
  }
  return found
}

/** What the account lets all its users do, beside their own policies. */
async function grantedByAccount(rows: Reader, attachedTo: string): Promise<PolicyText[]> {
  const passwords = await settingOf(rows, 'password-policy')
  if (!passwords?.allowUsersToChange) return []
  const source = { name: 'account password policy', attachedTo }
  return [{ source, text: ownPasswordPolicy, origin: { kind: 'account' } }]
}

/** A boundary whose policy is gone allows nothing. */
async function boundary(asked: EntityPolicies, boundaryArn: string): Promise<Pick<EntityTexts, 'boundary'>> {
  if (boundaryArn === '') return {}
  const policy = await managedText(asked, boundaryArn)
  return { boundary: policy ? [policy] : [] }
}

/** The default version's text of a customer-managed policy. */
async function customerDocument(rows: Reader, policyArn: string): Promise<string | undefined> {
  const [policy] = await rows.list(policies, { index: 'byArn', where: { arn: policyArn }, limit: 1 })
  if (!policy) return undefined
  return (await rows.get(policyVersions, policy.policyId, policy.defaultVersion))?.text
}

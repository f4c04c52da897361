import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Store, Use } from '../../store/contract.ts'
import type { RoleRow } from '../../store/tables.ts'
import { shownPolicies } from '../bound-principals.ts'
import { shownBoundary } from './boundaries.ts'
import { shownDocument } from './documents.ts'
import { shownTags } from './tags.ts'

/** What every answer shows of a role, and nothing more. */
export function briefRole(account: AccountId, role: RoleRow, trustPolicy: string) {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: arn.role(account, role.path, role.roleName),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: shownDocument(trustPolicy),
  }
}

/** What lists add. */
export function listedRole(account: AccountId, role: RoleRow, trustPolicy: string) {
  return {
    ...briefRole(account, role, trustPolicy),
    ...shownDescription(role),
    MaxSessionDuration: role.maxSessionSeconds,
  }
}

/** What belongs to a role but not to its line in a list. */
export function roleExtras(role: RoleRow) {
  return { ...shownBoundary(role.boundaryArn), ...shownTags(role.tags) }
}

export function shownDescription({ description }: RoleRow) {
  return description === undefined ? {} : { Description: description }
}

/** Recorded: shown by GetRole alone. */
export function shownSource({ sourceTemplate: source }: RoleRow) {
  if (!source) return {}
  const { templateArn: TemplateArn, minorVersion: TemplateMinorVersion } = source
  return { SourceRoleTemplate: { TemplateArn, TemplateMinorVersion } }
}

/** Empty when the role was never used. */
export function shownLastUse(use: Use | undefined) {
  return { RoleLastUsed: use ? { LastUsedDate: new Date(use.time), Region: use.region } : {} }
}

export async function shownTrustPolicy(store: Store, role: RoleRow): Promise<string> {
  const [shown = role.trustPolicy.text] = await shownPolicies(store, [role.trustPolicy])
  return shown
}

import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import { type InstanceProfileRow, instanceProfiles } from '../../store/account-tables.ts'
import type { Reader, Store } from '../../store/contract.ts'
import type { RoleRow } from '../../store/tables.ts'
import { shownPolicies } from '../bound-principals.ts'
import { roleWithId } from './lookup.ts'
import { briefRole } from './role-answers.ts'

/** A profile and the role in it, read in one state of the account. */
export interface ProfileWithRole {
  readonly profile: InstanceProfileRow
  readonly role: RoleRow | undefined
}

export async function withRole(rows: Reader, profile: InstanceProfileRow): Promise<ProfileWithRole> {
  return { profile, role: profile.roleId === '' ? undefined : await roleWithId(rows, profile.roleId) }
}

/** Profiles that a role is in. Any number: only the roles of a profile are limited. */
export function profilesOfRole(rows: Reader, roleId: string): Promise<InstanceProfileRow[]> {
  return rows.list(instanceProfiles, { index: 'byRole', where: { roleId } })
}

/** A profile as lists show it: its role in brief, its tags left out, as recorded answers have it. */
export function listedProfile(
  account: AccountId,
  profile: InstanceProfileRow,
  roles: readonly ReturnType<typeof briefRole>[],
) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.instanceProfileName,
    InstanceProfileId: profile.instanceProfileId,
    Arn: arn.instanceProfile(account, profile.path, profile.instanceProfileName),
    CreateDate: new Date(profile.createdAt),
    Roles: [...roles],
  }
}

/** Trust policies may name principals of other accounts, so they are made ready outside the account's own read. */
export async function listedProfiles(
  store: Store,
  account: AccountId,
  found: readonly ProfileWithRole[],
): Promise<ReturnType<typeof listedProfile>[]> {
  const texts = await shownPolicies(
    store,
    found.flatMap(({ role }) => (role ? [role.trustPolicy] : [])),
  )
  const next = texts.values()
  return found.map(({ profile, role }) => {
    const roles = role ? [briefRole(account, role, next.next().value ?? role.trustPolicy.text)] : []
    return listedProfile(account, profile, roles)
  })
}

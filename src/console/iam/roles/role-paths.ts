import type { Role } from '@aws-sdk/client-iam'

export const rolesPath = '/console/iam/roles'
export const createRolePath = `${rolesPath}/create`

export function rolePath(name: string): string {
  return `${rolesPath}/details/${encodeURIComponent(name)}`
}

export const roleSections = [
  'permissions',
  'trust_relationships',
  'tags',
  'last_accessed',
  'revoke_sessions',
] as const
export type RoleSection = (typeof roleSections)[number]

/** AWS's console names the tab in the same way. */
export function roleSectionPath(name: string, section: RoleSection): string {
  return `${rolePath(name)}?section=${section}`
}

/** What administrators give to the users of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html */
export function switchRoleLink(
  { Path = '/', RoleName = '' }: Pick<Role, 'Path' | 'RoleName'>,
  account: string,
): string {
  const query = new URLSearchParams({ account, roleName: `${Path.slice(1)}${RoleName}` })
  return `${location.origin}/switchrole?${query}`
}

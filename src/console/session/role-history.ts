import type { ConsoleSession, RoleColor } from '../../server/console/protocol.ts'

/** A role that was switched to, as the switch form would be filled in for it. */
export interface RememberedRole {
  readonly account: string
  readonly roleName: string
  readonly displayName: string
  readonly color: RoleColor
}

/** AWS's console keeps five: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html */
const kept = 5

/** Newest first. Kept by this browser for each identity: another person's roles are nobody else's to see. */
export function roleHistory({ identity }: ConsoleSession): readonly RememberedRole[] {
  try {
    const remembered: unknown = JSON.parse(localStorage.getItem(keyOf(identity.arn)) ?? '[]')
    return Array.isArray(remembered) ? remembered.filter(isRememberedRole).slice(0, kept) : []
  } catch {
    return []
  }
}

export function rememberRole(session: ConsoleSession): void {
  const { role } = session
  if (!role) return
  const { account, roleName, displayName, color } = role
  const others = roleHistory(session).filter(
    other => other.account !== account || other.roleName !== roleName || other.displayName !== displayName,
  )
  const history = [{ account, roleName, displayName, color }, ...others].slice(0, kept)
  localStorage.setItem(keyOf(session.identity.arn), JSON.stringify(history))
}

function keyOf(identityArn: string): string {
  return `crossrole.roles.${identityArn}`
}

function isRememberedRole(value: unknown): value is RememberedRole {
  if (typeof value !== 'object' || value === null) return false
  const texts = ['account', 'roleName', 'displayName', 'color'] as const
  return texts.every(name => typeof (value as Record<string, unknown>)[name] === 'string')
}

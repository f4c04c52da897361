import type { ConsoleSession } from '../../server/console/protocol.ts'
import type { RememberedRole } from '../session/role-history.ts'

interface AccountNames {
  readonly account: string
  readonly accountAlias?: string
}

/** As AWS's console groups the digits: 1234-5678-9012. */
export function accountIdInGroups(account: string): string {
  return account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3')
}

export function accountName({ account, accountAlias }: AccountNames): string {
  return accountAlias ?? accountIdInGroups(account)
}

/** What the button at the top right says. */
export function nameInBar({ identity, role }: ConsoleSession): string {
  return role ? role.displayName : identity.name
}

/** `Auditor @ 1234-5678-9012`, where somebody did not choose another name. */
export function defaultDisplayName({
  account,
  roleName,
}: Pick<RememberedRole, 'account' | 'roleName'>): string {
  return `${roleName} @ ${account}`
}

/** Ids may be typed in groups, as they are shown; an alias may have hyphens of its own. */
export function accountTyped(text: string): string {
  const account = text.trim()
  return /^[\d\s-]+$/.test(account) ? account.replace(/[\s-]/g, '') : account
}

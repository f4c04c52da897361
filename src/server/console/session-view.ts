import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import { directory, type Store } from '../../store/contract.ts'
import { accountAliases, accounts } from '../../store/tables.ts'
import { type ConsoleSession, type RoleColor, roleColors } from './protocol.ts'
import type { LiveSession } from './sessions.ts'

/** A session as the navigation bar shows it. */
export async function shownSession(session: LiveSession, store: Store): Promise<ConsoleSession> {
  const { slot, account, row, caller, role } = session
  const identity = {
    kind: caller.kind,
    account,
    ...(await aliasOf(account, store)),
    accountName: await nameOf(account, store),
    name: shownName(caller),
    arn: caller.arn,
    mfa: caller.session?.mfaPresent ?? false,
  }
  return {
    slot,
    expiresAt: row.expiresAt,
    identity,
    ...(role && { role: await shownRole(role, store) }),
  }
}

async function shownRole({ switched, caller }: NonNullable<LiveSession['role']>, store: Store) {
  return {
    account: caller.account,
    ...(await aliasOf(caller.account, store)),
    roleName: switched.roleName,
    arn: caller.roleArn,
    displayName: switched.displayName,
    color: colorOf(switched.color),
    expiresAt: switched.token.expiresAt,
  }
}

export function colorOf(name: string | undefined): RoleColor {
  return roleColors.find(color => color === name) ?? 'blue'
}

export function shownName(caller: Caller): string {
  switch (caller.kind) {
    case 'root':
      return 'root'
    case 'user':
      return caller.userName
    case 'role-session':
      return `${caller.roleName}/${caller.sessionName}`
    case 'federated-user':
      return caller.arn.slice(arn.federatedUser(caller.account, '').length)
  }
}

async function aliasOf(account: AccountId, store: Store): Promise<{ readonly accountAlias?: string }> {
  const [row] = await store.read(account, rows => rows.list(accountAliases, { limit: 1 }))
  return row ? { accountAlias: row.alias } : {}
}

async function nameOf(account: AccountId, store: Store): Promise<string> {
  return (await store.read(directory, rows => rows.get(accounts, account)))?.name ?? account
}

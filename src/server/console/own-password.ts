import { createHash } from 'node:crypto'
import type { AccountId } from '../../identity/account-id.ts'
import { openSeed, verifyMfaCode } from '../../identity/mfa.ts'
import type { Vault } from '../../identity/vault.ts'
import { type PasswordPolicy, settingOf } from '../../store/account-settings.ts'
import type { Store } from '../../store/contract.ts'
import {
  type LoginProfileRow,
  loginProfiles,
  mfaDevices,
  rootUsers,
  type UserRow,
  users,
} from '../../store/tables.ts'

/** Whoever signs in with a password: a user with a login profile, or the root user. */
export type PasswordOwner = UserOwner | RootOwner

export interface UserOwner {
  readonly kind: 'user'
  readonly account: AccountId
  readonly ownerId: string
  readonly passwordHash: string
  readonly user: UserRow
  readonly profile: LoginProfileRow
  readonly policy?: PasswordPolicy
}

export interface RootOwner {
  readonly kind: 'root'
  readonly account: AccountId
  readonly ownerId: 'root'
  readonly passwordHash: string
}

const dayMs = 24 * 60 * 60 * 1000

export async function userOwner(
  store: Store,
  account: AccountId,
  userName: string,
): Promise<UserOwner | { readonly kind: 'none'; readonly user?: UserRow }> {
  return store.read(account, async rows => {
    const user = await rows.get(users, userName.toLowerCase())
    if (!user) return { kind: 'none' }
    const profile = await rows.get(loginProfiles, user.userId)
    if (!profile) return { kind: 'none', user }
    const policy = await settingOf(rows, 'password-policy')
    const { userId: ownerId } = user
    const { passwordHash } = profile
    return { kind: 'user', account, ownerId, passwordHash, user, profile, ...(policy && { policy }) }
  })
}

export async function rootOwner(
  store: Store,
  account: AccountId,
  email: string,
): Promise<RootOwner | { readonly kind: 'none' }> {
  const root = await store.read(account, rows => rows.get(rootUsers, 'root'))
  const { passwordHash } = root ?? {}
  const isMeant = root?.email?.toLowerCase() === email.trim().toLowerCase()
  if (!isMeant || passwordHash === undefined) return { kind: 'none' }
  return { kind: 'root', account, ownerId: 'root', passwordHash }
}

export type PasswordState = 'valid' | 'must-be-changed' | 'expired' | 'expired-for-good'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
export function passwordState(owner: PasswordOwner, now: number): PasswordState {
  if (owner.kind === 'root') return 'valid'
  const { profile, policy } = owner
  const changedAt = profile.passwordChangedAt ?? profile.createdAt
  if (policy?.maxAgeDays !== undefined && now >= changedAt + policy.maxAgeDays * dayMs) {
    return policy.hardExpiry ? 'expired-for-good' : 'expired'
  }
  return profile.passwordResetRequired ? 'must-be-changed' : 'valid'
}

export async function hasMfaDevice(store: Store, { account, ownerId }: PasswordOwner): Promise<boolean> {
  return (await store.read(account, rows => rows.count(mfaDevices, devicesOf(ownerId)))) > 0
}

/** True for a code of any of the owner's devices, which is used up by it. */
export async function useMfaCode(
  store: Store,
  vault: Vault,
  { account, ownerId }: PasswordOwner,
  code: string,
  now: number,
): Promise<boolean> {
  if (!/^\d{6}$/.test(code)) return false
  return store.write(account, async rows => {
    for (const device of await rows.list(mfaDevices, devicesOf(ownerId))) {
      const verdict = verifyMfaCode(device, openSeed(vault, device), code, now)
      if (!verdict.accepted) continue
      await rows.put(mfaDevices, { ...device, lastStep: verdict.step })
      return true
    }
    return false
  })
}

const devicesOf = (ownerId: string) => ({ index: 'byOwner', where: { ownerId } }) as const

/** Names a password without telling its hash. */
export function fingerprintOf(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url')
}

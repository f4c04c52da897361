import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import { type PasswordPolicy, settingOf } from '../../store/account-settings.ts'
import { directory, type Store } from '../../store/contract.ts'
import { accounts, type LoginProfileRow, rootUsers } from '../../store/tables.ts'
import { iamError } from './operation.ts'

/**
 * How passwords are judged, by the account's own policy or by the one that AWS has for accounts without:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
const maxLength = 128

/** The default policy asks for three of the four. */
const kinds = {
  uppercase: /[A-Z]/,
  lowercase: /[a-z]/,
  numbers: /[0-9]/,
  symbols: /[!@#$%^&*()_+\-=[\]{}|']/,
}
const defaults = { minLength: 8, kindsNeeded: 3 }

/** The longest memory a policy can ask for: older passwords need not be kept. */
const maxRemembered = 24

interface Asked {
  readonly store: Store
  readonly vault: Vault
  readonly account: AccountId
  readonly userName: string
  /** What the user has now; absent for a first password. */
  readonly profile?: LoginProfileRow
}

/** Refuses what the policy does not take; answers what the login profile keeps of the new password. */
export async function acceptPassword(
  password: string,
  { store, vault, account, userName, profile }: Asked,
): Promise<Pick<LoginProfileRow, 'passwordHash' | 'previousHashes'>> {
  const { policy, email } = await store.read(account, async rows => ({
    policy: await settingOf(rows, 'password-policy'),
    email: (await rows.get(rootUsers, 'root'))?.email,
  }))
  if (policy) {
    if (!meets(password, policy)) throw violation()
    const used = profile ? [profile.passwordHash, ...(profile.previousHashes ?? [])] : []
    if (await isAmong(used.slice(0, policy.reusePrevention ?? 0), password, vault)) throw violation()
  } else {
    const name = (await store.read(directory, rows => rows.get(accounts, account)))?.name
    if (!conforms(password, [userName, account, name, email])) throw violation()
  }
  const previousHashes = profile && [profile.passwordHash, ...(profile.previousHashes ?? [])]
  return {
    passwordHash: await vault.hashPassword(password),
    ...(previousHashes && { previousHashes: previousHashes.slice(0, maxRemembered) }),
  }
}

function meets(password: string, policy: PasswordPolicy): boolean {
  return (
    password.length >= policy.minimumLength &&
    password.length <= maxLength &&
    (!policy.requireUppercase || kinds.uppercase.test(password)) &&
    (!policy.requireLowercase || kinds.lowercase.test(password)) &&
    (!policy.requireNumbers || kinds.numbers.test(password)) &&
    (!policy.requireSymbols || kinds.symbols.test(password))
  )
}

/** Of the policy for accounts without one of their own, which also forbids the names of user and account. */
export function conforms(password: string, forbidden: readonly (string | undefined)[]): boolean {
  return (
    password.length >= defaults.minLength &&
    password.length <= maxLength &&
    Object.values(kinds).filter(kind => kind.test(password)).length >= defaults.kindsNeeded &&
    forbidden.every(text => text?.toLowerCase() !== password.toLowerCase())
  )
}

async function isAmong(hashes: readonly string[], password: string, vault: Vault): Promise<boolean> {
  for (const hash of hashes) {
    if (await vault.verifyPassword(password, hash)) return true
  }
  return false
}

function violation() {
  return iamError(
    'PasswordPolicyViolationException',
    'Password does not conform to the account password policy.',
  )
}

import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import { conforms } from '../../services/iam/password-policy.ts'
import type { PublicAccessBlock } from '../../store/object-tables.ts'
import type { BootstrapDeclaration, DeclaredOrganization, DeclaredUser } from './declaration.ts'
import type { BootstrapSource } from './fault.ts'

/** What a bootstrap file declares, checked, with every secret it left out made: applying it decides nothing more. */
export interface BootstrapPlan {
  /** Absent for the default declaration. */
  readonly source?: BootstrapSource
  readonly accounts: readonly PlannedAccount[]
  readonly organization?: DeclaredOrganization
}

export interface PlannedAccount {
  readonly id: AccountId
  readonly name: string
  readonly alias?: string
  readonly root?: PlannedRoot
  readonly users: readonly PlannedUser[]
  readonly roles: readonly PlannedRole[]
  readonly oidcProviders: readonly PlannedProvider[]
  readonly buckets: readonly PlannedBucket[]
}

export interface PlannedBucket {
  readonly name: string
  /** The bucket policy as text. */
  readonly policy?: string
  /** Absent: all is blocked, as in every new bucket. */
  readonly publicAccessBlock?: PublicAccessBlock
  readonly versioning?: 'Enabled' | 'Suspended'
  readonly files: readonly PlannedFile[]
}

/** An object with its content, or with the path of the file that has it. */
export interface PlannedFile {
  readonly key: string
  readonly text?: string
  readonly file?: string
  readonly contentType?: string
}

export interface PlannedKey {
  readonly id: string
  readonly secret: string
}

export interface PlannedRoot {
  readonly email?: string
  readonly password?: string
  readonly accessKeys: readonly PlannedKey[]
}

export interface PlannedUser {
  readonly name: string
  /** ARNs of managed policies. */
  readonly policies: readonly string[]
  readonly password?: string
  readonly accessKeys: readonly PlannedKey[]
}

export interface PlannedRole {
  readonly name: string
  /** The trust policy as text. */
  readonly trust: string
  readonly policies: readonly string[]
}

export interface PlannedProvider {
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  /** A JSON Web Key Set. */
  readonly jwks?: string
}

export function planBootstrap(declaration: BootstrapDeclaration, vault: Vault): BootstrapPlan {
  const accounts = declaration.accounts.map(account => ({
    ...account,
    users: account.users.map(user => planUser(user, account, vault)),
  }))
  return { ...declaration, accounts }
}

function planUser(
  { password, ...user }: DeclaredUser,
  account: { readonly id: AccountId; readonly name: string },
  vault: Vault,
): PlannedUser {
  return {
    ...user,
    ...(password !== false && {
      password: password ?? newPassword(vault, [user.name, account.id, account.name]),
    }),
    accessKeys: user.accessKeys ?? [newKey(account.id, vault)],
  }
}

function newKey(account: AccountId, vault: Vault): PlannedKey {
  const { accessKeyId, secretAccessKey } = vault.newAccessKey(account)
  return { id: accessKeyId, secret: secretAccessKey }
}

/** 64 characters, so that six bits choose one: none that is mistaken for another, or that a shell would expand. */
const passwordCharacters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_=+@%^,'
const passwordLength = 20

/** 120 random bits, drawn again in the rare case that they do not make what the password policy asks for. */
function newPassword(vault: Vault, forbidden: readonly string[]): string {
  const bytes = vault.randomBytes(passwordLength)
  const password = Array.from(bytes, byte => passwordCharacters[byte & 63]).join('')
  return conforms(password, forbidden) ? password : newPassword(vault, forbidden)
}

import type { AccountId } from '../../identity/account-id.ts'

/** What a bootstrap file declares, checked, with every secret it left out made: applying it decides nothing more. */
export interface BootstrapPlan {
  readonly accounts: readonly PlannedAccount[]
}

export interface PlannedAccount {
  readonly id: AccountId
  readonly name: string
  readonly alias?: string
  readonly root?: PlannedRoot
  readonly users: readonly PlannedUser[]
  readonly roles: readonly PlannedRole[]
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

import { type AccountId, accountId } from '../../identity/account-id.ts'
import type { BootstrapSource } from './fault.ts'
import type { PlannedBucket, PlannedKey, PlannedProvider, PlannedRole } from './plan.ts'

/** A bootstrap file as it was written: what is absent here is for the plan to make. */
export interface BootstrapDeclaration {
  /** Absent for the default declaration, which is in no file. */
  readonly source?: BootstrapSource
  readonly accounts: readonly DeclaredAccount[]
  /** Absent: every account stands alone. */
  readonly organization?: DeclaredOrganization
}

/** Paths are those of the file: faults that only the making finds are named by them. */
export interface DeclaredOrganization {
  readonly managementAccount: AccountId
  readonly policies: readonly DeclaredControlPolicy[]
  readonly root: DeclaredPlace
}

export interface DeclaredControlPolicy {
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'
  readonly name: string
  readonly description: string
  readonly text: string
  readonly path: string
}

/** The root or an organizational unit. */
export interface DeclaredPlace {
  /** Names of control policies. */
  readonly attached: readonly { readonly name: string; readonly path: string }[]
  readonly accounts: readonly DeclaredMember[]
  readonly units: readonly DeclaredUnit[]
}

export interface DeclaredUnit extends DeclaredPlace {
  readonly name: string
  readonly path: string
}

export interface DeclaredMember {
  readonly id: AccountId
  readonly attached: DeclaredPlace['attached']
  readonly path: string
}

export interface DeclaredAccount {
  readonly id: AccountId
  readonly name: string
  readonly alias?: string
  readonly root?: DeclaredRoot
  readonly users: readonly DeclaredUser[]
  readonly roles: readonly PlannedRole[]
  readonly oidcProviders: readonly PlannedProvider[]
  readonly buckets: readonly PlannedBucket[]
}

export interface DeclaredRoot {
  readonly email?: string
  readonly password?: string
  readonly accessKeys: readonly PlannedKey[]
}

export interface DeclaredUser {
  readonly name: string
  /** ARNs of managed policies. */
  readonly policies: readonly string[]
  /** Absent: one is generated. False: the user gets none. */
  readonly password?: string | false
  /** Absent: one is generated. Empty: the user gets none. */
  readonly accessKeys?: readonly PlannedKey[]
}

const admin: DeclaredUser = {
  name: 'admin',
  policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
}

const withAdmin = { users: [admin], roles: [], oidcProviders: [], buckets: [] }

/** The two accounts of the walkthrough: one that owns people, one that owns resources. */
export const defaultDeclaration: BootstrapDeclaration = {
  accounts: [
    { id: accountId('111111111111'), name: 'Trusted', alias: 'trusted-co', ...withAdmin },
    { id: accountId('222222222222'), name: 'Trusting', alias: 'trusting-co', ...withAdmin },
  ],
}

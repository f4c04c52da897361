import type { AccountId } from '../identity/account-id.ts'
import { accountTables } from './account-tables.ts'
import type { BoundPolicy, Tags } from './common-columns.ts'
import { consoleTables } from './console-tables.ts'
import { credentialTables } from './credential-tables.ts'
import { delegationTables } from './delegation-tables.ts'
import { federationTables } from './federation-tables.ts'
import { objectTables } from './object-tables.ts'
import { organizationTables } from './organization-tables.ts'
import { table } from './table.ts'
import { trailTables } from './trail-tables.ts'

/**
 * Everything the store keeps, one declaration per kind of row. Names that AWS compares without regard to
 * case have a lower-case twin (`nameKey`) that the key is made of. Times are epoch milliseconds.
 */

// ---- The directory: the few rows that belong to no account ---------------------------------------------

export interface AccountRow {
  readonly accountId: AccountId
  readonly name: string
  readonly createdAt: number
}
export const accounts = table<AccountRow>('accounts', { key: ['accountId'] })

/** Which account holds an alias. The account's own row confirms it: a claim without one holds nothing. */
export interface AliasClaimRow {
  readonly alias: string
  readonly accountId: AccountId
}
export const aliasClaims = table<AliasClaimRow>('alias_claims', { key: ['alias'] })

/** Which account a long-term access key belongs to: ids given in a bootstrap file do not carry it. */
export interface AccessKeyClaimRow {
  readonly accessKeyId: string
  readonly accountId: AccountId
}
export const accessKeyClaims = table<AccessKeyClaimRow>('access_key_claims', { key: ['accessKeyId'] })

// ---- One account -----------------------------------------------------------------------------------------

export interface RootUserRow {
  readonly id: 'root'
  readonly email?: string
  readonly passwordHash?: string
  /** Its owner may set a new password: it was taken away before, and given back. */
  readonly passwordRecoverable?: boolean
}
export const rootUsers = table<RootUserRow>('root_users', { key: ['id'] })

export interface AccountAliasRow {
  readonly alias: string
}
export const accountAliases = table<AccountAliasRow>('account_aliases', { key: ['alias'] })

/** A principal or policy that a permissions boundary points to. */
interface Bounded {
  /** ARN of the managed policy; `''` when there is none, so that usage can be counted by index. */
  readonly boundaryArn: string
}

export interface UserRow extends Bounded {
  readonly nameKey: string
  readonly userName: string
  readonly path: string
  readonly userId: string
  readonly createdAt: number
  readonly tags: Tags
  readonly passwordLastUsedAt?: number
}
export const users = table<UserRow>('users', {
  key: ['nameKey'],
  indexes: { byId: ['userId'], byPath: ['path'], byBoundary: ['boundaryArn'] },
})

export interface LoginProfileRow {
  readonly userId: string
  readonly passwordHash: string
  readonly passwordResetRequired: boolean
  readonly createdAt: number
  /** Absent while the first password stands. */
  readonly passwordChangedAt?: number
  /** Hashes of earlier passwords, the latest first, for policies that keep them from coming back. */
  readonly previousHashes?: readonly string[]
  /** Of guesses with ChangePassword at the password that stands: src/identity/tries.ts */
  readonly triesBackAt?: number
}
export const loginProfiles = table<LoginProfileRow>('login_profiles', { key: ['userId'] })

export interface AccessKeyRow {
  readonly accessKeyId: string
  /** Unique id of the user; `root` for the account's root user. */
  readonly ownerId: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: number
  /** Sealed with the master key. */
  readonly sealedSecret: string
}
export const accessKeys = table<AccessKeyRow>('access_keys', {
  key: ['accessKeyId'],
  indexes: { byOwner: ['ownerId', 'createdAt'] },
})

export interface GroupRow {
  readonly nameKey: string
  readonly groupName: string
  readonly path: string
  readonly groupId: string
  readonly createdAt: number
}
export const groups = table<GroupRow>('groups', {
  key: ['nameKey'],
  indexes: { byId: ['groupId'], byPath: ['path'] },
})

export interface MembershipRow {
  readonly groupId: string
  readonly userId: string
}
export const memberships = table<MembershipRow>('memberships', {
  key: ['groupId', 'userId'],
  indexes: { byUser: ['userId'] },
})

export interface RoleRow extends Bounded {
  readonly nameKey: string
  readonly roleName: string
  readonly path: string
  readonly roleId: string
  readonly createdAt: number
  readonly description?: string
  readonly maxSessionSeconds: number
  readonly trustPolicy: BoundPolicy
  readonly tags: Tags
  /** What AcquireRole made it from. */
  readonly sourceTemplate?: SourceTemplate
}
export const roles = table<RoleRow>('roles', {
  key: ['nameKey'],
  indexes: { byId: ['roleId'], byPath: ['path'], byBoundary: ['boundaryArn'] },
})

export interface SourceTemplate {
  readonly templateArn: string
  readonly minorVersion: number
  /** By parameter, as they were passed. */
  readonly values: Readonly<Record<string, { readonly Values: readonly string[] }>>
}

export interface PolicyRow {
  readonly nameKey: string
  readonly policyName: string
  readonly path: string
  readonly policyId: string
  readonly arn: string
  readonly description?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly defaultVersion: number
  /** The number of the version created last; never reused. */
  readonly latestVersion: number
  readonly tags: Tags
}
export const policies = table<PolicyRow>('policies', {
  key: ['nameKey'],
  indexes: { byId: ['policyId'], byPath: ['path'], byArn: ['arn'] },
})

export interface PolicyVersionRow {
  readonly policyId: string
  readonly version: number
  readonly text: string
  readonly createdAt: number
}
export const policyVersions = table<PolicyVersionRow>('policy_versions', { key: ['policyId', 'version'] })

export type EntityType = 'user' | 'group' | 'role'

/** A managed policy attached to a user, group or role. */
export interface AttachmentRow {
  readonly entityId: string
  readonly entityType: EntityType
  readonly policyArn: string
}
export const attachments = table<AttachmentRow>('attachments', {
  key: ['entityId', 'policyArn'],
  indexes: { byPolicy: ['policyArn', 'entityType'] },
})

export interface InlinePolicyRow {
  readonly entityId: string
  readonly nameKey: string
  readonly policyName: string
  readonly text: string
}
export const inlinePolicies = table<InlinePolicyRow>('inline_policies', { key: ['entityId', 'nameKey'] })

export interface MfaDeviceRow {
  /** `arn:aws:iam::<account>:mfa/<name>` */
  readonly serialNumber: string
  readonly path: string
  readonly deviceName: string
  /** Unique id of the user the device is enabled for; `root`; `''` while it is assigned to nobody. */
  readonly ownerId: string
  /** The TOTP seed, sealed with the master key. */
  readonly sealedSeed: string
  readonly createdAt: number
  readonly enabledAt?: number
  /** The last time step whose code was accepted: a code counts once. */
  readonly lastStep: number
  /** Time steps by which the device's clock runs ahead of ours, found when it was enabled or resynchronised. */
  readonly driftSteps: number
  /** Of guesses with STS at the code of the moment: src/identity/tries.ts */
  readonly triesBackAt?: number
  readonly tags: Tags
}
export const mfaDevices = table<MfaDeviceRow>('mfa_devices', {
  key: ['serialNumber'],
  indexes: { byOwner: ['ownerId'] },
})

/** The tables in the order their schema is made. A migration may add to them, never take away. */
export const tables = [
  accounts,
  aliasClaims,
  accessKeyClaims,
  rootUsers,
  accountAliases,
  users,
  loginProfiles,
  accessKeys,
  groups,
  memberships,
  roles,
  policies,
  policyVersions,
  attachments,
  inlinePolicies,
  mfaDevices,
  ...credentialTables,
  ...federationTables,
  ...delegationTables,
  ...accountTables,
  ...consoleTables,
  ...organizationTables,
  ...objectTables,
  ...trailTables,
] as const

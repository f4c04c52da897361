import type { Tags } from './common-columns.ts'
import { table } from './table.ts'

/** What an account has one of, and what it works off in the background. */

/** A setting by its name: password policy, token preferences, features; each declares the shape of its value. */
export interface AccountSettingRow {
  readonly name: string
  readonly value: Readonly<Record<string, unknown>>
}
export const accountSettings = table<AccountSettingRow>('account_settings', { key: ['name'] })

export interface InstanceProfileRow {
  readonly nameKey: string
  readonly instanceProfileName: string
  readonly path: string
  readonly instanceProfileId: string
  /** Unique id of its role; `''` when it has none. */
  readonly roleId: string
  readonly createdAt: number
  readonly tags: Tags
}
export const instanceProfiles = table<InstanceProfileRow>('instance_profiles', {
  key: ['nameKey'],
  indexes: { byPath: ['path'], byRole: ['roleId'] },
})

/** A report or task that was asked for, by the id under which its result is fetched. */
export interface JobRow {
  readonly jobId: string
  readonly kind: string
  readonly createdAt: number
  readonly completedAt?: number
  readonly state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  readonly result: Readonly<Record<string, unknown>>
}
export const jobs = table<JobRow>('jobs', { key: ['jobId'], indexes: { byKind: ['kind', 'createdAt'] } })

export const accountTables = [accountSettings, instanceProfiles, jobs] as const

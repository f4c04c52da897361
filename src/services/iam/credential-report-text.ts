import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Use } from '../../store/contract.ts'
import type { SigningCertificateRow } from '../../store/credential-tables.ts'
import type { AccessKeyRow, LoginProfileRow, MfaDeviceRow, RootUserRow, UserRow } from '../../store/tables.ts'

/**
 * The credential report's text. Recorded: 22 columns, times in UTC, lines ended by LF but for the last one, the
 * root user first and then the users by name without regard to case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export interface ReportedAccount {
  readonly account: AccountId
  readonly createdAt: number
  /** In the order of their names. */
  readonly users: readonly UserRow[]
  readonly profiles: readonly LoginProfileRow[]
  readonly keys: readonly AccessKeyRow[]
  readonly certificates: readonly SigningCertificateRow[]
  readonly devices: readonly MfaDeviceRow[]
  readonly rootUser: RootUserRow | undefined
  /** Of the account's password policy. */
  readonly maxAgeDays: number | undefined
  /** By access key id. */
  readonly uses: ReadonlyMap<string, Use>
}

const header = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap(place => [
    `access_key_${place}_active`,
    `access_key_${place}_last_rotated`,
    `access_key_${place}_last_used_date`,
    `access_key_${place}_last_used_region`,
    `access_key_${place}_last_used_service`,
  ]),
  ...[1, 2].flatMap(place => [`cert_${place}_active`, `cert_${place}_last_rotated`]),
]

const none = 'N/A'
const dayMs = 24 * 60 * 60 * 1000

export function reportText(reported: ReportedAccount): string {
  const owned = {
    profiles: new Map(reported.profiles.map(profile => [profile.userId, profile])),
    keys: Map.groupBy(reported.keys, key => key.ownerId),
    certificates: Map.groupBy(reported.certificates, certificate => certificate.ownerId),
    deviceOwners: new Set(reported.devices.map(device => device.ownerId)),
  }
  const credentials = (ownerId: string): string[] => [
    String(owned.deviceOwners.has(ownerId)),
    ...twice(owned.keys.get(ownerId), key => keyFields(key, reported.uses)),
    ...twice(owned.certificates.get(ownerId), certificateFields),
  ]
  const lines = [
    header,
    [...rootFields(reported), ...credentials('root')],
    ...reported.users.map(user => [
      user.userName,
      arn.user(reported.account, user.path, user.userName),
      shownTime(user.createdAt),
      ...passwordFields(user, owned.profiles.get(user.userId), reported.maxAgeDays),
      ...credentials(user.userId),
    ]),
  ]
  return lines.map(fields => fields.map(quoted).join(',')).join('\n')
}

function rootFields({ account, createdAt, rootUser }: ReportedAccount): string[] {
  const hasPassword = String(rootUser?.passwordHash !== undefined)
  return [
    '<root_account>',
    arn.root(account),
    shownTime(createdAt),
    ...[hasPassword, 'no_information', 'not_supported', 'not_supported'],
  ]
}

function passwordFields(
  { passwordLastUsedAt: used }: UserRow,
  profile: LoginProfileRow | undefined,
  maxAgeDays: number | undefined,
): string[] {
  if (!profile) return ['false', none, none, none]
  const changedAt = profile.passwordChangedAt ?? profile.createdAt
  return [
    'true',
    used === undefined ? 'no_information' : shownTime(used),
    shownTime(changedAt),
    maxAgeDays === undefined ? none : shownTime(changedAt + maxAgeDays * dayMs),
  ]
}

function keyFields(key: AccessKeyRow | undefined, uses: ReportedAccount['uses']): string[] {
  if (!key) return ['false', none, none, none, none]
  const use = uses.get(key.accessKeyId)
  return [
    String(key.status === 'Active'),
    shownTime(key.createdAt),
    ...(use ? [shownTime(use.time), use.region, use.service] : [none, none, none]),
  ]
}

function certificateFields(certificate: SigningCertificateRow | undefined): string[] {
  if (!certificate) return ['false', none]
  return [String(certificate.status === 'Active'), shownTime(certificate.uploadedAt)]
}

/** The report has room for two of each. */
function twice<Row>(rows: readonly Row[] = [], fieldsOf: (row: Row | undefined) => string[]): string[] {
  return [...fieldsOf(rows[0]), ...fieldsOf(rows[1])]
}

/** `2026-01-02T03:04:05Z` */
function shownTime(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`
}

/** Names may hold commas. */
function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

import type { OrganizationId } from '../identity/organization-ids.ts'
import { type AccountSettingRow, accountSettings } from './account-tables.ts'
import type { Reader, Writer } from './contract.ts'

/** What an account has set for itself, one value a name; a name that is absent was never set. */
export interface AccountSettings {
  readonly 'password-policy': PasswordPolicy
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html */
  readonly 'token-preferences': { readonly globalEndpointTokenVersion: 1 | 2 }
  /** Under which name the account issues tokens, and whether it does now. */
  readonly 'outbound-federation': { readonly issuerId: string; readonly enabled: boolean }
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutAccountProperties.html */
  readonly 'account-properties': { readonly roleManagerEnabled: boolean }
  /** The organization the account says it is in; it is, if its row there confirms it. */
  readonly organization: { readonly organizationId: OrganizationId; readonly claimedAt: number }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html */
export interface PasswordPolicy {
  readonly minimumLength: number
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly requireNumbers: boolean
  readonly requireSymbols: boolean
  /** Users may change their own password, whatever their identity policies say. */
  readonly allowUsersToChange: boolean
  /** Absent: passwords do not expire. */
  readonly maxAgeDays?: number
  /** How many of a user's last passwords may not come back; absent: all may. */
  readonly reusePrevention?: number
  /** Who lets a password expire cannot set a new one at sign-in; absent: never said. */
  readonly hardExpiry?: boolean
}

export async function settingOf<Name extends keyof AccountSettings>(
  rows: Reader,
  name: Name,
): Promise<AccountSettings[Name] | undefined> {
  const row = await rows.get(accountSettings, name)
  return row?.value as unknown as AccountSettings[Name] | undefined
}

export async function putSetting<Name extends keyof AccountSettings>(
  rows: Writer,
  name: Name,
  value: AccountSettings[Name],
): Promise<void> {
  await rows.put(accountSettings, { name, value: value as unknown as AccountSettingRow['value'] })
}

/** True when it was set. */
export async function deleteSetting(rows: Writer, name: keyof AccountSettings): Promise<boolean> {
  return rows.delete(accountSettings, name)
}

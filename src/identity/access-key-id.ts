import type { AccountId } from './account-id.ts'
import { accountInCharacters, charactersWithAccount } from './account-in-id.ts'

export type AccessKeyPrefix = 'AKIA' | 'ASIA'

/** `random` is 5 bytes. */
export function makeAccessKeyId(prefix: AccessKeyPrefix, account: AccountId, random: Uint8Array): string {
  return prefix + charactersWithAccount(account, random)
}

/** Undefined for ids that were not made by this rule (those of older AWS keys, or given in a file). */
export function accountOfAccessKeyId(accessKeyId: string): AccountId | undefined {
  return accountInCharacters(accessKeyId.slice(4))
}

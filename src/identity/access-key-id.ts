import type { AccountId } from './account-id.ts'
import { accountInCharacters, charactersWithAccount } from './account-in-id.ts'

export type AccessKeyPrefix = 'AKIA' | 'ASIA'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const form = /^\w{16,128}$/

/** Whether it has the form of one, by whatever rule it was made. */
export function isAccessKeyId(text: string): boolean {
  return form.test(text)
}

/** `random` is 5 bytes. */
export function makeAccessKeyId(prefix: AccessKeyPrefix, account: AccountId, random: Uint8Array): string {
  return prefix + charactersWithAccount(account, random)
}

/** Undefined for ids that were not made by this rule (those of older AWS keys, or given in a file). */
export function accountOfAccessKeyId(accessKeyId: string): AccountId | undefined {
  return accountInCharacters(accessKeyId.slice(4))
}

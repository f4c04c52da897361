import type { AccountId } from './account-id.ts'
import { accountInCharacters, charactersWithAccount } from './account-in-id.ts'
import { base32Alphabet } from './base32.ts'

/** The prefix (`AIDA`, `AROA`, …) and 17 characters of `A-Z2-7`. `random` is 6 bytes. */
export function makeUniqueId(prefix: string, account: AccountId, random: Uint8Array): string {
  const last = base32Alphabet[(random[5] ?? 0) & 31]
  return `${prefix}${charactersWithAccount(account, random.subarray(0, 5))}${last}`
}

/** Undefined for ids that were not made by this rule. */
export function accountOfUniqueId(uniqueId: string): AccountId | undefined {
  return uniqueId.length === 21 ? accountInCharacters(uniqueId.slice(4, 20)) : undefined
}

import { type AccountId, isAccountId } from './account-id.ts'
import { fromBase32, toBase32 } from './base32.ts'

/**
 * Ids carry the account they belong to, as AWS's do: of the 80 bits in the sixteen characters behind the prefix, the
 * first is set, the next 40 are the account, the rest is random.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const accountShift = 7n
const leadingBit = 1n << 47n

/** `random` is 5 bytes: 7 + 32 bits of it are used. */
export function charactersWithAccount(account: AccountId, random: Uint8Array): string {
  const bytes = Buffer.alloc(10)
  const head = leadingBit | (BigInt(account) << accountShift) | BigInt((random[4] ?? 0) & 0x7f)
  bytes.writeUIntBE(Number(head), 0, 6)
  bytes.set(random.subarray(0, 4), 6)
  return toBase32(bytes)
}

/** Undefined for characters that were not made by this rule. */
export function accountInCharacters(sixteen: string): AccountId | undefined {
  const bytes = fromBase32(sixteen)
  if (bytes?.length !== 10) return undefined
  const head = BigInt(Buffer.from(bytes).readUIntBE(0, 6))
  if ((head & leadingBit) === 0n) return undefined
  const account = ((head ^ leadingBit) >> accountShift).toString().padStart(12, '0')
  return isAccountId(account) ? account : undefined
}

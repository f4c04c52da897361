import { createHash } from 'node:crypto'
import type { AccountId } from '../../identity/account-id.ts'

/**
 * The canonical user id of an account: an obfuscated form of its id.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
 */
export function ownerOf(account: AccountId): { readonly ID: string } {
  return { ID: createHash('sha256').update(`canonical user of ${account}`).digest('hex') }
}

import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { directory } from '../../store/contract.ts'
import { accountAliases, aliasClaims } from '../../store/tables.ts'
import type { House } from '../house.ts'

/** The account of an id or alias; undefined where there is none. */
export async function accountNamed(
  text: string,
  { store, accounts }: Pick<House, 'store' | 'accounts'>,
): Promise<AccountId | undefined> {
  const name = text.trim()
  const id = name.replaceAll('-', '')
  if (isAccountId(id)) return (await accounts.exists(id)) ? id : undefined
  const alias = name.toLowerCase()
  const claim = await store.read(directory, rows => rows.get(aliasClaims, alias))
  if (!claim) return undefined
  // A claim without the account's own row holds nothing.
  const confirmed = await store.read(claim.accountId, rows => rows.get(accountAliases, alias))
  return confirmed && claim.accountId
}

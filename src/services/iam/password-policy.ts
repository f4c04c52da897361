import type { AccountId } from '../../identity/account-id.ts'
import { directory, type Store } from '../../store/contract.ts'
import { accounts, rootUsers } from '../../store/tables.ts'
import { iamError } from './operation.ts'

/**
 * The password policy that AWS has for accounts without one of their own: 8 to 128 characters, at least three
 * of the four kinds, and not the name or e-mail address of the account. The user's own name is refused too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#default-policy-details
 */
const length = { min: 8, max: 128 }
const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/]
const kindsNeeded = 3

export async function mustConform(
  store: Store,
  account: AccountId,
  userName: string,
  password: string,
): Promise<void> {
  const accountRow = await store.read(directory, rows => rows.get(accounts, account))
  const rootUser = await store.read(account, rows => rows.get(rootUsers, 'root'))
  if (!conforms(password, [userName, account, accountRow?.name, rootUser?.email])) {
    throw iamError(
      'PasswordPolicyViolationException',
      'Password does not conform to the account password policy.',
    )
  }
}

export function conforms(password: string, forbidden: readonly (string | undefined)[]): boolean {
  return (
    password.length >= length.min &&
    password.length <= length.max &&
    kinds.filter(kind => kind.test(password)).length >= kindsNeeded &&
    forbidden.every(text => text?.toLowerCase() !== password.toLowerCase())
  )
}

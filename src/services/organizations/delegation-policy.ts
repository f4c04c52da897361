import type { AccountId } from '../../identity/account-id.ts'
import { accountOfUniqueId } from '../../identity/unique-id.ts'
import { matchesAction, type PrincipalEntry, parsePolicy, readPrincipal } from '../../policy/index.ts'

/**
 * Whether the organization's resource policy lets anybody of an account do this at all, whatever else it asks. Only then
 * is the account's request decided on what it is about: an account could learn what is there, and its tags, by conditions
 * of its own policies.
 */
export function letsIn(text: string, account: AccountId, action: string): boolean {
  const parsed = parsePolicy(text, 'resource')
  if (!('document' in parsed)) return false
  return parsed.document.statements.some(
    statement =>
      statement.effect === 'Allow' &&
      statement.action.patterns.some(pattern => matchesAction(pattern, action)) &&
      statement.principal?.entries.some(entry => accountOf(entry) === account),
  )
}

/** An Allow names principals of accounts: PutResourcePolicy takes no other. */
function accountOf({ value }: PrincipalEntry): string | undefined {
  const principal = readPrincipal(value)
  return principal?.kind === 'id' ? accountOfUniqueId(value) : principal?.accountId
}

import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { directory, type Store } from '../../store/contract.ts'
import { accountAliases, aliasClaims } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'

/**
 * An account has one alias: a new one takes the place of the old. Aliases are unique over all accounts.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
 */
export const CreateAccountAlias = iam('CreateAccountAlias', {
  check: ({ input }) => {
    // Where an alias may stand, an account id may too: one that looks like the other would be mistaken for it.
    if (!isAccountId(input.AccountAlias)) return
    throw commonError('ValidationError', 'The account alias must not be a 12-digit number.')
  },
  resource: () => ({ arn: '*' }),
  handle: async ({ input: { AccountAlias: alias }, caller: { account }, store }) => {
    await claim(store, alias, account)
    const replaced = await store.write(account, async rows => {
      const present = await rows.list(accountAliases)
      for (const row of present) await rows.delete(accountAliases, row.alias)
      await rows.insert(accountAliases, { alias })
      return present.map(row => row.alias)
    })
    await confirm(store, alias, account)
    for (const old of replaced) await giveUp(store, old, account)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const DeleteAccountAlias = iam('DeleteAccountAlias', {
  resource: () => ({ arn: '*' }),
  handle: async ({ input: { AccountAlias: alias }, caller: { account }, store }) => {
    const deleted = await store.write(account, rows => rows.delete(accountAliases, alias))
    if (!deleted) {
      throw iamError('NoSuchEntityException', `The account alias with name ${alias} cannot be found.`)
    }
    await giveUp(store, alias, account)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const ListAccountAliases = iam('ListAccountAliases', {
  resource: () => ({ arn: '*' }),
  read: async ({ input, rows }) => {
    const { items, ...page } = await pageOf(rows, accountAliases, input)
    return { AccountAliases: items.map(row => row.alias), ...page }
  },
})

/**
 * The claim on an alias and the account's own row are in different partitions, so no transaction spans them.
 * An alias is held by the account that the claim names and whose row confirms it. Of two accounts that want
 * the same alias at once, each looks for the other after it has claimed (here) and again after it has written
 * its row (`confirm`): both may fail, both cannot win.
 */
async function claim(store: Store, alias: string, account: AccountId): Promise<void> {
  const found = await store.read(directory, rows => rows.get(aliasClaims, alias))
  if (found && (await holds(store, alias, found.accountId))) throw alreadyExists(alias)
  const previous = await store.write(directory, async rows => {
    const claimed = await rows.get(aliasClaims, alias)
    await rows.put(aliasClaims, { alias, accountId: account })
    return claimed
  })
  if (previous && previous.accountId !== account && (await holds(store, alias, previous.accountId))) {
    await store.write(directory, rows => rows.put(aliasClaims, previous))
    throw alreadyExists(alias)
  }
}

async function confirm(store: Store, alias: string, account: AccountId): Promise<void> {
  const claimed = await store.read(directory, rows => rows.get(aliasClaims, alias))
  if (claimed?.accountId === account) return
  await store.write(account, rows => rows.delete(accountAliases, alias))
  throw alreadyExists(alias)
}

/** Leaves a claim alone that another account has made since. */
async function giveUp(store: Store, alias: string, account: AccountId): Promise<void> {
  await store.write(directory, async rows => {
    const claimed = await rows.get(aliasClaims, alias)
    if (claimed?.accountId === account) await rows.delete(aliasClaims, alias)
  })
}

async function holds(store: Store, alias: string, account: AccountId): Promise<boolean> {
  return (await store.read(account, rows => rows.get(accountAliases, alias))) !== undefined
}

function alreadyExists(alias: string) {
  return iamError('EntityAlreadyExistsException', `The account alias ${alias} already exists.`)
}

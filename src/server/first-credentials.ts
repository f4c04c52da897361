import type { AccountId } from '../identity/account-id.ts'
import type { Vault } from '../identity/vault.ts'
import type { BootstrapPlan } from './bootstrap/plan.ts'

/**
 * What the first start created for people to begin with. Shown once when it is made, and again by
 * `crossrole credentials`; kept sealed with the master key, apart from the store.
 */
export type FirstCredentials = readonly FirstUser[]

export interface FirstUser {
  readonly account: AccountId
  readonly accountName: string
  readonly alias?: string
  /** Absent for the account's root user. */
  readonly userName?: string
  readonly password?: string
  readonly accessKeys: readonly { readonly id: string; readonly secret: string }[]
}

export function firstCredentialsOf(plan: BootstrapPlan): FirstCredentials {
  return plan.accounts.flatMap(account => {
    const about = {
      account: account.id,
      accountName: account.name,
      ...(account.alias !== undefined && { alias: account.alias }),
    }
    const root = account.root?.password || account.root?.accessKeys.length
    return [
      ...(root && account.root ? [{ ...about, ...given(account.root) }] : []),
      ...account.users.map(user => ({ ...about, userName: user.name, ...given(user) })),
    ]
  })
}

function given(holder: Pick<FirstUser, 'accessKeys'> & { readonly password?: string | undefined }) {
  const { password, accessKeys } = holder
  return { accessKeys, ...(password !== undefined && { password }) }
}

const context = 'first-credentials'

export function sealFirstCredentials(vault: Vault, credentials: FirstCredentials): Buffer {
  return Buffer.from(vault.seal(JSON.stringify(credentials), context))
}

export function openFirstCredentials(vault: Vault, sealed: Buffer): FirstCredentials {
  return JSON.parse(vault.unseal(sealed.toString('utf8'), context))
}

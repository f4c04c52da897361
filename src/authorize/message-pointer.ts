import { type AccountId, isAccountId } from '../identity/account-id.ts'
import type { Vault } from '../identity/vault.ts'

/**
 * The encoded authorization message that comes with a denial. It holds no detail, only which kept decision it
 * means: so its size tells an outsider nothing, and what is shown is what the reader's account may see.
 */
export interface MessagePointer {
  readonly account: AccountId
  readonly requestId: string
}

const context = 'authorization-message'

export function encodePointer(vault: Vault, pointer: MessagePointer): string {
  return vault.seal(`${pointer.account}/${pointer.requestId}`, context)
}

/** Undefined when the message is not one of ours. */
export function decodePointer(vault: Vault, message: string): MessagePointer | undefined {
  let opened: string
  try {
    opened = vault.unseal(message, context)
  } catch {
    return undefined
  }
  const [account = '', requestId = ''] = opened.split('/')
  return isAccountId(account) ? { account, requestId } : undefined
}

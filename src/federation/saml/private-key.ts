import type { AccountId } from '../../identity/account-id.ts'

/** What the private key of a SAML provider is sealed for: it opens for nothing else. */
export function samlKeyPurpose(account: AccountId, keyId: string): string {
  return `saml-private-key:${account}:${keyId}`
}

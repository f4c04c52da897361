import { samlKeyPurpose } from '../../federation/saml/private-key.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { readPrivateKey } from '../../identity/certificate.ts'
import type { Vault } from '../../identity/vault.ts'
import type { SamlProviderRow } from '../../store/federation-tables.ts'
import { iamError } from './operation.ts'
import { mustStayWithin } from './quotas.ts'

/**
 * With what a provider's assertions are decrypted. "To rotate private keys, add your new private key and then remove the
 * old key in a separate request." https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html
 */
interface Adding {
  readonly account: AccountId
  readonly vault: Vault
  readonly now: number
}

const rsaBits = { fewest: 2048, most: 8192 }

export function addPrivateKey(
  provider: SamlProviderRow,
  pem: string,
  { account, vault, now }: Adding,
): SamlProviderRow {
  const key = readPrivateKey(pem)
  const { modulusLength = 0 } = key?.asymmetricKeyDetails ?? {}
  const isBearable = modulusLength >= rsaBits.fewest && modulusLength <= rsaBits.most
  if (key?.asymmetricKeyType !== 'rsa' || !isBearable) {
    throw iamError('InvalidInputException', 'The private key must be an RSA key in PEM format.')
  }
  mustStayWithin('PrivateKeysPerSAMLProvider', provider.privateKeys.length)
  const keyId = vault.newId('SAMLPK', account)
  const text = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const sealedKey = vault.seal(text, samlKeyPurpose(account, keyId))
  return { ...provider, privateKeys: [...provider.privateKeys, { keyId, addedAt: now, sealedKey }] }
}

export function removePrivateKey(provider: SamlProviderRow, keyId: string): SamlProviderRow {
  const privateKeys = provider.privateKeys.filter(key => key.keyId !== keyId)
  if (privateKeys.length < provider.privateKeys.length) return { ...provider, privateKeys }
  throw iamError('NoSuchEntityException', `The private key with id ${keyId} cannot be found.`)
}

/** A provider that must encrypt, and of which nothing could be decrypted, would lock everybody out. */
export function mustBeDecryptable({ assertionEncryptionMode, privateKeys }: SamlProviderRow): void {
  if (assertionEncryptionMode !== 'Required' || privateKeys.length > 0) return
  const message = 'A private key is needed where the assertion encryption mode is Required.'
  throw iamError('InvalidInputException', message)
}

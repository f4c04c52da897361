import { signingAlgorithms } from '../federation/oidc/signing-key.ts'
import { accountOfUniqueId } from '../identity/unique-id.ts'
import { discoveryDocument, issuerPath, issuerUrl } from '../services/issuer.ts'
import { settingOf } from '../store/account-settings.ts'
import { tokenSigningKeys } from '../store/federation-tables.ts'
import type { House } from './house.ts'

const documentNames = ['openid-configuration', 'jwks.json'] as const

/**
 * What verifiers of an account's tokens fetch without credentials: nothing but public keys and where they are. It
 * stays after the account stopped issuing tokens, for those that are about. Undefined for every other path.
 */
export async function issuerDocument(
  path: string,
  { store, ownUrl }: Pick<House, 'store' | 'ownUrl'>,
): Promise<object | undefined> {
  if (!path.startsWith(issuerPath)) return undefined
  const [issuerId = '', wellKnown, name, ...rest] = path.slice(issuerPath.length).split('/')
  const document = documentNames.find(known => known === name)
  const account = accountOfUniqueId(issuerId)
  if (wellKnown !== '.well-known' || !document || rest.length > 0 || !account) return undefined
  const { setting, keys } = await store.read(account, async rows => ({
    setting: await settingOf(rows, 'outbound-federation'),
    keys: await rows.list(tokenSigningKeys),
  }))
  if (setting?.issuerId !== issuerId) return undefined
  return document === 'jwks.json'
    ? { keys: keys.map(key => JSON.parse(key.publicKey)) }
    : discoveryDocument(issuerUrl(ownUrl(), issuerId), signingAlgorithms)
}

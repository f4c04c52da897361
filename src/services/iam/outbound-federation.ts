import { makeSigningKey, signingAlgorithms } from '../../federation/oidc/signing-key.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import { putSetting, settingOf } from '../../store/account-settings.ts'
import type { Writer } from '../../store/contract.ts'
import { type TokenSigningKeyRow, tokenSigningKeys } from '../../store/federation-tables.ts'
import { issuerUrl } from '../issuer.ts'
import { iam, iamError } from './operation.ts'

/**
 * The account as an issuer of tokens that others verify. It keeps its URL and its keys once it has them, for tokens
 * outlive the feature that made them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOutboundWebIdentityFederation.html */
export const EnableOutboundWebIdentityFederation = iam('EnableOutboundWebIdentityFederation', {
  resource: () => ({ arn: '*' }),
  prepare: async ({ caller, store, vault, now }) => {
    const present = await store.read(caller.account, rows => settingOf(rows, 'outbound-federation'))
    return present ? [] : newKeys(vault, caller.account, now)
  },
  write: async ({ caller, rows, vault, ownUrl, prepared: keys }) => {
    const present = await settingOf(rows, 'outbound-federation')
    if (present?.enabled) {
      const message = 'Outbound web identity federation is already enabled for your account'
      throw iamError('FeatureEnabledException', message)
    }
    const issuerId = present?.issuerId ?? (await newIssuer(rows, vault.newId('ISSU', caller.account), keys))
    await putSetting(rows, 'outbound-federation', { issuerId, enabled: true })
    return { IssuerIdentifier: issuerUrl(ownUrl(), issuerId) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DisableOutboundWebIdentityFederation.html */
export const DisableOutboundWebIdentityFederation = iam('DisableOutboundWebIdentityFederation', {
  resource: () => ({ arn: '*' }),
  write: async ({ rows }) => {
    const present = await settingOf(rows, 'outbound-federation')
    if (!present?.enabled) throw disabled()
    await putSetting(rows, 'outbound-federation', { ...present, enabled: false })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOutboundWebIdentityFederationInfo.html */
export const GetOutboundWebIdentityFederationInfo = iam('GetOutboundWebIdentityFederationInfo', {
  resource: () => ({ arn: '*' }),
  read: async ({ rows, ownUrl }) => {
    const present = await settingOf(rows, 'outbound-federation')
    if (!present?.enabled) throw disabled()
    return { IssuerIdentifier: issuerUrl(ownUrl(), present.issuerId), JwtVendingEnabled: true }
  },
})

async function newKeys(vault: Vault, account: AccountId, now: number): Promise<TokenSigningKeyRow[]> {
  const keys = await Promise.all(signingAlgorithms.map(makeSigningKey))
  return keys.map(({ keyId, algorithm, publicKey, privateKey }) => ({
    keyId,
    algorithm,
    publicKey: JSON.stringify(publicKey),
    sealedPrivateKey: vault.seal(privateKey, `token-signing-key:${account}:${keyId}`),
    createdAt: now,
  }))
}

async function newIssuer(
  rows: Writer,
  issuerId: string,
  keys: readonly TokenSigningKeyRow[],
): Promise<string> {
  for (const key of keys) await rows.insert(tokenSigningKeys, key)
  return issuerId
}

function disabled() {
  const message = 'Outbound web identity federation is not enabled for your account'
  return iamError('FeatureDisabledException', message)
}

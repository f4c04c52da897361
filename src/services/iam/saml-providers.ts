import { readMetadata } from '../../federation/saml/metadata.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Vault } from '../../identity/vault.ts'
import { type SamlProviderRow, samlProviders } from '../../store/federation-tables.ts'
import { everyProvider, onSamlProvider, samlProviderWith } from './identity-providers.ts'
import { nameKeyOf } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { mustStayWithin, quotas } from './quotas.ts'
import { addPrivateKey, mustBeDecryptable, removePrivateKey } from './saml-private-keys.ts'
import { allTags, newTags, requestTags, shownTags, sortedTags } from './tags.ts'

/** What AWS shows for a document that does not say until when it is valid. */
const yearsWithoutEnd = 100

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
export const CreateSAMLProvider = iam('CreateSAMLProvider', {
  resource: ({ input, caller }) => ({ arn: arn.samlProvider(caller.account, input.Name) }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagSAMLProvider'] : []),
  prepare: async ({ input, now }) => describedBy(input.SAMLMetadataDocument, now),
  write: async ({ input, caller, rows, now, vault, prepared: described }) => {
    const created: SamlProviderRow = {
      nameKey: nameKeyOf(input.Name),
      name: input.Name,
      uuid: vault.newId('SAMLSP', caller.account),
      ...described,
      createdAt: now,
      privateKeys: [],
      tags: newTags(input.Tags, 'cased'),
    }
    const provider = encrypting(created, input, { account: caller.account, vault, now })
    if (await rows.get(samlProviders, provider.nameKey)) {
      throw iamError('EntityAlreadyExistsException', `Provider with name ${input.Name} already exists.`)
    }
    mustStayWithin('SAMLProvidersPerAccount', await rows.count(samlProviders))
    await rows.insert(samlProviders, provider)
    return {
      SAMLProviderArn: arn.samlProvider(caller.account, provider.name),
      ...shownTags(sortedTags(provider.tags)),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html */
export const GetSAMLProvider = iam('GetSAMLProvider', {
  ...onSamlProvider,
  read: async ({ input, rows }) => {
    const provider = await samlProviderWith(rows, input.SAMLProviderArn)
    const privateKeys = provider.privateKeys.map(({ keyId, addedAt }) => ({
      KeyId: keyId,
      Timestamp: new Date(addedAt),
    }))
    return {
      SAMLProviderUUID: provider.uuid,
      SAMLMetadataDocument: provider.metadata,
      CreateDate: new Date(provider.createdAt),
      ValidUntil: new Date(provider.validUntil),
      AssertionEncryptionMode: provider.assertionEncryptionMode ?? ('Allowed' as const),
      PrivateKeyList: privateKeys,
      ...allTags(sortedTags(provider.tags)),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html */
export const ListSAMLProviders = iam('ListSAMLProviders', {
  resource: ({ caller }) => everyProvider(caller, 'samlProvider'),
  read: async ({ caller, rows }) => {
    const providers = await rows.list(samlProviders, { limit: quotas.SAMLProvidersPerAccount })
    return {
      SAMLProviderList: providers.map(provider => ({
        Arn: arn.samlProvider(caller.account, provider.name),
        ValidUntil: new Date(provider.validUntil),
        CreateDate: new Date(provider.createdAt),
      })),
    }
  },
})

/**
 * What is not passed stays as it is.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html
 */
export const UpdateSAMLProvider = iam('UpdateSAMLProvider', {
  ...onSamlProvider,
  prepare: async ({ input, now }) =>
    input.SAMLMetadataDocument === undefined ? undefined : describedBy(input.SAMLMetadataDocument, now),
  write: async ({ input, caller, rows, now, vault, prepared: described }) => {
    const present = { ...(await samlProviderWith(rows, input.SAMLProviderArn)), ...described }
    const kept =
      input.RemovePrivateKey === undefined ? present : removePrivateKey(present, input.RemovePrivateKey)
    await rows.put(samlProviders, encrypting(kept, input, { account: caller.account, vault, now }))
    return { SAMLProviderArn: arn.samlProvider(caller.account, present.name) }
  },
})

/**
 * Roles that trust it stay as they are.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSAMLProvider.html
 */
export const DeleteSAMLProvider = iam('DeleteSAMLProvider', {
  ...onSamlProvider,
  write: async ({ input, rows }) => {
    const { nameKey } = await samlProviderWith(rows, input.SAMLProviderArn)
    await rows.delete(samlProviders, nameKey)
    return {}
  },
})

function describedBy(metadata: string, now: number) {
  const read = readMetadata(metadata)
  if (!read) throw iamError('InvalidInputException', 'Could not parse metadata')
  const { issuer, certificates, validUntil = yearsAfter(now) } = read
  return { metadata, issuer, certificates, validUntil }
}

function yearsAfter(time: number): number {
  const date = new Date(time)
  return date.setUTCFullYear(date.getUTCFullYear() + yearsWithoutEnd)
}

interface EncryptionInput {
  readonly AssertionEncryptionMode?: SamlProviderRow['assertionEncryptionMode'] | undefined
  readonly AddPrivateKey?: string | undefined
}

interface Adding {
  readonly account: AccountId
  readonly vault: Vault
  readonly now: number
}

function encrypting(provider: SamlProviderRow, input: EncryptionInput, adding: Adding): SamlProviderRow {
  const mode = input.AssertionEncryptionMode ?? provider.assertionEncryptionMode
  const withKey =
    input.AddPrivateKey === undefined ? provider : addPrivateKey(provider, input.AddPrivateKey, adding)
  const changed = { ...withKey, ...(mode !== undefined && { assertionEncryptionMode: mode }) }
  mustBeDecryptable(changed)
  return changed
}

import { oidcProviders } from '../../store/federation-tables.ts'
import { oidcProviderWith, onOidcProvider } from './identity-providers.ts'
import { iam } from './operation.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html */
export const TagOpenIDConnectProvider = iam('TagOpenIDConnectProvider', {
  ...onOidcProvider,
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    await rows.put(oidcProviders, { ...provider, tags: mergeTags(provider.tags, input.Tags, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html */
export const UntagOpenIDConnectProvider = iam('UntagOpenIDConnectProvider', {
  ...onOidcProvider,
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    await rows.put(oidcProviders, { ...provider, tags: withoutTags(provider.tags, input.TagKeys, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html */
export const ListOpenIDConnectProviderTags = iam('ListOpenIDConnectProviderTags', {
  ...onOidcProvider,
  read: async ({ input, rows }) =>
    tagPage((await oidcProviderWith(rows, input.OpenIDConnectProviderArn)).tags, input, 'cased'),
})

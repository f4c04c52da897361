import { samlProviders } from '../../store/federation-tables.ts'
import { onSamlProvider, samlProviderWith } from './identity-providers.ts'
import { iam } from './operation.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagSAMLProvider.html */
export const TagSAMLProvider = iam('TagSAMLProvider', {
  ...onSamlProvider,
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const provider = await samlProviderWith(rows, input.SAMLProviderArn)
    await rows.put(samlProviders, { ...provider, tags: mergeTags(provider.tags, input.Tags, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagSAMLProvider.html */
export const UntagSAMLProvider = iam('UntagSAMLProvider', {
  ...onSamlProvider,
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const provider = await samlProviderWith(rows, input.SAMLProviderArn)
    await rows.put(samlProviders, { ...provider, tags: withoutTags(provider.tags, input.TagKeys, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviderTags.html */
export const ListSAMLProviderTags = iam('ListSAMLProviderTags', {
  ...onSamlProvider,
  read: async ({ input, rows }) =>
    tagPage((await samlProviderWith(rows, input.SAMLProviderArn)).tags, input, 'cased'),
})

import { instanceProfiles } from '../../store/account-tables.ts'
import { instanceProfileNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { instanceProfileResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const TagInstanceProfile = iam('TagInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const profile = await instanceProfileNamed(rows, input.InstanceProfileName)
    await rows.put(instanceProfiles, { ...profile, tags: mergeTags(profile.tags, input.Tags, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const UntagInstanceProfile = iam('UntagInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const profile = await instanceProfileNamed(rows, input.InstanceProfileName)
    await rows.put(instanceProfiles, { ...profile, tags: withoutTags(profile.tags, input.TagKeys, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const ListInstanceProfileTags = iam('ListInstanceProfileTags', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  read: async ({ input, rows }) =>
    tagPage((await instanceProfileNamed(rows, input.InstanceProfileName)).tags, input, 'cased'),
})

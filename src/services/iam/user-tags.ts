import { users } from '../../store/tables.ts'
import { userNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { userResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const TagUser = iam('TagUser', {
  resource: call => userResource(call, call.input.UserName),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const user = await userNamed(rows, input.UserName)
    await rows.put(users, { ...user, tags: mergeTags(user.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const UntagUser = iam('UntagUser', {
  resource: call => userResource(call, call.input.UserName),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const user = await userNamed(rows, input.UserName)
    await rows.put(users, { ...user, tags: withoutTags(user.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const ListUserTags = iam('ListUserTags', {
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, rows }) => tagPage((await userNamed(rows, input.UserName)).tags, input),
})

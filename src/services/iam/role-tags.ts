import { roles } from '../../store/tables.ts'
import { roleNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { roleResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const TagRole = iam('TagRole', {
  resource: call => roleResource(call, call.input.RoleName),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const role = await roleNamed(rows, input.RoleName)
    await rows.put(roles, { ...role, tags: mergeTags(role.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const UntagRole = iam('UntagRole', {
  resource: call => roleResource(call, call.input.RoleName),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const role = await roleNamed(rows, input.RoleName)
    await rows.put(roles, { ...role, tags: withoutTags(role.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const ListRoleTags = iam('ListRoleTags', {
  resource: call => roleResource(call, call.input.RoleName),
  read: async ({ input, rows }) => tagPage((await roleNamed(rows, input.RoleName)).tags, input),
})

import { roleNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { roleResource } from './resources.ts'

/**
 * No operation makes instance profiles yet, so no role is in one: that is known, and said of roles that are there.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
 */
export const ListInstanceProfilesForRole = iam('ListInstanceProfilesForRole', {
  resource: call => roleResource(call, call.input.RoleName),
  read: async ({ input, rows }) => {
    await roleNamed(rows, input.RoleName)
    return { InstanceProfiles: [], IsTruncated: false }
  },
})

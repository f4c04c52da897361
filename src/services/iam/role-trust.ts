import { roles } from '../../store/tables.ts'
import { roleBoundary } from './entities.ts'
import { modifiableRole } from './lookup.ts'
import { iam } from './operation.ts'
import { roleResource } from './resources.ts'
import { trustPolicyToStore } from './trust-policy.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const UpdateAssumeRolePolicy = iam('UpdateAssumeRolePolicy', {
  resource: call => roleResource(call, call.input.RoleName),
  context: roleBoundary,
  prepare: ({ input, store }) => trustPolicyToStore(store, input.PolicyDocument),
  write: async ({ input, rows, prepared: trustPolicy }) => {
    const role = await modifiableRole(rows, input.RoleName)
    await rows.put(roles, { ...role, trustPolicy })
    return {}
  },
})

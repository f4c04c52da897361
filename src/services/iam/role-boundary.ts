import { roles } from '../../store/tables.ts'
import { boundaryToStore } from './boundaries.ts'
import { boundaryContext } from './entities.ts'
import { modifiableRole } from './lookup.ts'
import { iam } from './operation.ts'
import { roleResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const PutRolePermissionsBoundary = iam('PutRolePermissionsBoundary', {
  resource: call => roleResource(call, call.input.RoleName),
  context: ({ input }) => ({ 'iam:PermissionsBoundary': input.PermissionsBoundary }),
  write: async ({ input, rows, managed }) => {
    const role = await modifiableRole(rows, input.RoleName)
    const boundaryArn = await boundaryToStore({ rows, managed }, input.PermissionsBoundary)
    await rows.put(roles, { ...role, boundaryArn })
    return {}
  },
})

/**
 * The condition key holds the boundary that would go.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
 */
export const DeleteRolePermissionsBoundary = iam('DeleteRolePermissionsBoundary', {
  resource: call => roleResource(call, call.input.RoleName),
  context: ({ input, caller, store }) => boundaryContext(store, caller.account, 'role', input),
  write: async ({ input, rows }) => {
    const role = await modifiableRole(rows, input.RoleName)
    await rows.put(roles, { ...role, boundaryArn: '' })
    return {}
  },
})

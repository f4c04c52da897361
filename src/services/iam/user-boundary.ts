import { users } from '../../store/tables.ts'
import { boundaryToStore } from './boundaries.ts'
import { boundaryContext } from './entities.ts'
import { userNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { userResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const PutUserPermissionsBoundary = iam('PutUserPermissionsBoundary', {
  resource: call => userResource(call, call.input.UserName),
  context: ({ input }) => ({ 'iam:PermissionsBoundary': input.PermissionsBoundary }),
  write: async ({ input, rows, managed }) => {
    const user = await userNamed(rows, input.UserName)
    const boundaryArn = await boundaryToStore({ rows, managed }, input.PermissionsBoundary)
    await rows.put(users, { ...user, boundaryArn })
    return {}
  },
})

/**
 * The condition key holds the boundary that would go.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
 */
export const DeleteUserPermissionsBoundary = iam('DeleteUserPermissionsBoundary', {
  resource: call => userResource(call, call.input.UserName),
  context: ({ input, caller, store }) => boundaryContext(store, caller.account, 'user', input),
  write: async ({ input, rows }) => {
    const user = await userNamed(rows, input.UserName)
    await rows.put(users, { ...user, boundaryArn: '' })
    return {}
  },
})

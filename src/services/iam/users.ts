import { arn } from '../../identity/arn.ts'
import { directory, type Reader } from '../../store/contract.ts'
import { serviceCredentials, signingCertificates, sshPublicKeys } from '../../store/credential-tables.ts'
import {
  accessKeys,
  accounts,
  attachments,
  inlinePolicies,
  loginProfiles,
  memberships,
  mfaDevices,
  type UserRow,
  users,
} from '../../store/tables.ts'
import { listedUser, shownUser } from './answers.ts'
import { boundaryToStore } from './boundaries.ts'
import { callerOrUser } from './credential-owner.ts'
import { nameKeyOf, userNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageUnder } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { pathResource, userResource } from './resources.ts'
import { newTags, requestTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const CreateUser = iam('CreateUser', {
  resource: ({ input, caller }) => ({ arn: arn.user(caller.account, input.Path ?? '/', input.UserName) }),
  context: ({ input }) => ({
    'iam:PermissionsBoundary': input.PermissionsBoundary,
    ...requestTags(input.Tags),
  }),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagUser'] : []),
  write: async ({ input, caller, rows, now, vault, managed }) => {
    const user: UserRow = {
      nameKey: nameKeyOf(input.UserName),
      userName: input.UserName,
      path: input.Path ?? '/',
      userId: vault.newId('AIDA', caller.account),
      createdAt: now,
      tags: newTags(input.Tags),
      boundaryArn: await boundaryToStore({ rows, managed }, input.PermissionsBoundary),
    }
    await mustBeFree(rows, input.UserName)
    mustStayWithin('UsersPerAccount', await rows.count(users))
    await rows.insert(users, user)
    return { User: shownUser(caller.account, user) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const GetUser = iam('GetUser', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  handle: async ({ input, caller, store }) => {
    const name = input.UserName ?? (caller.kind === 'user' ? caller.userName : undefined)
    if (name !== undefined) {
      const user = await store.read(caller.account, rows => userNamed(rows, name))
      return { User: shownUser(caller.account, user) }
    }
    // The root user has neither name nor path: its id is the account's.
    const account = await store.read(directory, rows => rows.get(accounts, caller.account))
    return {
      User: {
        Path: undefined,
        UserName: undefined,
        UserId: caller.account,
        Arn: arn.root(caller.account),
        CreateDate: account && new Date(account.createdAt),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const ListUsers = iam('ListUsers', {
  resource: ({ input, caller }) => pathResource(caller, 'user', input.PathPrefix),
  read: async ({ input, caller, rows }) => {
    const { items, ...page } = await pageUnder(rows, users, input)
    return { Users: items.map(user => listedUser(caller.account, user)), ...page }
  },
})

/**
 * A rename must be allowed for the old name and for the new one.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export const UpdateUser = iam('UpdateUser', {
  resource: call => userResource(call, call.input.UserName),
  alsoOn: async ({ input, caller, rows }) => {
    const user = await rows.get(users, nameKeyOf(input.UserName))
    if (!user || (input.NewPath === undefined && input.NewUserName === undefined)) return []
    const renamed = arn.user(caller.account, input.NewPath ?? user.path, input.NewUserName ?? user.userName)
    return [{ arn: renamed, tags: user.tags }]
  },
  write: async ({ input, rows }) => {
    const user = await userNamed(rows, input.UserName)
    const userName = input.NewUserName ?? user.userName
    const renamed = { ...user, userName, nameKey: nameKeyOf(userName), path: input.NewPath ?? user.path }
    if (renamed.nameKey !== user.nameKey) {
      await mustBeFree(rows, userName)
      await rows.delete(users, user.nameKey)
    }
    await rows.put(users, renamed)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const DeleteUser = iam('DeleteUser', {
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, rows }) => {
    const user = await userNamed(rows, input.UserName)
    for (const { first, isThere } of beforeDeletion) {
      if (await isThere(rows, user.userId)) {
        throw iamError('DeleteConflictException', `Cannot delete entity, must ${first} first.`)
      }
    }
    await rows.delete(users, user.nameKey)
    return {}
  },
})

/** What must be gone before a user can be deleted. */
const beforeDeletion: readonly {
  readonly first: string
  readonly isThere: (rows: Reader, userId: string) => Promise<boolean>
}[] = [
  {
    first: 'remove users from group',
    isThere: async (rows, userId) => {
      const found = await rows.list(memberships, { index: 'byUser', where: { userId }, limit: 1 })
      return found.length > 0
    },
  },
  {
    first: 'detach all policies',
    isThere: async (rows, entityId) =>
      (await rows.list(attachments, { where: { entityId }, limit: 1 })).length > 0,
  },
  {
    first: 'delete policies',
    isThere: async (rows, entityId) =>
      (await rows.list(inlinePolicies, { where: { entityId }, limit: 1 })).length > 0,
  },
  {
    first: 'delete login profile',
    isThere: async (rows, userId) => (await rows.get(loginProfiles, userId)) !== undefined,
  },
  {
    first: 'delete access keys',
    isThere: async (rows, ownerId) =>
      (await rows.list(accessKeys, { index: 'byOwner', where: { ownerId }, limit: 1 })).length > 0,
  },
  {
    first: 'delete certificates',
    isThere: async (rows, ownerId) =>
      (await rows.list(signingCertificates, { index: 'byOwner', where: { ownerId }, limit: 1 })).length > 0,
  },
  {
    first: 'delete MFA device',
    isThere: async (rows, ownerId) =>
      (await rows.list(mfaDevices, { index: 'byOwner', where: { ownerId }, limit: 1 })).length > 0,
  },
  {
    first: 'remove referenced objects',
    isThere: async (rows, ownerId) => {
      const query = { index: 'byOwner', where: { ownerId }, limit: 1 }
      if ((await rows.list(sshPublicKeys, query)).length > 0) return true
      return (await rows.list(serviceCredentials, query)).length > 0
    },
  },
]

async function mustBeFree(rows: Reader, userName: string): Promise<void> {
  if (await rows.get(users, nameKeyOf(userName))) {
    throw iamError('EntityAlreadyExistsException', `User with name ${userName} already exists.`)
  }
}

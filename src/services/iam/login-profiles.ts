import { takeTry } from '../../identity/tries.ts'
import type { Reader, Writer } from '../../store/contract.ts'
import { type LoginProfileRow, loginProfiles, type UserRow } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { userOnly } from './credential-owner.ts'
import { userNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { acceptPassword } from './password-policy.ts'
import { userResource } from './resources.ts'
import {
  allowRootPassword,
  meansRootUser,
  mustPassNoPassword,
  removeRootPassword,
  rootProfile,
} from './root-login-profile.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html */
export const CreateLoginProfile = iam('CreateLoginProfile', {
  check: call => {
    if (meansRootUser(call)) return mustPassNoPassword(call.input.Password)
    userOnly(call)
    if (call.input.Password === undefined) throw passwordNeeded()
  },
  resource: call => userResource(call, call.input.UserName),
  prepare: async ({ input, caller, store, vault }) => {
    if (meansRootUser({ input, caller })) return undefined
    const password = input.Password ?? ''
    const user = await store.read(caller.account, async rows => {
      const named = await userNamed(rows, userNameOf({ input, caller }))
      await mustHaveNoProfile(rows, named)
      return named
    })
    return acceptPassword(password, { store, vault, account: caller.account, userName: user.userName })
  },
  write: async ({ input, caller, rows, now, prepared }) => {
    if (!prepared) return { LoginProfile: await allowRootPassword(rows, now) }
    const user = await userNamed(rows, userNameOf({ input, caller }))
    await mustHaveNoProfile(rows, user)
    const profile: LoginProfileRow = {
      userId: user.userId,
      ...prepared,
      passwordResetRequired: input.PasswordResetRequired ?? false,
      createdAt: now,
    }
    await rows.insert(loginProfiles, profile)
    return { LoginProfile: shown(user, profile) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const GetLoginProfile = iam('GetLoginProfile', {
  check: userOrRootUser,
  resource: call => userResource(call, call.input.UserName),
  handle: async ({ input, caller, store }) => {
    if (meansRootUser({ input, caller })) return { LoginProfile: await rootProfile(store, caller.account) }
    return store.read(caller.account, async rows => {
      const user = await userNamed(rows, userNameOf({ input, caller }))
      return { LoginProfile: shown(user, await profileOf(rows, user)) }
    })
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html */
export const UpdateLoginProfile = iam('UpdateLoginProfile', {
  resource: call => userResource(call, call.input.UserName),
  prepare: async ({ input, caller, store, vault }) => {
    const { user, profile } = await store.read(caller.account, async rows => {
      const user = await userNamed(rows, input.UserName)
      return { user, profile: await profileOf(rows, user) }
    })
    if (input.Password === undefined) return undefined
    const { account } = caller
    const { userName } = user
    const accepted = await acceptPassword(input.Password, { store, vault, account, userName, profile })
    return { accepted, replaces: profile.passwordHash }
  },
  write: async ({ input, rows, now, prepared }) => {
    const user = await userNamed(rows, input.UserName)
    const profile = await profileOf(rows, user)
    // The new password was judged beside this one, outside the transaction.
    if (prepared && prepared.replaces !== profile.passwordHash) throw changedMeanwhile(user)
    await rows.put(loginProfiles, {
      ...profile,
      ...(prepared && { ...prepared.accepted, passwordChangedAt: now }),
      passwordResetRequired: input.PasswordResetRequired ?? profile.passwordResetRequired,
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html */
export const DeleteLoginProfile = iam('DeleteLoginProfile', {
  check: userOrRootUser,
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows }) => {
    if (meansRootUser({ input, caller })) return removeRootPassword(rows)
    const user = await userNamed(rows, userNameOf({ input, caller }))
    await profileOf(rows, user)
    await rows.delete(loginProfiles, user.userId)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html */
export const ChangePassword = iam('ChangePassword', {
  resource: call => (call.caller.kind === 'user' ? userResource(call, undefined) : { arn: call.caller.arn }),
  prepare: async ({ input, caller, store, vault, now }) => {
    if (caller.kind !== 'user') {
      throw iamError('InvalidUserTypeException', 'Only IAM Users can change their own password')
    }
    const { account, userName } = caller
    const profile = await store.write(account, async rows => {
      const present = await profileOf(rows, await userNamed(rows, userName))
      const aTryLess = takeTry(present, now)
      if (aTryLess) await rows.put(loginProfiles, { ...present, ...aTryLess })
      return aTryLess && present
    })
    if (!profile) throw tooManyOldPasswords()
    if (!(await vault.verifyPassword(input.OldPassword, profile.passwordHash))) throw wrongOldPassword()
    await store.write(account, rows => giveTriesBack(rows, profile))
    const accepted = await acceptPassword(input.NewPassword, { store, vault, account, userName, profile })
    return { userId: profile.userId, oldHash: profile.passwordHash, accepted }
  },
  write: async ({ rows, now, prepared }) => {
    const profile = await rows.get(loginProfiles, prepared.userId)
    // The old password was checked outside this transaction; it may have been replaced since.
    if (profile?.passwordHash !== prepared.oldHash) throw wrongOldPassword()
    await rows.put(loginProfiles, {
      ...profile,
      ...prepared.accepted,
      passwordChangedAt: now,
      passwordResetRequired: false,
    })
    return {}
  },
})

/** It was no guess. */
async function giveTriesBack(rows: Writer, { userId, passwordHash }: LoginProfileRow): Promise<void> {
  const profile = await rows.get(loginProfiles, userId)
  if (profile?.passwordHash !== passwordHash) return
  const { triesBackAt: _, ...all } = profile
  await rows.put(loginProfiles, all)
}

function userOrRootUser(call: Parameters<typeof userOnly>[0]): void {
  if (!meansRootUser(call)) userOnly(call)
}

/** The user named, or the caller: `userOnly` has seen to it that there is one. */
function userNameOf({ input, caller }: Parameters<typeof userOnly>[0]): string {
  return input.UserName ?? (caller.kind === 'user' ? caller.userName : '')
}

async function profileOf(rows: Reader, user: UserRow): Promise<LoginProfileRow> {
  const profile = await rows.get(loginProfiles, user.userId)
  if (profile) return profile
  throw iamError('NoSuchEntityException', `Login Profile for User ${user.userName} cannot be found.`)
}

async function mustHaveNoProfile(rows: Reader, user: UserRow): Promise<void> {
  if (!(await rows.get(loginProfiles, user.userId))) return
  throw iamError('EntityAlreadyExistsException', `Login Profile for user ${user.userName} already exists.`)
}

function shown(user: UserRow, profile: LoginProfileRow) {
  return {
    UserName: user.userName,
    CreateDate: new Date(profile.createdAt),
    PasswordResetRequired: profile.passwordResetRequired,
  }
}

/** Optional in the model, for root sessions that give an account its password back. */
function passwordNeeded() {
  return commonError(
    'ValidationError',
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
  )
}

function changedMeanwhile({ userName }: UserRow) {
  const message = `The password of user ${userName} is being changed by another request. Please try again.`
  return iamError('EntityTemporarilyUnmodifiableException', message)
}

function tooManyOldPasswords() {
  return commonError(
    'AccessDenied',
    'Too many wrong old passwords were tried. Wait a few minutes and try again.',
  )
}

function wrongOldPassword() {
  return commonError('AccessDenied', 'The old password was incorrect.')
}

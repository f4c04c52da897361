import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Vault } from '../../identity/vault.ts'
import { directory, type Reader, type Store } from '../../store/contract.ts'
import { type AccessKeyRow, accessKeyClaims, accessKeys } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { callerOrUser, credentialOwner } from './credential-owner.ts'
import { statusToStore } from './credential-status.ts'
import { userWithId } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { userResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const CreateAccessKey = iam('CreateAccessKey', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  prepare: ({ caller, store, vault }) => newKey(caller.account, store, vault),
  write: async ({ input, caller, rows, now, prepared: { accessKeyId, secretAccessKey, sealedSecret } }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const present = await rows.count(accessKeys, { index: 'byOwner', where: { ownerId } })
    mustStayWithin('AccessKeysPerUser', present)
    const key: AccessKeyRow = { accessKeyId, ownerId, status: 'Active', createdAt: now, sealedSecret }
    await rows.insert(accessKeys, key)
    return { AccessKey: { ...shown(key, userName), SecretAccessKey: secretAccessKey } }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const ListAccessKeys = iam('ListAccessKeys', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const { items, ...page } = await pageOf(rows, accessKeys, input, { index: 'byOwner', where: { ownerId } })
    return { AccessKeyMetadata: items.map(key => shown(key, userName)), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const UpdateAccessKey = iam('UpdateAccessKey', {
  check: call => {
    callerOrUser(call)
    statusToStore(call.input.Status)
  },
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows }) => {
    const { ownerId } = await credentialOwner({ input, caller, rows })
    const key = await keyOf(rows, ownerId, input.AccessKeyId)
    await rows.put(accessKeys, { ...key, status: statusToStore(input.Status) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const DeleteAccessKey = iam('DeleteAccessKey', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  handle: async ({ input, caller, store }) => {
    await store.write(caller.account, async rows => {
      const { ownerId } = await credentialOwner({ input, caller, rows })
      await keyOf(rows, ownerId, input.AccessKeyId)
      await rows.delete(accessKeys, input.AccessKeyId)
    })
    await giveUpClaim(store, input.AccessKeyId)
    return {}
  },
})

/**
 * Acts on the user that owns the key. Of a key that is not of the account nobody learns anything, not even
 * who may ask for every user.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export const GetAccessKeyLastUsed = iam('GetAccessKeyLastUsed', {
  resource: async call => {
    const shownAs = `access key ${call.input.AccessKeyId}`
    const owner = await ownerOf(call.rows, call.input.AccessKeyId)
    if (!owner) return { arn: '*', shownAs }
    if (owner.userName === undefined) return { arn: arn.root(call.caller.account), shownAs }
    return { ...(await userResource(call, owner.userName)), shownAs }
  },
  handle: async ({ input, caller, store }) => {
    const owner = await store.read(caller.account, rows => ownerOf(rows, input.AccessKeyId))
    if (!owner) {
      const denied = `User: ${caller.arn} is not authorized to perform iam:GetAccessKeyLastUsed`
      throw commonError('AccessDenied', `${denied} on resource: access key ${input.AccessKeyId}`)
    }
    const use = await store.lastUse(caller.account, input.AccessKeyId)
    const never = { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' }
    return {
      UserName: owner.userName,
      AccessKeyLastUsed: use
        ? { LastUsedDate: new Date(use.time), ServiceName: use.service, Region: use.region }
        : never,
    }
  },
})

/** Undefined when the account has no such key. */
async function ownerOf(rows: Reader, accessKeyId: string) {
  const key = await rows.get(accessKeys, accessKeyId)
  if (!key) return undefined
  const user = key.ownerId === 'root' ? undefined : await userWithId(rows, key.ownerId)
  return { userName: user?.userName }
}

async function keyOf(rows: Reader, ownerId: string, accessKeyId: string): Promise<AccessKeyRow> {
  const key = await rows.get(accessKeys, accessKeyId)
  if (key?.ownerId === ownerId) return key
  throw iamError('NoSuchEntityException', `The Access Key with id ${accessKeyId} cannot be found.`)
}

function shown(key: AccessKeyRow, userName: string | undefined) {
  return {
    UserName: userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: new Date(key.createdAt),
  }
}

/**
 * An id carries its account, and is found by it, so no other account can make it; but it may have been given to
 * another account in the file of the first start, of which the directory knows.
 */
async function newKey(account: AccountId, store: Store, vault: Vault) {
  for (;;) {
    const key = vault.newAccessKey(account)
    const { accessKeyId } = key
    const given = await store.read(directory, rows => rows.get(accessKeyClaims, accessKeyId))
    const present = await store.read(account, rows => rows.get(accessKeys, accessKeyId))
    if (given || present) continue
    return { ...key, sealedSecret: vault.seal(key.secretAccessKey, `access-key:${account}:${accessKeyId}`) }
  }
}

/** Only ids that were given are claimed. */
async function giveUpClaim(store: Store, accessKeyId: string): Promise<void> {
  const claim = await store.read(directory, rows => rows.get(accessKeyClaims, accessKeyId))
  if (claim) await store.write(directory, rows => rows.delete(accessKeyClaims, accessKeyId))
}

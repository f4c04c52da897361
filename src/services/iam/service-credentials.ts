import type { AccountId } from '../../identity/account-id.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Context } from '../../policy/request.ts'
import type { Reader, Store } from '../../store/contract.ts'
import { type ServiceCredentialRow, serviceCredentials } from '../../store/credential-tables.ts'
import type { UserRow } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { userOnly } from './credential-owner.ts'
import { statusToStore } from './credential-status.ts'
import { userNamed, userWithId } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { pathResource, userResource } from './resources.ts'
import {
  expiryOf,
  freeServiceUserName,
  mustBeSupported,
  newSecret,
  shownCredential,
  shownWithSecret,
} from './service-credential-kinds.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
export const CreateServiceSpecificCredential = iam('CreateServiceSpecificCredential', {
  resource: call => userResource(call, call.input.UserName),
  context: ({ input }) => ({
    'iam:ServiceSpecificCredentialServiceName': input.ServiceName,
    'iam:ServiceSpecificCredentialAgeDays': input.CredentialAgeDays?.toString(),
  }),
  write: async ({ input, caller, rows, now, vault }) => {
    const { userId: ownerId, userName } = await userNamed(rows, input.UserName)
    const serviceName = input.ServiceName
    const expiry = expiryOf(serviceName, input.CredentialAgeDays, now)
    const query = { index: 'byOwner', where: { ownerId, serviceName } }
    const present = await rows.list(serviceCredentials, query)
    mustStayWithin('ServiceSpecificCredentialsPerUser', present.length)
    const credentialId = vault.newId('ACCA', caller.account)
    const serviceUserName = freeServiceUserName(userName, caller.account, present)
    const { secret, sealedSecret } = sealedNewSecret(vault, caller.account, {
      credentialId,
      serviceName,
      serviceUserName,
    })
    const credential: ServiceCredentialRow = {
      credentialId,
      ownerId,
      serviceName,
      serviceUserName,
      status: 'Active',
      createdAt: now,
      ...expiry,
      sealedSecret,
    }
    await rows.insert(serviceCredentials, credential)
    return { ServiceSpecificCredential: shownWithSecret(credential, userName, now, secret) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const ListServiceSpecificCredentials = iam('ListServiceSpecificCredentials', {
  check: call => {
    if (!call.input.AllUsers) return userOnly(call)
    if (call.input.UserName === undefined) return
    throw commonError('ValidationError', 'UserName cannot be specified together with AllUsers.')
  },
  resource: call =>
    call.input.AllUsers
      ? pathResource(call.caller, 'user', undefined)
      : userResource(call, call.input.UserName),
  read: async ({ input, caller, rows, now }) => {
    const user = input.AllUsers ? undefined : await userNamed(rows, userNameOf({ input, caller }))
    const { ServiceName: serviceName } = input
    if (serviceName !== undefined) mustBeSupported(serviceName)
    const ofService = serviceName === undefined ? {} : { serviceName }
    const query = user
      ? { index: 'byOwner', where: { ownerId: user.userId, ...ofService } }
      : { index: 'byService', where: ofService }
    const { items, ...page } = await pageOf(rows, serviceCredentials, input, query)
    const shown = []
    for (const credential of items) {
      const owner = user ?? (await userWithId(rows, credential.ownerId))
      if (owner) shown.push(shownCredential(credential, owner.userName, now))
    }
    return { ServiceSpecificCredentials: shown, ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html */
export const UpdateServiceSpecificCredential = iam('UpdateServiceSpecificCredential', {
  check: call => {
    userOnly(call)
    statusToStore(call.input.Status)
  },
  resource: call => userResource(call, call.input.UserName),
  context: serviceOfCredential,
  write: async ({ input, caller, rows }) => {
    const { credential } = await credentialIn(rows, { input, caller })
    await rows.put(serviceCredentials, { ...credential, status: statusToStore(input.Status) })
    return {}
  },
})

/**
 * Id, name and status stay.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html
 */
export const ResetServiceSpecificCredential = iam('ResetServiceSpecificCredential', {
  check: userOnly,
  resource: call => userResource(call, call.input.UserName),
  context: serviceOfCredential,
  write: async ({ input, caller, rows, now, vault }) => {
    const { credential, user } = await credentialIn(rows, { input, caller })
    const { secret, sealedSecret } = sealedNewSecret(vault, caller.account, credential)
    await rows.put(serviceCredentials, { ...credential, sealedSecret })
    return { ServiceSpecificCredential: shownWithSecret(credential, user.userName, now, secret) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html */
export const DeleteServiceSpecificCredential = iam('DeleteServiceSpecificCredential', {
  check: userOnly,
  resource: call => userResource(call, call.input.UserName),
  context: serviceOfCredential,
  write: async ({ input, caller, rows }) => {
    const { credential } = await credentialIn(rows, { input, caller })
    await rows.delete(serviceCredentials, credential.credentialId)
    return {}
  },
})

interface Asked {
  readonly input: { readonly UserName?: string | undefined; readonly ServiceSpecificCredentialId: string }
  readonly caller: Caller
}

/** The service of the credential named, a condition key of all that changes one. */
async function serviceOfCredential({
  input,
  caller,
  store,
}: Asked & { readonly store: Store }): Promise<Context> {
  const credential = await store.read(caller.account, rows =>
    rows.get(serviceCredentials, input.ServiceSpecificCredentialId),
  )
  return { 'iam:ServiceSpecificCredentialServiceName': credential?.serviceName }
}

/** The user named, or the caller: `userOnly` has seen to it that there is one. */
function userNameOf({ input, caller }: Parameters<typeof userOnly>[0]): string {
  return input.UserName ?? (caller.kind === 'user' ? caller.userName : '')
}

async function credentialIn(
  rows: Reader,
  { input, caller }: Asked,
): Promise<{ readonly user: UserRow; readonly credential: ServiceCredentialRow }> {
  const user = await userNamed(rows, userNameOf({ input, caller }))
  const credential = await rows.get(serviceCredentials, input.ServiceSpecificCredentialId)
  if (credential?.ownerId === user.userId) return { user, credential }
  throw iamError('NoSuchEntityException', `No such credential ${input.ServiceSpecificCredentialId} exists`)
}

function sealedNewSecret(
  vault: Vault,
  account: AccountId,
  credential: Pick<ServiceCredentialRow, 'credentialId' | 'serviceName' | 'serviceUserName'>,
) {
  const secret = newSecret(vault, credential.serviceName, credential.serviceUserName)
  return {
    secret,
    sealedSecret: vault.seal(secret, `service-credential:${account}:${credential.credentialId}`),
  }
}

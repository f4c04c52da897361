import { readSshPublicKey, type SshKeyFault, type SshPublicKey } from '../../identity/ssh-public-key.ts'
import type { Reader } from '../../store/contract.ts'
import { type SshPublicKeyRow, sshPublicKeys } from '../../store/credential-tables.ts'
import { credentialOwner, userOnly } from './credential-owner.ts'
import { statusToStore } from './credential-status.ts'
import { userNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { userResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html */
export const UploadSSHPublicKey = iam('UploadSSHPublicKey', {
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows, now, vault }) => {
    const { userId, userName } = await userNamed(rows, input.UserName)
    const { fingerprint } = keyIn(input.SSHPublicKeyBody)
    const present = await rows.list(sshPublicKeys, { index: 'byOwner', where: { ownerId: userId } })
    if (present.some(other => other.fingerprint === fingerprint)) {
      const message = 'The SSH public key is already associated with the specified IAM user.'
      throw iamError('DuplicateSSHPublicKeyException', message)
    }
    mustStayWithin('SSHPublicKeysPerUser', present.length)
    const key: SshPublicKeyRow = {
      keyId: vault.newId('APKA', caller.account),
      ownerId: userId,
      body: input.SSHPublicKeyBody,
      fingerprint,
      status: 'Active',
      uploadedAt: now,
    }
    await rows.insert(sshPublicKeys, key)
    return { SSHPublicKey: shown(key, userName, key.body) }
  },
})

/**
 * A key asked for in the encoding it was uploaded in comes back as it was sent, with its comment.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html
 */
export const GetSSHPublicKey = iam('GetSSHPublicKey', {
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, rows }) => {
    const { userId, userName } = await userNamed(rows, input.UserName)
    const key = await keyOf(rows, userId, input.SSHPublicKeyId)
    const { encoding, ssh, pem } = keyIn(key.body)
    const body = input.Encoding === encoding ? key.body : { SSH: ssh, PEM: pem }[input.Encoding]
    return { SSHPublicKey: shown(key, userName, body) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const ListSSHPublicKeys = iam('ListSSHPublicKeys', {
  check: userOnly,
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const query = { index: 'byOwner', where: { ownerId } }
    const { items, ...page } = await pageOf(rows, sshPublicKeys, input, query)
    return { SSHPublicKeys: items.map(key => listed(key, userName)), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html */
export const UpdateSSHPublicKey = iam('UpdateSSHPublicKey', {
  check: call => {
    statusToStore(call.input.Status)
  },
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, rows }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const key = await keyOf(rows, userId, input.SSHPublicKeyId)
    await rows.put(sshPublicKeys, { ...key, status: statusToStore(input.Status) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html */
export const DeleteSSHPublicKey = iam('DeleteSSHPublicKey', {
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, rows }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const { keyId } = await keyOf(rows, userId, input.SSHPublicKeyId)
    await rows.delete(sshPublicKeys, keyId)
    return {}
  },
})

function keyIn(body: string): SshPublicKey {
  const read = readSshPublicKey(body)
  if (typeof read === 'object') return read
  throw iamError(...faults[read])
}

const faults: Readonly<Record<SshKeyFault, Parameters<typeof iamError>>> = {
  encoding: [
    'UnrecognizedPublicKeyEncodingException',
    'The public key encoding format is unsupported or unrecognized.',
  ],
  key: ['InvalidPublicKeyException', 'The public key is malformed or otherwise invalid.'],
}

async function keyOf(rows: Reader, ownerId: string, keyId: string): Promise<SshPublicKeyRow> {
  const key = await rows.get(sshPublicKeys, keyId)
  if (key?.ownerId === ownerId) return key
  throw iamError('NoSuchEntityException', `The Public Key with id ${keyId} cannot be found.`)
}

function listed(key: SshPublicKeyRow, userName: string | undefined) {
  return {
    UserName: userName,
    SSHPublicKeyId: key.keyId,
    Status: key.status,
    UploadDate: new Date(key.uploadedAt),
  }
}

function shown(key: SshPublicKeyRow, userName: string, body: string) {
  return { ...listed(key, userName), Fingerprint: key.fingerprint, SSHPublicKeyBody: body }
}

import {
  type AccessKeyMetadata,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  type LoginProfile,
  type MFADevice,
} from '@aws-sdk/client-iam'
import type { QueryKey, UseQueryResult } from '@tanstack/react-query'
import { useClients } from '../../api/clients.ts'
import { codeOf } from '../../api/fault.ts'
import { type Read, useRead } from '../../api/read.ts'

/**
 * Whose credentials: a user's, or the root user's, who has no name and whom IAM takes where none is given.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export interface CredentialOwner {
  readonly userName: string | undefined
}

/** Whatever is read of the owner stands below this key. */
export function ownerKey({ userName }: CredentialOwner): QueryKey {
  return userName === undefined ? ['root'] : ['user', userName]
}

export function useAccessKeys(owner: CredentialOwner): UseQueryResult<readonly AccessKeyMetadata[], Error> {
  const { iam } = useClients()
  return useRead([...ownerKey(owner), 'access-keys'], async () => {
    const asked = { UserName: owner.userName, MaxItems: 1000 }
    return (await iam.send(new ListAccessKeysCommand(asked))).AccessKeyMetadata ?? []
  })
}

export function useMfaDevices(owner: CredentialOwner): UseQueryResult<readonly MFADevice[], Error> {
  const { iam } = useClients()
  return useRead([...ownerKey(owner), 'mfa-devices'], async () => {
    const asked = { UserName: owner.userName, MaxItems: 1000 }
    return (await iam.send(new ListMFADevicesCommand(asked))).MFADevices ?? []
  })
}

/** Null where the user has no password. */
export function useLoginProfile(UserName: string): Read<LoginProfile | null> {
  const { iam } = useClients()
  return useRead([...ownerKey({ userName: UserName }), 'login-profile'], async () => {
    try {
      return (await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile ?? null
    } catch (error) {
      if (codeOf(error) === 'NoSuchEntity') return null
      throw error
    }
  })
}

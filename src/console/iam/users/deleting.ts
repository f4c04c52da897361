import {
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { orNothing } from '../../api/or-nothing.ts'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { users } from '../../words/users.ts'
import { removeMfaDevice } from '../credentials/mfa-devices.ts'

const { steps: words } = users

type Iam = Clients['iam']
type Attached = (iam: Iam, UserName: string) => Promise<readonly DeletingStep[]>

/** What has to go before the user can, in AWS's order: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html */
export async function attachedToUser(iam: Iam, name: string): Promise<readonly DeletingStep[]> {
  const steps = await Promise.all(attachable.map(attached => attached(iam, name)))
  return steps.flat()
}

/** A user of several who was deleted before another one was refused has gone for good. */
export async function deleteUser(iam: Iam, UserName: string): Promise<void> {
  await orNothing(iam.send(new DeleteUserCommand({ UserName })))
}

const mostItems = { MaxItems: 1000 }

const password: Attached = async (iam, UserName) => {
  const { LoginProfile } = await orNothing(iam.send(new GetLoginProfileCommand({ UserName })))
  if (!LoginProfile) return []
  return [{ text: words.password, run: () => iam.send(new DeleteLoginProfileCommand({ UserName })) }]
}

const accessKeys: Attached = async (iam, UserName) => {
  const asked = new ListAccessKeysCommand({ UserName, ...mostItems })
  const { AccessKeyMetadata = [] } = await orNothing(iam.send(asked))
  return AccessKeyMetadata.map(({ AccessKeyId = '' }) => ({
    text: words.accessKey(AccessKeyId),
    run: () => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
  }))
}

const certificates: Attached = async (iam, UserName) => {
  const asked = new ListSigningCertificatesCommand({ UserName, ...mostItems })
  const { Certificates = [] } = await orNothing(iam.send(asked))
  return Certificates.map(({ CertificateId = '' }) => ({
    text: words.certificate(CertificateId),
    run: () => iam.send(new DeleteSigningCertificateCommand({ UserName, CertificateId })),
  }))
}

const sshKeys: Attached = async (iam, UserName) => {
  const asked = new ListSSHPublicKeysCommand({ UserName, ...mostItems })
  const { SSHPublicKeys = [] } = await orNothing(iam.send(asked))
  return SSHPublicKeys.map(({ SSHPublicKeyId = '' }) => ({
    text: words.sshKey(SSHPublicKeyId),
    run: () => iam.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId })),
  }))
}

const serviceCredentials: Attached = async (iam, UserName) => {
  const asked = new ListServiceSpecificCredentialsCommand({ UserName })
  const { ServiceSpecificCredentials = [] } = await orNothing(iam.send(asked))
  return ServiceSpecificCredentials.map(({ ServiceSpecificCredentialId = '', ServiceName = '' }) => ({
    text: words.serviceCredential(ServiceSpecificCredentialId, ServiceName),
    run: () =>
      iam.send(new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId })),
  }))
}

const mfaDevices: Attached = async (iam, UserName) => {
  const asked = new ListMFADevicesCommand({ UserName, ...mostItems })
  const { MFADevices = [] } = await orNothing(iam.send(asked))
  return MFADevices.flatMap(({ SerialNumber = '' }) => removeMfaDevice(iam, UserName, SerialNumber))
}

const inlinePolicies: Attached = async (iam, UserName) => {
  const asked = new ListUserPoliciesCommand({ UserName, ...mostItems })
  const { PolicyNames = [] } = await orNothing(iam.send(asked))
  return PolicyNames.map(PolicyName => ({
    text: words.deletePolicy(PolicyName),
    run: () => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
  }))
}

const attachedPolicies: Attached = async (iam, UserName) => {
  const asked = new ListAttachedUserPoliciesCommand({ UserName, ...mostItems })
  const { AttachedPolicies = [] } = await orNothing(iam.send(asked))
  return AttachedPolicies.map(({ PolicyName = '', PolicyArn }) => ({
    text: words.detachPolicy(PolicyName),
    run: () => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  }))
}

const groups: Attached = async (iam, UserName) => {
  const asked = new ListGroupsForUserCommand({ UserName, ...mostItems })
  const { Groups = [] } = await orNothing(iam.send(asked))
  return Groups.map(({ GroupName = '' }) => ({
    text: words.leaveGroup(GroupName),
    run: () => iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName })),
  }))
}

const attachable: readonly Attached[] = [
  password,
  accessKeys,
  certificates,
  sshKeys,
  serviceCredentials,
  mfaDevices,
  inlinePolicies,
  attachedPolicies,
  groups,
]

import {
  DeleteSSHPublicKeyCommand,
  ListSSHPublicKeysCommand,
  type SSHPublicKeyMetadata,
  UpdateSSHPublicKeyCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import { credentials } from '../../words/credentials.ts'
import { uploadedKind } from './uploaded-kind.tsx'

export const sshKeys = uploadedKind<SSHPublicKeyMetadata>({
  id: 'ssh-keys',
  words: credentials.sshKeys,
  idWidth: 240,
  idOf: ({ SSHPublicKeyId = '' }) => SSHPublicKeyId,
  list: async (iam, { userName }) => {
    const asked = new ListSSHPublicKeysCommand({ UserName: userName, MaxItems: 1000 })
    return (await iam.send(asked)).SSHPublicKeys ?? []
  },
  upload: (iam, { userName }, SSHPublicKeyBody) =>
    iam.send(new UploadSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyBody })),
  setStatus: (iam, { userName }, SSHPublicKeyId, Status) =>
    iam.send(new UpdateSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyId, Status })),
  remove: (iam, { userName }, SSHPublicKeyId) =>
    iam.send(new DeleteSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyId })),
})

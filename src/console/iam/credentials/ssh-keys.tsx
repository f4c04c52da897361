import {
  DeleteSSHPublicKeyCommand,
  ListSSHPublicKeysCommand,
  type SSHPublicKeyMetadata,
  UpdateSSHPublicKeyCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import type { CredentialDialogProps, CredentialKind } from './credential-kind.ts'
import { statusText } from './credentials-panel.tsx'
import { UploadDialog } from './upload-dialog.tsx'

const { sshKeys: words } = credentials

export const sshKeys: CredentialKind<SSHPublicKeyMetadata> = {
  id: 'ssh-keys',
  words,
  columns: [
    {
      id: 'id',
      header: words.id,
      cell: ({ SSHPublicKeyId }) => SSHPublicKeyId,
      value: ({ SSHPublicKeyId }) => SSHPublicKeyId,
      minWidth: 240,
    },
    {
      id: 'status',
      header: credentials.status,
      cell: ({ Status }) => statusText(Status),
      value: ({ Status }) => Status,
    },
    {
      id: 'uploaded',
      header: credentials.uploaded,
      cell: ({ UploadDate }) => instant(UploadDate),
      value: ({ UploadDate }) => UploadDate?.getTime(),
    },
  ],
  idOf: ({ SSHPublicKeyId = '' }) => SSHPublicKeyId,
  statusOf: ({ Status }) => Status,
  list: async (iam, { userName }) => {
    const asked = new ListSSHPublicKeysCommand({ UserName: userName, MaxItems: 1000 })
    return (await iam.send(asked)).SSHPublicKeys ?? []
  },
  setStatus: (iam, { userName }, SSHPublicKeyId, Status) =>
    iam.send(new UpdateSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyId, Status })),
  remove: (iam, { userName }, SSHPublicKeyId) =>
    iam.send(new DeleteSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyId })),
  Create: UploadSshKey,
}

function UploadSshKey(props: CredentialDialogProps) {
  return (
    <UploadDialog
      {...props}
      words={words}
      upload={(iam, { userName }, SSHPublicKeyBody) =>
        iam.send(new UploadSSHPublicKeyCommand({ UserName: userName, SSHPublicKeyBody }))
      }
    />
  )
}

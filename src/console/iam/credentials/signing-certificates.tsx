import {
  DeleteSigningCertificateCommand,
  ListSigningCertificatesCommand,
  type SigningCertificate,
  UpdateSigningCertificateCommand,
  UploadSigningCertificateCommand,
} from '@aws-sdk/client-iam'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import type { CredentialDialogProps, CredentialKind } from './credential-kind.ts'
import { statusText } from './credentials-panel.tsx'
import { UploadDialog } from './upload-dialog.tsx'

const { certificates: words } = credentials

export const signingCertificates: CredentialKind<SigningCertificate> = {
  id: 'signing-certificates',
  words,
  columns: [
    {
      id: 'id',
      header: words.id,
      cell: ({ CertificateId }) => CertificateId,
      value: ({ CertificateId }) => CertificateId,
      minWidth: 320,
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
  idOf: ({ CertificateId = '' }) => CertificateId,
  statusOf: ({ Status }) => Status,
  list: async (iam, { userName }) => {
    const asked = new ListSigningCertificatesCommand({ UserName: userName, MaxItems: 1000 })
    return (await iam.send(asked)).Certificates ?? []
  },
  setStatus: (iam, { userName }, CertificateId, Status) =>
    iam.send(new UpdateSigningCertificateCommand({ UserName: userName, CertificateId, Status })),
  remove: (iam, { userName }, CertificateId) =>
    iam.send(new DeleteSigningCertificateCommand({ UserName: userName, CertificateId })),
  Create: UploadCertificate,
}

function UploadCertificate(props: CredentialDialogProps) {
  return (
    <UploadDialog
      {...props}
      words={words}
      upload={(iam, { userName }, CertificateBody) =>
        iam.send(new UploadSigningCertificateCommand({ UserName: userName, CertificateBody }))
      }
    />
  )
}

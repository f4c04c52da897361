import {
  DeleteSigningCertificateCommand,
  ListSigningCertificatesCommand,
  type SigningCertificate,
  UpdateSigningCertificateCommand,
  UploadSigningCertificateCommand,
} from '@aws-sdk/client-iam'
import { credentials } from '../../words/credentials.ts'
import { uploadedKind } from './uploaded-kind.tsx'

export const signingCertificates = uploadedKind<SigningCertificate>({
  id: 'signing-certificates',
  words: credentials.certificates,
  idWidth: 320,
  idOf: ({ CertificateId = '' }) => CertificateId,
  list: async (iam, { userName }) => {
    const asked = new ListSigningCertificatesCommand({ UserName: userName, MaxItems: 1000 })
    return (await iam.send(asked)).Certificates ?? []
  },
  upload: (iam, { userName }, CertificateBody) =>
    iam.send(new UploadSigningCertificateCommand({ UserName: userName, CertificateBody })),
  setStatus: (iam, { userName }, CertificateId, Status) =>
    iam.send(new UpdateSigningCertificateCommand({ UserName: userName, CertificateId, Status })),
  remove: (iam, { userName }, CertificateId) =>
    iam.send(new DeleteSigningCertificateCommand({ UserName: userName, CertificateId })),
})

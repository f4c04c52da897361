import { createHash } from 'node:crypto'
import { toBase32 } from '../../identity/base32.ts'
import { readCertificate } from '../../identity/certificate.ts'
import type { Reader } from '../../store/contract.ts'
import { type SigningCertificateRow, signingCertificates } from '../../store/credential-tables.ts'
import { callerOrUser, credentialOwner } from './credential-owner.ts'
import { statusToStore } from './credential-status.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { userResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html */
export const UploadSigningCertificate = iam('UploadSigningCertificate', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows, now }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const certificate: SigningCertificateRow = {
      certificateId: certificateIdOf(input.CertificateBody, now),
      ownerId,
      body: input.CertificateBody,
      status: 'Active',
      uploadedAt: now,
    }
    if (await rows.get(signingCertificates, certificate.certificateId)) {
      const message = 'The same certificate is associated with an IAM user in the account.'
      throw iamError('DuplicateCertificateException', message)
    }
    const query = { index: 'byOwner', where: { ownerId } }
    mustStayWithin('CertificatesPerUser', await rows.count(signingCertificates, query))
    await rows.insert(signingCertificates, certificate)
    return { Certificate: shown(certificate, userName) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const ListSigningCertificates = iam('ListSigningCertificates', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const query = { index: 'byOwner', where: { ownerId } }
    const { items, ...page } = await pageOf(rows, signingCertificates, input, query)
    return { Certificates: items.map(certificate => shown(certificate, userName)), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html */
export const UpdateSigningCertificate = iam('UpdateSigningCertificate', {
  check: call => {
    callerOrUser(call)
    statusToStore(call.input.Status)
  },
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows }) => {
    const { ownerId } = await credentialOwner({ input, caller, rows })
    const certificate = await certificateOf(rows, ownerId, input.CertificateId)
    await rows.put(signingCertificates, { ...certificate, status: statusToStore(input.Status) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html */
export const DeleteSigningCertificate = iam('DeleteSigningCertificate', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows }) => {
    const { ownerId } = await credentialOwner({ input, caller, rows })
    const { certificateId } = await certificateOf(rows, ownerId, input.CertificateId)
    await rows.delete(signingCertificates, certificateId)
    return {}
  },
})

/** The certificate's own digest, so that the same one cannot be in an account twice. */
function certificateIdOf(body: string, now: number): string {
  const certificate = readCertificate(body)
  if (!certificate) {
    throw iamError('MalformedCertificateException', `Certificate ${body} is malformed.`)
  }
  if (now > certificate.validToDate.getTime()) {
    throw iamError('MalformedCertificateException', 'The certificate has expired.')
  }
  return toBase32(createHash('sha1').update(certificate.raw).digest())
}

async function certificateOf(rows: Reader, ownerId: string, certificateId: string) {
  const certificate = await rows.get(signingCertificates, certificateId)
  if (certificate?.ownerId === ownerId) return certificate
  throw iamError('NoSuchEntityException', `The Certificate with id ${certificateId} cannot be found.`)
}

function shown(certificate: SigningCertificateRow, userName: string | undefined) {
  return {
    UserName: userName,
    CertificateId: certificate.certificateId,
    CertificateBody: certificate.body,
    Status: certificate.status,
    UploadDate: new Date(certificate.uploadedAt),
  }
}

import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import { brokenLink, readCertificate, readChain, readPrivateKey } from '../../identity/certificate.ts'
import type { Vault } from '../../identity/vault.ts'
import type { ServerCertificateRow } from '../../store/credential-tables.ts'
import { iamError } from './operation.ts'

interface Uploaded {
  readonly CertificateBody: string
  readonly PrivateKey: string
  readonly CertificateChain?: string | undefined
}

type Contents = Pick<
  ServerCertificateRow,
  'serverCertificateId' | 'body' | 'chain' | 'sealedPrivateKey' | 'expiresAt'
>

/**
 * What is kept of an upload: the certificate within its validity, the key that belongs to it, and the chain that
 * leads on from it. PEM comes back as PEM has it, lines of 64 characters without anything around them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html#upload-server-certificate
 */
export function certificateToStore(
  vault: Vault,
  account: AccountId,
  uploaded: Uploaded,
  now: number,
): Contents {
  const certificate = readCertificate(uploaded.CertificateBody)
  if (!certificate)
    throw malformed('Unable to parse certificate. Please ensure the certificate is in PEM format.')
  if (now < certificate.validFromDate.getTime()) throw malformed('The certificate is not valid yet.')
  if (now > certificate.validToDate.getTime()) throw malformed('The certificate has expired.')
  const key = readPrivateKey(uploaded.PrivateKey)
  if (!key) throw malformed('Invalid Private Key.')
  if (!certificate.checkPrivateKey(key)) {
    const message = "Public key certificate and private key doesn't match."
    throw iamError('KeyPairMismatchException', message)
  }
  const chain = uploaded.CertificateChain === undefined ? [] : readChain(uploaded.CertificateChain)
  const broken = chain ? brokenLink([certificate, ...chain]) : -1
  if (broken !== undefined) throw malformed(`${chainRule} ${broken}`)
  const serverCertificateId = vault.newId('ASCA', account)
  const owner = `server-certificate:${account}:${serverCertificateId}`
  const contents = {
    serverCertificateId,
    body: certificate.toString().trimEnd(),
    sealedPrivateKey: vault.seal(uploaded.PrivateKey, owner),
    expiresAt: certificate.validToDate.getTime(),
  }
  if (!chain?.length) return contents
  return { ...contents, chain: chain.map(link => link.toString().trimEnd()).join('\n') }
}

const chainRule =
  'Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is:'

export function certificateMetadata(account: AccountId, certificate: ServerCertificateRow) {
  return {
    Path: certificate.path,
    ServerCertificateName: certificate.serverCertificateName,
    ServerCertificateId: certificate.serverCertificateId,
    Arn: arn.serverCertificate(account, certificate.path, certificate.serverCertificateName),
    UploadDate: new Date(certificate.uploadedAt),
    Expiration: new Date(certificate.expiresAt),
  }
}

function malformed(message: string) {
  return iamError('MalformedCertificateException', message)
}

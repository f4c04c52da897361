import type { Tags } from './common-columns.ts'
import { table } from './table.ts'

/** Keys, certificates and service credentials of users, and the account's server certificates. */

export interface SshPublicKeyRow {
  readonly keyId: string
  /** Unique id of the user. */
  readonly ownerId: string
  /** As it was uploaded. */
  readonly body: string
  readonly fingerprint: string
  readonly status: 'Active' | 'Inactive'
  readonly uploadedAt: number
}
export const sshPublicKeys = table<SshPublicKeyRow>('ssh_public_keys', {
  key: ['keyId'],
  indexes: { byOwner: ['ownerId', 'uploadedAt'] },
})

export interface SigningCertificateRow {
  readonly certificateId: string
  /** Unique id of the user; `root` for the root user. */
  readonly ownerId: string
  readonly body: string
  readonly status: 'Active' | 'Inactive'
  readonly uploadedAt: number
}
export const signingCertificates = table<SigningCertificateRow>('signing_certificates', {
  key: ['certificateId'],
  indexes: { byOwner: ['ownerId', 'uploadedAt'] },
})

export interface ServiceCredentialRow {
  readonly credentialId: string
  /** Unique id of the user. */
  readonly ownerId: string
  /** e.g. `codecommit.amazonaws.com`. */
  readonly serviceName: string
  /** The user's name at the service; of an API key, its public part. */
  readonly serviceUserName: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: number
  readonly expiresAt?: number
  /** Sealed with the master key. */
  readonly sealedSecret: string
}
export const serviceCredentials = table<ServiceCredentialRow>('service_credentials', {
  key: ['credentialId'],
  indexes: { byOwner: ['ownerId', 'serviceName', 'createdAt'], byService: ['serviceName', 'createdAt'] },
})

export interface ServerCertificateRow {
  readonly nameKey: string
  readonly serverCertificateName: string
  readonly path: string
  readonly serverCertificateId: string
  readonly body: string
  readonly chain?: string
  /** Sealed with the master key. */
  readonly sealedPrivateKey: string
  readonly uploadedAt: number
  readonly expiresAt: number
  readonly tags: Tags
}
export const serverCertificates = table<ServerCertificateRow>('server_certificates', {
  key: ['nameKey'],
  indexes: { byPath: ['path'] },
})

export const credentialTables = [
  sshPublicKeys,
  signingCertificates,
  serviceCredentials,
  serverCertificates,
] as const

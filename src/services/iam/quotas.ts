import { iamError } from './operation.ts'

/**
 * AWS's default quotas, under the names that its LimitExceeded errors give them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const quotas = {
  UsersPerAccount: 5000,
  GroupsPerAccount: 300,
  GroupsPerUser: 10,
  AccessKeysPerUser: 2,
  MFADevicesPerUser: 8,
  /** Assigned and unassigned: as many as the account may have users. */
  VirtualMFADevicesPerAccount: 5000,
  RolesPerAccount: 1000,
  InstanceProfilesPerAccount: 1000,
  /** Its one role. */
  InstanceSessionsPerInstanceProfile: 1,
  ServerCertificatesPerAccount: 20,
  /** Signing certificates. */
  CertificatesPerUser: 2,
  SSHPublicKeysPerUser: 5,
  /** Of one service. */
  ServiceSpecificCredentialsPerUser: 2,
  OpenIdConnectProvidersPerAccount: 100,
  ClientIdsPerOpenIdConnectProvider: 100,
  SAMLProvidersPerAccount: 100,
  PrivateKeysPerSAMLProvider: 2,
  PoliciesPerAccount: 1500,
  PoliciesPerUser: 10,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  VersionsPerPolicy: 5,
  /** That an account has made and not yet forgotten. */
  DelegationRequestsPerAccount: 1000,
} as const

export type Quota = keyof typeof quotas

/** Refuses what would make one more than the quota allows. */
export function mustStayWithin(quota: Quota, present: number): void {
  if (present < quotas[quota]) return
  throw iamError('LimitExceededException', `Cannot exceed quota for ${quota}: ${quotas[quota]}`)
}

import { limits } from '../../policy/index.ts'
import { settingOf } from '../../store/account-settings.ts'
import { instanceProfiles } from '../../store/account-tables.ts'
import type { Reader } from '../../store/contract.ts'
import { serverCertificates, signingCertificates } from '../../store/credential-tables.ts'
import { oidcProviders, samlProviders } from '../../store/federation-tables.ts'
import {
  accessKeys,
  groups,
  mfaDevices,
  policies,
  policyVersions,
  roles,
  rootUsers,
  users,
} from '../../store/tables.ts'
import { iam } from './operation.ts'
import { quotas } from './quotas.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const GetAccountSummary = iam('GetAccountSummary', {
  resource: () => ({ arn: '*' }),
  read: async ({ rows }) => ({ SummaryMap: { ...quotaFigures, ...(await entityFigures(rows)) } }),
})

const quotaFigures = {
  AccessKeysPerUserQuota: quotas.AccessKeysPerUser,
  AssumeRolePolicySizeQuota: limits.trust,
  AttachedPoliciesPerGroupQuota: quotas.PoliciesPerGroup,
  AttachedPoliciesPerRoleQuota: quotas.PoliciesPerRole,
  AttachedPoliciesPerUserQuota: quotas.PoliciesPerUser,
  GroupPolicySizeQuota: limits.group,
  GroupsPerUserQuota: quotas.GroupsPerUser,
  GroupsQuota: quotas.GroupsPerAccount,
  InstanceProfilesQuota: quotas.InstanceProfilesPerAccount,
  PoliciesQuota: quotas.PoliciesPerAccount,
  PolicySizeQuota: limits.managed,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: limits.role,
  RolesQuota: quotas.RolesPerAccount,
  ServerCertificatesQuota: quotas.ServerCertificatesPerAccount,
  SigningCertificatesPerUserQuota: quotas.CertificatesPerUser,
  UserPolicySizeQuota: limits.user,
  UsersQuota: quotas.UsersPerAccount,
  VersionsPerPolicyQuota: quotas.VersionsPerPolicy,
}

async function entityFigures(rows: Reader) {
  const ofRoot = { index: 'byOwner', where: { ownerId: 'root' } }
  const rootKeys = await rows.count(accessKeys, ofRoot)
  const rootDevices = await rows.count(mfaDevices, ofRoot)
  const rootCertificates = await rows.count(signingCertificates, ofRoot)
  const devices = await rows.count(mfaDevices)
  const idleDevices = await rows.count(mfaDevices, { index: 'byOwner', where: { ownerId: '' } })
  const rootUser = await rows.get(rootUsers, 'root')
  const preferences = await settingOf(rows, 'token-preferences')
  return {
    AccountAccessKeysPresent: flag(rootKeys > 0),
    AccountMFAEnabled: flag(rootDevices > 0),
    AccountPasswordPresent: flag(rootUser?.passwordHash !== undefined),
    AccountSigningCertificatesPresent: flag(rootCertificates > 0),
    GlobalEndpointTokenVersion: preferences?.globalEndpointTokenVersion ?? 1,
    Groups: await rows.count(groups),
    InstanceProfiles: await rows.count(instanceProfiles),
    MFADevices: devices,
    MFADevicesInUse: devices - idleDevices,
    Policies: await rows.count(policies),
    PolicyVersionsInUse: await rows.count(policyVersions),
    Providers: (await rows.count(oidcProviders)) + (await rows.count(samlProviders)),
    Roles: await rows.count(roles),
    ServerCertificates: await rows.count(serverCertificates),
    Users: await rows.count(users),
  }
}

function flag(present: boolean): number {
  return present ? 1 : 0
}

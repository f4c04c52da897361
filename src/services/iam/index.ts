import type { Operation } from '../operation.ts'
import * as accessKeys from './access-keys.ts'
import * as accessReport from './access-report.ts'
import * as accountAliases from './account-aliases.ts'
import * as accountPasswordPolicy from './account-password-policy.ts'
import * as accountProperties from './account-properties.ts'
import * as accountSummary from './account-summary.ts'
import * as acquireRole from './acquire-role.ts'
import * as attachments from './attachments.ts'
import * as authorizationDetails from './authorization-details.ts'
import * as contextKeys from './context-keys.ts'
import * as credentialReport from './credential-report.ts'
import * as delegationRequests from './delegation-requests.ts'
import * as delegationSteps from './delegation-steps.ts'
import * as groups from './groups.ts'
import * as inlinePolicies from './inline-policies.ts'
import * as instanceProfileTags from './instance-profile-tags.ts'
import * as instanceProfiles from './instance-profiles.ts'
import * as lastAccessed from './last-accessed.ts'
import * as listPolicies from './list-policies.ts'
import * as loginProfiles from './login-profiles.ts'
import * as memberships from './memberships.ts'
import * as mfaDeviceTags from './mfa-device-tags.ts'
import * as mfaDevices from './mfa-devices.ts'
import * as oidcProviderTags from './oidc-provider-tags.ts'
import * as oidcProviders from './oidc-providers.ts'
import * as outboundFederation from './outbound-federation.ts'
import * as policies from './policies.ts'
import * as policiesGrantingAccess from './policies-granting-access.ts'
import * as policyEntities from './policy-entities.ts'
import * as policyTags from './policy-tags.ts'
import * as policyVersions from './policy-versions.ts'
import * as roleBoundary from './role-boundary.ts'
import * as roleTags from './role-tags.ts'
import * as roleTemplates from './role-templates.ts'
import * as roleTrust from './role-trust.ts'
import * as roles from './roles.ts'
import * as rootFeatures from './root-features.ts'
import * as samlProviderTags from './saml-provider-tags.ts'
import * as samlProviders from './saml-providers.ts'
import * as serverCertificateTags from './server-certificate-tags.ts'
import * as serverCertificates from './server-certificates.ts'
import * as serviceCredentials from './service-credentials.ts'
import * as serviceLinkedRoles from './service-linked-roles.ts'
import * as signingCertificates from './signing-certificates.ts'
import * as simulatePolicies from './simulate-policies.ts'
import * as sshPublicKeys from './ssh-public-keys.ts'
import * as tokenPreferences from './token-preferences.ts'
import * as userBoundary from './user-boundary.ts'
import * as userTags from './user-tags.ts'
import * as users from './users.ts'
import * as virtualMfaDevices from './virtual-mfa-devices.ts'

/** Every operation of IAM that is there: all that these files export. */
export const operations: readonly Operation[] = [
  accessKeys,
  accessReport,
  accountAliases,
  accountPasswordPolicy,
  accountProperties,
  accountSummary,
  acquireRole,
  contextKeys,
  credentialReport,
  delegationRequests,
  delegationSteps,
  groups,
  loginProfiles,
  memberships,
  mfaDeviceTags,
  mfaDevices,
  userBoundary,
  userTags,
  users,
  attachments,
  authorizationDetails,
  inlinePolicies,
  instanceProfileTags,
  instanceProfiles,
  lastAccessed,
  listPolicies,
  oidcProviderTags,
  oidcProviders,
  outboundFederation,
  policies,
  policiesGrantingAccess,
  policyEntities,
  policyTags,
  policyVersions,
  roleBoundary,
  roleTags,
  roleTemplates,
  roleTrust,
  roles,
  rootFeatures,
  samlProviderTags,
  samlProviders,
  serverCertificateTags,
  serverCertificates,
  serviceCredentials,
  serviceLinkedRoles,
  signingCertificates,
  simulatePolicies,
  sshPublicKeys,
  tokenPreferences,
  virtualMfaDevices,
].flatMap(noun => Object.values(noun))

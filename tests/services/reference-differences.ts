/** A difference, and why we want it. */
export type Deliberate = Readonly<Record<string, string>>

const notYetThere = 'what is yet to be made has no tags; those of the request are aws:RequestTag'
const noLongerThere = 'a role that is being deleted is known by its task alone'
const asDenialsName =
  "AWS's denials name the path, or every provider, though the reference has no resource type"
const ofAcquireRole = 'there where AcquireRole asks, and nowhere else'
const ofItsOwner = 'the reference gives it to the resource type, a newer one to the action'
const ofAws = 'recorded: templates are of an account of AWS'
const notOfTheOrganization = 'an account that is asked is not of the organization yet, and has no tags there'
const noSecurityKeys = 'there are no FIDO devices, only virtual ones'

/** By operation: where we differ from the Service Authorization Reference. */
export const deliberate: Readonly<Record<string, Deliberate>> = {
  ...Object.fromEntries(
    ['Accept', 'Associate', 'Get', 'Reject'].map(step => [
      `${step}DelegationRequest`,
      { 'adds iam:DelegationRequestOwner': ofItsOwner },
    ]),
  ),
  GetHumanReadableSummary: { 'adds iam:DelegationRequestOwner': ofItsOwner },
  SendDelegationToken: { 'adds iam:DelegationRequestOwner': ofItsOwner },
  AcquireRole: { 'adds aws:ResourceAccount': ofAws },
  AssumeRoleWithWebIdentity: {
    'lacks sts:RoleAuthorizedByIdp': 'what makes a provider authorize a role is not documented',
  },
  AttachRolePolicy: { 'lacks iam:RoleTemplateARN': ofAcquireRole },
  CreateInstanceProfile: { 'lacks the tags of its instance-profile': notYetThere },
  CreateOpenIDConnectProvider: { 'lacks the tags of its oidc-provider': notYetThere },
  CreatePolicy: { 'lacks the tags of its policy': notYetThere },
  CreateRole: { 'lacks iam:RoleTemplateARN': ofAcquireRole, 'lacks the tags of its role': notYetThere },
  CreateSAMLProvider: { 'lacks the tags of its saml-provider': notYetThere },
  CreateServiceLinkedRole: { 'lacks the tags of its role': notYetThere },
  CreateTrail: { 'lacks the tags of its trail': notYetThere },
  CreateUser: { 'lacks the tags of its user': notYetThere },
  CreateVirtualMFADevice: { 'lacks the tags of its mfa': notYetThere },
  DeleteBucketInventoryConfiguration: {
    'lacks s3:InventoryAccessibleOptionalFields': 'who deletes a configuration names none of its fields',
  },
  DeleteBucketReplication: {
    'lacks s3:isReplicationPauseRequest': 'no bucket is replicated, so that nothing is paused',
  },
  EnableMFADevice: {
    'lacks iam:FIDO-FIPS-140-2-certification': noSecurityKeys,
    'lacks iam:FIDO-FIPS-140-3-certification': noSecurityKeys,
    'lacks iam:FIDO-certification': noSecurityKeys,
    'lacks iam:RegisterSecurityKey': noSecurityKeys,
  },
  GetObjectLockConfiguration: {
    'adds s3:x-amz-content-sha256': 'every request has it, and the reference every other one',
  },
  GetRole: { 'lacks iam:RoleTemplateARN': ofAcquireRole },
  GetRoleTemplateVersion: { 'adds aws:ResourceAccount': ofAws },
  GetScopedCredentials: { 'not in the reference': 'the SDK is newer than the reference' },
  GetServiceLinkedRoleDeletionStatus: { 'lacks the tags of its role': noLongerThere },
  GetWebIdentityToken: { 'adds sts:SubjectMode': 'the SDK is newer than the reference' },
  InviteAccountToOrganization: { 'lacks the tags of its account': notOfTheOrganization },
  InviteOrganizationToTransferResponsibility: { 'lacks the tags of its account': notOfTheOrganization },
  ListBuckets: { 'acts on arn:aws:s3:::* instead of *': "policies of AWS's own examples name it so" },
  ListGroups: { 'acts on arn:aws:iam::ACCOUNT:group/team/ instead of *': asDenialsName },
  ListInstanceProfiles: { 'acts on arn:aws:iam::ACCOUNT:instance-profile/team/ instead of *': asDenialsName },
  ListOpenIDConnectProviders: { 'acts on arn:aws:iam::ACCOUNT:oidc-provider/* instead of *': asDenialsName },
  ListRoles: { 'acts on arn:aws:iam::ACCOUNT:role/team/ instead of *': asDenialsName },
  ListSAMLProviders: { 'acts on arn:aws:iam::ACCOUNT:saml-provider/* instead of *': asDenialsName },
  ListServerCertificates: {
    'acts on arn:aws:iam::ACCOUNT:server-certificate/team/ instead of *': asDenialsName,
  },
  ListUsers: { 'acts on arn:aws:iam::ACCOUNT:user/team/ instead of *': asDenialsName },
  ListVirtualMFADevices: { 'acts on arn:aws:iam::ACCOUNT:mfa/ instead of *': asDenialsName },
  PutObjectAcl: { 'lacks s3:x-amz-storage-class': 'no such request has a storage class' },
  PutRolePermissionsBoundary: { 'lacks iam:RoleTemplateARN': ofAcquireRole },
  PutRolePolicy: { 'lacks iam:RoleTemplateARN': ofAcquireRole },
  TagRole: { 'lacks iam:RoleTemplateARN': ofAcquireRole },
  UpdateDelegationRequest: { 'not in the reference': 'the SDK is newer than the reference' },
  UploadServerCertificate: { 'lacks the tags of its server-certificate': notYetThere },
}

import type { Operation } from '../operation.ts'
import {
  CloseAccount,
  DescribeAccount,
  ListAccounts,
  ListAccountsForParent,
  MoveAccount,
  RemoveAccountFromOrganization,
} from './accounts.ts'
import {
  CreateAccount,
  CreateGovCloudAccount,
  DescribeCreateAccountStatus,
  ListCreateAccountStatus,
} from './create-account.ts'
import {
  DeregisterDelegatedAdministrator,
  ListDelegatedAdministrators,
  ListDelegatedServicesForAccount,
  RegisterDelegatedAdministrator,
} from './delegated-administrators.ts'
import {
  DescribeEffectivePolicy,
  ListAccountsWithInvalidEffectivePolicy,
  ListEffectivePolicyValidationErrors,
} from './effective-policies.ts'
import {
  AcceptHandshake,
  CancelHandshake,
  DeclineHandshake,
  DescribeHandshake,
  ListHandshakesForAccount,
  ListHandshakesForOrganization,
} from './handshakes.ts'
import { ListChildren, ListParents, ListRoots } from './hierarchy.ts'
import { EnableAllFeatures, InviteAccountToOrganization } from './invitations.ts'
import {
  CreateOrganizationalUnit,
  DeleteOrganizationalUnit,
  DescribeOrganizationalUnit,
  ListOrganizationalUnitsForParent,
  UpdateOrganizationalUnit,
} from './organizational-units.ts'
import {
  CreateOrganization,
  DeleteOrganization,
  DescribeOrganization,
  LeaveOrganization,
} from './organizations.ts'
import { CreatePolicy, DeletePolicy, DescribePolicy, ListPolicies, UpdatePolicy } from './policies.ts'
import {
  AttachPolicy,
  DetachPolicy,
  ListPoliciesForTarget,
  ListTargetsForPolicy,
} from './policy-attachments.ts'
import { DisablePolicyType, EnablePolicyType } from './policy-types.ts'
import { DeleteResourcePolicy, DescribeResourcePolicy, PutResourcePolicy } from './resource-policy.ts'
import {
  DescribeResponsibilityTransfer,
  InviteOrganizationToTransferResponsibility,
  ListInboundResponsibilityTransfers,
  ListOutboundResponsibilityTransfers,
  TerminateResponsibilityTransfer,
  UpdateResponsibilityTransfer,
} from './responsibility-transfers.ts'
import { ListTagsForResource, TagResource, UntagResource } from './tags.ts'
import {
  DisableAWSServiceAccess,
  EnableAWSServiceAccess,
  ListAWSServiceAccessForOrganization,
} from './trusted-services.ts'

/** AWS Organizations, 2016-11-28: all of it. */
export const operations: readonly Operation[] = [
  AcceptHandshake,
  AttachPolicy,
  CancelHandshake,
  CloseAccount,
  CreateAccount,
  CreateGovCloudAccount,
  CreateOrganization,
  CreateOrganizationalUnit,
  CreatePolicy,
  DeclineHandshake,
  DeleteOrganization,
  DeleteOrganizationalUnit,
  DeletePolicy,
  DeleteResourcePolicy,
  DeregisterDelegatedAdministrator,
  DescribeAccount,
  DescribeCreateAccountStatus,
  DescribeEffectivePolicy,
  DescribeHandshake,
  DescribeOrganization,
  DescribeOrganizationalUnit,
  DescribePolicy,
  DescribeResourcePolicy,
  DescribeResponsibilityTransfer,
  DetachPolicy,
  DisableAWSServiceAccess,
  DisablePolicyType,
  EnableAWSServiceAccess,
  EnableAllFeatures,
  EnablePolicyType,
  InviteAccountToOrganization,
  InviteOrganizationToTransferResponsibility,
  LeaveOrganization,
  ListAWSServiceAccessForOrganization,
  ListAccounts,
  ListAccountsForParent,
  ListAccountsWithInvalidEffectivePolicy,
  ListChildren,
  ListCreateAccountStatus,
  ListDelegatedAdministrators,
  ListDelegatedServicesForAccount,
  ListEffectivePolicyValidationErrors,
  ListHandshakesForAccount,
  ListHandshakesForOrganization,
  ListInboundResponsibilityTransfers,
  ListOrganizationalUnitsForParent,
  ListOutboundResponsibilityTransfers,
  ListParents,
  ListPolicies,
  ListPoliciesForTarget,
  ListRoots,
  ListTagsForResource,
  ListTargetsForPolicy,
  MoveAccount,
  PutResourcePolicy,
  RegisterDelegatedAdministrator,
  RemoveAccountFromOrganization,
  TagResource,
  TerminateResponsibilityTransfer,
  UntagResource,
  UpdateOrganizationalUnit,
  UpdatePolicy,
  UpdateResponsibilityTransfer,
]

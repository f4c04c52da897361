import type { DelegationRequest } from '@aws-sdk/client-iam'
import type { DelegationRequestRow } from '../../store/delegation-tables.ts'
import { expirationOf, stateAt } from '../delegation.ts'
import { boundariesIn, requestedPolicy } from './delegation-policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DelegationRequest.html */
export function shownRequest(request: DelegationRequestRow, now: number): DelegationRequest {
  const PermissionPolicy = policyOf(request)
  const boundaries = boundariesIn(PermissionPolicy)
  return {
    DelegationRequestId: request.requestId,
    ...ofOwner(request),
    Description: request.description,
    ...(request.requestMessage !== undefined && { RequestMessage: request.requestMessage }),
    Permissions: {
      PolicyTemplateArn: request.templateArn,
      Parameters: request.parameters.map(({ name, values, type }) => ({
        Name: name,
        Values: [...values],
        Type: type,
      })),
    },
    PermissionPolicy,
    ...(boundaries.length > 0 && { RolePermissionRestrictionArns: [...boundaries] }),
    State: stateAt(request, now),
    ExpirationTime: new Date(expirationOf(request)),
    RequestorId: request.requestorId,
    RequestorName: request.requestorName,
    CreateDate: new Date(request.createdAt),
    SessionDuration: request.sessionSeconds,
    ...(request.redirectUrl !== undefined && { RedirectUrl: request.redirectUrl }),
    ...(request.notes !== undefined && { Notes: request.notes }),
    ...(request.rejectionReason !== undefined && { RejectionReason: request.rejectionReason }),
    OnlySendByOwner: request.onlySendByOwner,
    UpdatedTime: new Date(request.updatedAt),
  }
}

function ofOwner({ ownerAccount, owner, approval }: DelegationRequestRow) {
  return {
    ...(ownerAccount !== undefined && { OwnerAccountId: ownerAccount }),
    ...(owner && { OwnerId: owner.arn }),
    ...(approval && { ApproverId: approval.approverArn }),
  }
}

/** What was approved stays what it was. */
export function policyOf(request: DelegationRequestRow): string {
  return request.approval?.policy ?? requestedPolicy(request)
}

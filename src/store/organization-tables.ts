import type { AccountId } from '../identity/account-id.ts'
import type { OrganizationId } from '../identity/organization-ids.ts'
import type { BoundPolicy, Tags } from './common-columns.ts'
import { table } from './table.ts'

/**
 * What an organization is made of, in a partition of its own. An account is a member when its own partition says so
 * (the setting `organization`) and its row here confirms it.
 */

export type FeatureSet = 'ALL' | 'CONSOLIDATED_BILLING'

export interface OrganizationRow {
  readonly id: 'organization'
  readonly organizationId: OrganizationId
  readonly managementAccount: AccountId
  readonly featureSet: FeatureSet
  readonly createdAt: number
  /** There is one root; its id begins those of its organizational units. */
  readonly rootId: string
  readonly rootTags: Tags
  /** The policy types that are enabled on the root. */
  readonly policyTypes: readonly string[]
  /** Features for root access, as IAM enables them. */
  readonly rootFeatures: readonly string[]
}
export const organizations = table<OrganizationRow>('organizations', { key: ['id'] })

export interface MemberRow {
  readonly accountId: AccountId
  /** The root or an organizational unit. */
  readonly parentId: string
  readonly name: string
  /** `''` where the account has none. */
  readonly email: string
  readonly status: 'ACTIVE' | 'SUSPENDED'
  readonly joinedMethod: 'CREATED' | 'INVITED'
  readonly joinedAt: number
  readonly closedAt?: number
  readonly tags: Tags
}
export const members = table<MemberRow>('organization_members', {
  key: ['accountId'],
  indexes: { byParent: ['parentId'] },
})

export interface OrganizationalUnitRow {
  readonly unitId: string
  readonly parentId: string
  readonly name: string
  readonly createdAt: number
  readonly tags: Tags
}
export const organizationalUnits = table<OrganizationalUnitRow>('organizational_units', {
  key: ['unitId'],
  indexes: { byParent: ['parentId', 'name'] },
})

export interface OrganizationPolicyRow {
  readonly policyId: string
  readonly type: string
  readonly name: string
  readonly description: string
  readonly content: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Tags
}
export const organizationPolicies = table<OrganizationPolicyRow>('organization_policies', {
  key: ['policyId'],
  indexes: { byName: ['type', 'name'] },
})

export type TargetType = 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT'

/** A policy of the organization (or one of AWS's) attached to a root, an organizational unit or an account. */
export interface PolicyAttachmentRow {
  readonly targetId: string
  readonly targetType: TargetType
  readonly policyId: string
  readonly type: string
  readonly attachedAt: number
}
export const policyAttachments = table<PolicyAttachmentRow>('organization_policy_attachments', {
  key: ['targetId', 'type', 'policyId'],
  indexes: { byPolicy: ['policyId'], byType: ['type'] },
})

export interface CreateAccountRequestRow {
  readonly requestId: string
  readonly accountName: string
  readonly email: string
  readonly roleName: string
  readonly tags: Tags
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  readonly accountId: AccountId
  readonly requestedAt: number
  readonly completedAt?: number
  readonly failureReason?: 'EMAIL_ALREADY_EXISTS' | 'ACCOUNT_LIMIT_EXCEEDED'
}
export const createAccountRequests = table<CreateAccountRequestRow>('create_account_requests', {
  key: ['requestId'],
  indexes: { byTime: ['requestedAt'] },
})

export type HandshakeState = 'REQUESTED' | 'OPEN' | 'CANCELED' | 'ACCEPTED' | 'DECLINED' | 'EXPIRED'
export type HandshakeAction =
  | 'INVITE'
  | 'ENABLE_ALL_FEATURES'
  | 'APPROVE_ALL_FEATURES'
  | 'TRANSFER_RESPONSIBILITY'

export interface HandshakeRow {
  readonly handshakeId: string
  readonly action: HandshakeAction
  /** As it was left; past its expiry, an open one is expired. */
  readonly state: HandshakeState
  readonly requestedAt: number
  readonly expiresAt: number
  /** Who is asked; `''` where it is the organization itself. */
  readonly recipient: AccountId | ''
  /** How the recipient was named where that was by its e-mail address. */
  readonly recipientEmail?: string
  readonly notes?: string
  /** Of an approval, the request to enable all features. */
  readonly parentHandshakeId?: string
  /** Tags for the account that joins by it. */
  readonly tags: Tags
  /** Of a transfer of responsibility. */
  readonly transferId?: string
  readonly resolvedAt?: number
}
export const handshakes = table<HandshakeRow>('handshakes', {
  key: ['handshakeId'],
  indexes: { byTime: ['requestedAt'], byRecipient: ['recipient', 'requestedAt'] },
})

export interface DelegatedAdministratorRow {
  readonly accountId: AccountId
  readonly servicePrincipal: string
  readonly enabledAt: number
}
export const delegatedAdministrators = table<DelegatedAdministratorRow>('delegated_administrators', {
  key: ['accountId', 'servicePrincipal'],
  indexes: { byService: ['servicePrincipal'] },
})

/** A service that the organization lets in. */
export interface TrustedServiceRow {
  readonly servicePrincipal: string
  readonly enabledAt: number
}
export const trustedServices = table<TrustedServiceRow>('trusted_services', { key: ['servicePrincipal'] })

export interface OrganizationResourcePolicyRow {
  readonly id: 'policy'
  readonly resourcePolicyId: string
  readonly policy: BoundPolicy
  readonly tags: Tags
}
export const organizationResourcePolicies = table<OrganizationResourcePolicyRow>(
  'organization_resource_policies',
  { key: ['id'] },
)

export type TransferStatus = 'REQUESTED' | 'DECLINED' | 'CANCELED' | 'EXPIRED' | 'ACCEPTED' | 'WITHDRAWN'

/** A transfer of billing, in the organization that asked for it (the target, which would pay). */
export interface ResponsibilityTransferRow {
  readonly transferId: string
  readonly name: string
  readonly status: TransferStatus
  readonly sourceAccount: AccountId
  readonly targetAccount: AccountId
  readonly startsAt: number
  readonly endsAt?: number
  readonly handshakeId: string
  readonly requestedAt: number
  readonly tags: Tags
}
export const responsibilityTransfers = table<ResponsibilityTransferRow>('responsibility_transfers', {
  key: ['transferId'],
  indexes: { byTime: ['requestedAt'] },
})

// ---- Of an account ----------------------------------------------------------------------------------------

/** A handshake of another organization in which this account is asked. */
export interface ReceivedHandshakeRow {
  readonly handshakeId: string
  readonly organizationId: OrganizationId
  readonly requestedAt: number
}
export const receivedHandshakes = table<ReceivedHandshakeRow>('received_handshakes', {
  key: ['handshakeId'],
  indexes: { byTime: ['requestedAt'] },
})

// ---- Of the directory -------------------------------------------------------------------------------------

/** Which account has an e-mail address: no two accounts share one. */
export interface EmailClaimRow {
  /** In lower case. */
  readonly email: string
  readonly accountId: AccountId
}
export const emailClaims = table<EmailClaimRow>('email_claims', { key: ['email'] })

/** In which organization a handshake is: its id alone is what a recipient names. */
export interface HandshakeClaimRow {
  readonly handshakeId: string
  readonly organizationId: OrganizationId
}
export const handshakeClaims = table<HandshakeClaimRow>('handshake_claims', { key: ['handshakeId'] })

export const organizationTables = [
  organizations,
  members,
  organizationalUnits,
  organizationPolicies,
  policyAttachments,
  createAccountRequests,
  handshakes,
  delegatedAdministrators,
  trustedServices,
  organizationResourcePolicies,
  responsibilityTransfers,
  receivedHandshakes,
  emailClaims,
  handshakeClaims,
] as const

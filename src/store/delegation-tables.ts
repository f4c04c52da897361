import type { AccountId } from '../identity/account-id.ts'
import type { SessionToken } from '../identity/session-token.ts'
import { table } from './table.ts'

/**
 * Requests to be given permissions for a while. They stand in the directory: one account asks, another one, which may
 * not be known yet, answers.
 */

/** `EXPIRED` is not kept: time tells. */
export type DelegationState =
  | 'UNASSIGNED'
  | 'ASSIGNED'
  | 'PENDING_APPROVAL'
  | 'ACCEPTED'
  | 'FINALIZED'
  | 'REJECTED'

export interface DelegationRequestRow {
  readonly requestId: string
  /** The owner's account, a space, and the owner's ARN; `''` before anybody has it. */
  readonly ownerId: string
  readonly owner?: DelegationOwner
  /** The only account that may take it, and the one that has it. */
  readonly ownerAccount?: AccountId
  readonly state: DelegationState
  readonly createdAt: number
  /** When it came into its state. */
  readonly stateSince: number
  readonly updatedAt: number
  readonly requestorId: AccountId
  readonly requestorName: string
  readonly workflowId: string
  readonly description: string
  readonly requestMessage?: string
  readonly redirectUrl?: string
  readonly notificationChannel: string
  readonly sessionSeconds: number
  readonly onlySendByOwner: boolean
  readonly templateArn: string
  /** The template as it was when the request was made. */
  readonly template: string
  readonly parameters: readonly DelegationParameter[]
  readonly notes?: string
  readonly rejectionReason?: string
  readonly approval?: DelegationApproval
}

export interface DelegationOwner {
  readonly arn: string
  /** As `aws:userid` has it: no namesake gets it again. */
  readonly userId: string
}

export interface DelegationParameter {
  readonly name: string
  readonly values: readonly string[]
  readonly type: 'string' | 'stringList'
}

/** What was approved, and as whom the requestor will act. */
export interface DelegationApproval {
  readonly approverArn: string
  readonly session: ApproverSession
  /** The permissions that were approved. */
  readonly policy: string
}

/** What sessions of the approver have in common: all but their times. */
export type ApproverSession = Timeless<Extract<SessionToken, { kind: 'user' | 'role' }>>

type Timeless<Token> = Token extends unknown
  ? Omit<Token, 'issuedAt' | 'expiresAt' | 'delegate' | 'console'>
  : never

export const delegationRequests = table<DelegationRequestRow>('delegation_requests', {
  key: ['requestId'],
  indexes: { byOwner: ['ownerId', 'createdAt'] },
})

/** "IAM maintains a uniqueness check on this workflow id": which request of an account has which. */
export interface DelegationWorkflowRow {
  readonly requestorId: AccountId
  readonly workflowId: string
  readonly requestId: string
}
export const delegationWorkflows = table<DelegationWorkflowRow>('delegation_workflows', {
  key: ['requestorId', 'workflowId'],
})

export const delegationTables = [delegationRequests, delegationWorkflows] as const

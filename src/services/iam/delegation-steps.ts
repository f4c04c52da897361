import type { Caller } from '../../identity/caller.ts'
import { directory, type Partition, type Store, type Writer } from '../../store/contract.ts'
import {
  type ApproverSession,
  type DelegationRequestRow,
  type DelegationState,
  delegationRequests,
} from '../../store/delegation-tables.ts'
import { commonError } from '../../wire/errors.ts'
import { accessEndOf, makeTradeInToken, stateAt } from '../delegation.ts'
import type { Notifications } from '../notifications.ts'
import { delegationResource, ownerContext, requestFor, requestNamed } from './delegation-access.ts'
import { invalid, requestedPolicy } from './delegation-policies.ts'
import { iam } from './operation.ts'

/**
 * The steps of a delegation request, from one state to the next.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html#temporary-delegation-state-transitions
 */
interface Transition {
  readonly from: readonly DelegationState[]
  readonly to: DelegationState
}

const transitions = {
  associate: { from: ['UNASSIGNED'], to: 'ASSIGNED' },
  update: { from: ['ASSIGNED', 'PENDING_APPROVAL'], to: 'PENDING_APPROVAL' },
  accept: { from: ['ASSIGNED', 'PENDING_APPROVAL'], to: 'ACCEPTED' },
  reject: { from: ['ASSIGNED', 'PENDING_APPROVAL', 'ACCEPTED'], to: 'REJECTED' },
  send: { from: ['ACCEPTED'], to: 'FINALIZED' },
} as const satisfies Readonly<Record<string, Transition>>

interface Input {
  readonly DelegationRequestId: string
  readonly Notes?: string | undefined
}

interface Step {
  readonly input: Input
  readonly caller: Caller
  readonly store: Store
  readonly now: number
  readonly notifications?: Notifications
}

/** What every step is asked on. */
const onRequest = {
  account: (): Partition => directory,
  resource: (call: Parameters<typeof delegationResource>[0] & { readonly input: Input }) =>
    delegationResource(call, call.input.DelegationRequestId),
  context: async ({ input, caller, store }: Pick<Step, 'input' | 'caller' | 'store'>) =>
    ownerContext(await store.read(directory, rows => requestFor(rows, caller, input.DelegationRequestId))),
} as const

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AssociateDelegationRequest.html */
export const AssociateDelegationRequest = iam('AssociateDelegationRequest', {
  ...onRequest,
  handle: async call => {
    const { account, arn, userId } = call.caller
    await take(call, 'associate', () => ({
      ownerId: `${account} ${arn}`,
      owner: { arn, userId },
      ownerAccount: account,
    }))
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateDelegationRequest.html */
export const UpdateDelegationRequest = iam('UpdateDelegationRequest', {
  ...onRequest,
  handle: async call => {
    const { Notes: notes } = call.input
    await take(call, 'update', () => (notes === undefined ? {} : { notes }))
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcceptDelegationRequest.html */
export const AcceptDelegationRequest = iam('AcceptDelegationRequest', {
  ...onRequest,
  handle: async call => {
    const { caller } = call
    const session = approverSession(caller)
    await take(call, 'accept', request => {
      mustBeShortForRoot(caller, request.sessionSeconds)
      return { approval: { approverArn: caller.arn, session, policy: requestedPolicy(request) } }
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RejectDelegationRequest.html */
export const RejectDelegationRequest = iam('RejectDelegationRequest', {
  ...onRequest,
  handle: async call => {
    const { Notes: rejectionReason } = call.input
    await take(call, 'reject', () => (rejectionReason === undefined ? {} : { rejectionReason }))
    return {}
  },
})

/**
 * The token goes to who asked, and nowhere else. Where nobody takes it, the request is as it was before.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SendDelegationToken.html
 */
export const SendDelegationToken = iam('SendDelegationToken', {
  ...onRequest,
  handle: async call => {
    const { store, vault, now, notifications } = call
    const { before, after: sent } = await take(call, 'send', () => ({}))
    const { requestId, requestorId } = sent
    const delivered = await notifications?.publish(sent.notificationChannel, {
      ...messageOf(sent, 'ExchangeToken'),
      ExchangeToken: makeTradeInToken(vault, { requestId, requestorId, releasedAt: now }),
      ExpiresAt: new Date(accessEndOf(sent) ?? now).toISOString(),
    })
    if (delivered) return {}
    await store.write(directory, rows => takeBack(rows, before, sent))
    throw commonError('ServiceFailure', 'The notification channel did not take the exchange token.')
  },
})

async function takeBack(
  rows: Writer,
  before: DelegationRequestRow,
  sent: DelegationRequestRow,
): Promise<void> {
  const request = await rows.get(delegationRequests, sent.requestId)
  if (request?.state === sent.state && request.stateSince === sent.stateSince) {
    await rows.put(delegationRequests, before)
  }
}

interface Taken {
  readonly before: DelegationRequestRow
  readonly after: DelegationRequestRow
}

async function take(
  { input, caller, store, now, notifications }: Step,
  name: keyof typeof transitions,
  change: (request: DelegationRequestRow) => Partial<DelegationRequestRow>,
): Promise<Taken> {
  const { from, to }: Transition = transitions[name]
  const taken = await store.write(directory, async rows => {
    const request = await requestNamed(rows, caller, input.DelegationRequestId)
    const state = stateAt(request, now)
    if (!from.some(allowed => allowed === state)) {
      throw invalid(`The delegation request is in state ${state}; it must be ${from.join(' or ')}.`)
    }
    // Who stays in a state gets no more time in it.
    const stateSince = to === request.state ? request.stateSince : now
    const changed = { ...request, ...change(request), state: to, stateSince, updatedAt: now }
    await rows.put(delegationRequests, changed)
    return { before: request, after: changed }
  })
  // AWS tells of it in the background too, and whether anybody listened changes nothing.
  void notifications?.publish(taken.after.notificationChannel, messageOf(taken.after, 'StateChange'))
  return taken
}

function messageOf(request: DelegationRequestRow, Type: 'StateChange' | 'ExchangeToken') {
  return {
    Type,
    RequestId: request.requestId,
    RequestorWorkflowId: request.workflowId,
    State: request.state,
    OwnerAccountId: request.ownerAccount,
    UpdatedAt: new Date(request.updatedAt).toISOString(),
  }
}

/** "Root users can only approve delegation requests with a duration of 4 hours or less." */
const maxRootSeconds = 4 * 60 * 60

function mustBeShortForRoot({ kind }: Caller, sessionSeconds: number): void {
  if (kind !== 'root' || sessionSeconds <= maxRootSeconds) return
  throw invalid('Root users can only approve delegation requests with a duration of 4 hours or less.')
}

/**
 * "IAM records the details and the state of the identity that called this API": what limits the caller limits who acts
 * as the caller. That it was there with MFA is not passed on.
 */
function approverSession(caller: Caller): ApproverSession {
  const { account } = caller
  const scopes = caller.session?.token.scopes
  if (caller.kind === 'role-session' && caller.session.token.kind === 'role') {
    const { roleId, sessionName, sourceIdentity, tags, transitiveTags, sessionPolicies, providerKeys } =
      caller.session.token
    return {
      kind: 'role',
      account,
      roleId,
      sessionName,
      ...(scopes && { scopes }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...(tags && { tags }),
      ...(transitiveTags && { transitiveTags }),
      ...(sessionPolicies && { sessionPolicies }),
      ...(providerKeys && { providerKeys }),
    }
  }
  const ownerId = caller.kind === 'user' ? caller.userId : 'root'
  if (caller.kind === 'user' || (caller.kind === 'root' && !caller.task)) {
    return { kind: 'user', account, ownerId, ...(scopes && { scopes }) }
  }
  throw commonError('AccessDenied', 'Cannot approve a delegation request with these credentials')
}

import type { Resource } from '../../authorize/question.ts'
import { arn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Reader } from '../../store/contract.ts'
import { type DelegationRequestRow, delegationRequests } from '../../store/delegation-tables.ts'
import { iamError } from './operation.ts'

/**
 * Who may do what with a delegation request. What nobody has to be given is written as a policy on the request, so that
 * it is decided, explained and can be denied like everything else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html#temporary-delegation-managing-permissions
 */

const toSee = ['iam:GetDelegationRequest', 'iam:GetHumanReadableSummary']

/** "… request details, reject a request, forward it to an administrator, release the exchange token". */
const ofOwners = [
  ...toSee,
  'iam:RejectDelegationRequest',
  'iam:SendDelegationToken',
  'iam:UpdateDelegationRequest',
]

/** A request of another account is as if it were not there, also for who made it. */
export async function requestFor(
  rows: Reader,
  { account }: Caller,
  requestId: string,
): Promise<DelegationRequestRow | undefined> {
  const request = await rows.get(delegationRequests, requestId)
  return request && (request.ownerAccount ?? account) === account ? request : undefined
}

export async function requestNamed(
  rows: Reader,
  caller: Caller,
  requestId: string,
): Promise<DelegationRequestRow> {
  const request = await requestFor(rows, caller, requestId)
  if (request) return request
  throw requestNotFound(requestId)
}

export function requestNotFound(requestId: string) {
  return iamError('NoSuchEntityException', `The delegation request with id ${requestId} cannot be found.`)
}

export async function delegationResource(
  { caller, rows }: { readonly caller: Caller; readonly rows: Reader },
  requestId: string,
): Promise<Resource> {
  const request = await requestFor(rows, caller, requestId)
  return {
    arn: arn.delegationRequest(caller.account, requestId),
    ...(request && { policy: policyOn(request) }),
  }
}

/** `iam:DelegationRequestOwner`: absent while nobody owns it. */
export function ownerContext(request: DelegationRequestRow | undefined) {
  return { 'iam:DelegationRequestOwner': request?.owner?.arn }
}

/** "… and list delegation requests that they own". */
export function listResource({ arn: callerArn, userId }: Caller, ownerArn: string | undefined): Resource {
  if (ownerArn !== callerArn) return { arn: '*' }
  return { arn: '*', policy: written([allowTo(userId, ['iam:ListDelegationRequests'])]) }
}

function policyOn({ owner, onlySendByOwner }: DelegationRequestRow) {
  if (!owner) {
    // "If a delegation request has no owner … can be called by any account", or by any identity of the one it is for.
    const Action = [...toSee, 'iam:AssociateDelegationRequest']
    return written([{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }])
  }
  const denied = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'iam:SendDelegationToken',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:userid': owner.userId } },
  }
  return written([allowTo(owner.userId, ofOwners), ...(onlySendByOwner ? [denied] : [])])
}

/** By id: no namesake of the owner comes into the owner's rights. */
function allowTo(userId: string, Action: readonly string[]) {
  const Condition = { StringEquals: { 'aws:userid': userId } }
  return { Effect: 'Allow', Principal: '*', Action, Resource: '*', Condition }
}

function written(Statement: readonly object[]) {
  const text = JSON.stringify({ Version: '2012-10-17', Statement })
  return { name: 'default permissions', text, principalIds: {} }
}

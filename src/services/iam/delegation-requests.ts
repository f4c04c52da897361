import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { arn, parseArn } from '../../identity/arn.ts'
import { directory, type Writer } from '../../store/contract.ts'
import {
  type DelegationRequestRow,
  delegationRequests,
  delegationWorkflows,
} from '../../store/delegation-tables.ts'
import { accounts } from '../../store/tables.ts'
import { expirationOf } from '../delegation.ts'
import {
  delegationResource,
  listResource,
  ownerContext,
  requestFor,
  requestNamed,
  requestNotFound,
} from './delegation-access.ts'
import { policyOf, shownRequest } from './delegation-answers.ts'
import { checkPermissions } from './delegation-check.ts'
import { invalid, parametersOf, requestedPolicy, templateText } from './delegation-policies.ts'
import { isEnglish, summaryOf } from './delegation-summary.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin, quotas } from './quotas.ts'

/**
 * Requests of one account to be given permissions in another for a while. AWS keeps CreateDelegationRequest to partners
 * that it knows; here policies decide on it as on everything else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html
 */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateDelegationRequest.html */
export const CreateDelegationRequest = iam('CreateDelegationRequest', {
  check: ({ input, caller, notifications }) => {
    mustBeTopicOf(caller.account, input.NotificationChannel)
    if (notifications) return
    const message = `The notification channel ${input.NotificationChannel} cannot be reached: this server was started without CROSSROLE_NOTIFICATIONS_URL.`
    throw invalid(message)
  },
  resource: ({ input, caller }) => ({
    arn: arn.delegationRequest(ownerIn(input.OwnerAccountId) ?? caller.account, '*'),
  }),
  context: ({ input }) => ({
    'iam:DelegationDuration': String(input.SessionDuration),
    'iam:NotificationChannel': input.NotificationChannel,
    'iam:TemplateArn': input.Permissions.PolicyTemplateArn,
  }),
  handle: async ({ input, caller, store, managed, vault, now }) => {
    const templateArn = input.Permissions.PolicyTemplateArn
    if (templateArn === undefined) throw invalid('Permissions must name a policy template.')
    const { account } = caller
    const ownerAccount = ownerIn(input.OwnerAccountId)
    const asked = {
      ...(ownerAccount && { ownerAccount }),
      template: await store.read(account, rows => templateText(rows, managed, templateArn)),
      parameters: parametersOf(input.Permissions),
    }
    requestedPolicy(asked)
    const requestId = vault.newUuid()
    await store.write(directory, async rows => {
      const requestor = await rows.get(accounts, account)
      await make(rows, {
        ...asked,
        requestId,
        ownerId: '',
        state: 'UNASSIGNED',
        createdAt: now,
        stateSince: now,
        updatedAt: now,
        requestorId: account,
        requestorName: requestor?.name ?? account,
        workflowId: input.RequestorWorkflowId,
        description: input.Description,
        ...(input.RequestMessage !== undefined && { requestMessage: input.RequestMessage }),
        ...(input.RedirectUrl !== undefined && { redirectUrl: input.RedirectUrl }),
        notificationChannel: input.NotificationChannel,
        sessionSeconds: input.SessionDuration,
        onlySendByOwner: input.OnlySendByOwner ?? false,
        templateArn,
      })
    })
    return { DelegationRequestId: requestId }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html */
export const GetDelegationRequest = iam('GetDelegationRequest', {
  account: () => directory,
  resource: call => delegationResource(call, call.input.DelegationRequestId),
  context: async ({ input, caller, store }) =>
    ownerContext(await store.read(directory, rows => requestFor(rows, caller, input.DelegationRequestId))),
  handle: async ({ input, caller, store, managed, now }) => {
    const request = await store.read(directory, rows => requestNamed(rows, caller, input.DelegationRequestId))
    const checked =
      input.DelegationPermissionCheck &&
      (await checkPermissions({ caller, store, managed, now }, policyOf(request)))
    return {
      DelegationRequest: shownRequest(request, now),
      ...(checked && { PermissionCheckStatus: 'COMPLETE' as const, PermissionCheckResult: checked }),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListDelegationRequests.html */
export const ListDelegationRequests = iam('ListDelegationRequests', {
  resource: ({ input, caller }) => listResource(caller, input.OwnerId),
  context: ({ input }) => ({ 'iam:DelegationRequestOwner': input.OwnerId }),
  handle: async ({ input, caller, store, now }) => {
    const mine = `${caller.account} `
    const which =
      input.OwnerId === undefined ? { startsWith: mine } : { where: { ownerId: mine + input.OwnerId } }
    const { items, IsTruncated, Marker } = await store.read(directory, rows =>
      pageOf(rows, delegationRequests, input, { index: 'byOwner', ...which }),
    )
    return {
      DelegationRequests: items.map(request => shownRequest(request, now)),
      isTruncated: IsTruncated,
      ...(Marker !== undefined && { Marker }),
    }
  },
})

/**
 * AWS has a language model write it; ours is put together from the policy.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetHumanReadableSummary.html
 */
export const GetHumanReadableSummary = iam('GetHumanReadableSummary', {
  check: ({ input }) => {
    requestIdIn(input.EntityArn)
  },
  account: () => directory,
  resource: call => delegationResource(call, requestIdIn(call.input.EntityArn)),
  context: async ({ input, caller, store }) =>
    ownerContext(await store.read(directory, rows => requestFor(rows, caller, requestIdIn(input.EntityArn)))),
  handle: async ({ input, caller, store, resource }) => {
    const request = await store.read(directory, rows =>
      requestNamed(rows, caller, requestIdIn(input.EntityArn)),
    )
    if (input.EntityArn !== resource.arn) throw requestNotFound(request.requestId)
    const { Locale = 'en' } = input
    if (!isEnglish(Locale)) return { Locale, SummaryState: 'NOT_SUPPORTED' as const }
    const SummaryContent = summaryOf(request, policyOf(request))
    return { Locale, SummaryState: 'AVAILABLE' as const, SummaryContent }
  },
})

/** "The SNS topic must be in one of your registered AWS accounts." */
function mustBeTopicOf(account: AccountId, channel: string): void {
  const topic = parseArn(channel)
  const isTopic =
    topic?.partition === 'aws' && topic.service === 'sns' && topic.region !== '' && topic.resource !== ''
  if (isTopic && topic.accountId === account) return
  throw invalid(`The notification channel ${channel} must be the ARN of an SNS topic of account ${account}.`)
}

function ownerIn(text: string | undefined): AccountId | undefined {
  return text !== undefined && isAccountId(text) ? text : undefined
}

/** "At this time, the only supported entity type is delegation-request". */
function requestIdIn(entityArn: string): string {
  const match = /^arn:aws:iam::\d{12}:delegation-request\/([\w-]+)$/.exec(entityArn)
  if (match?.[1]) return match[1]
  throw invalid(`${entityArn} is not the ARN of a delegation request.`)
}

async function make(rows: Writer, request: DelegationRequestRow): Promise<void> {
  const { requestId, requestorId, workflowId, createdAt: now } = request
  if (await rows.get(delegationWorkflows, requestorId, workflowId)) {
    const message = `A delegation request with workflow id ${workflowId} already exists.`
    throw iamError('EntityAlreadyExistsException', message)
  }
  const present = await rows.count(delegationWorkflows, { where: { requestorId } })
  const forgotten = present < quotas.DelegationRequestsPerAccount ? 0 : await forget(rows, requestorId, now)
  mustStayWithin('DelegationRequestsPerAccount', present - forgotten)
  await rows.insert(delegationWorkflows, { requestorId, workflowId, requestId })
  await rows.insert(delegationRequests, request)
}

/** "Expired requests are eventually deleted from the system": a day later, when their places are needed. */
async function forget(rows: Writer, requestorId: AccountId, now: number): Promise<number> {
  let forgotten = 0
  for (const { workflowId, requestId } of await rows.list(delegationWorkflows, { where: { requestorId } })) {
    const request = await rows.get(delegationRequests, requestId)
    if (request && now < expirationOf(request) + retentionMs) continue
    await rows.delete(delegationWorkflows, requestorId, workflowId)
    await rows.delete(delegationRequests, requestId)
    forgotten += 1
  }
  return forgotten
}

const retentionMs = 24 * 60 * 60 * 1000

import type { AccountId } from '../../identity/account-id.ts'
import { newOrganizationIds } from '../../identity/organization-ids.ts'
import type { Reader, Store } from '../../store/contract.ts'
import {
  handshakes,
  members,
  type OrganizationRow,
  organizations,
  type ResponsibilityTransferRow,
  receivedHandshakes,
  responsibilityTransfers,
} from '../../store/organization-tables.ts'
import { handshakeConstraint, invalidInput, refusal } from './errors.ts'
import { isOpen, shownHandshake, stateOf } from './handshake-answers.ts'
import { accountOf, checkTarget } from './invitations.ts'
import { inOrganization } from './operation.ts'
import { pageOfList } from './paging.ts'
import { organizationArn } from './resources.ts'
import { newHandshake, send } from './sending.ts'
import { checkedTags } from './tagging.ts'
import { statusOf } from './transfer-states.ts'

/**
 * One organization's bill paid by another's management account. Nobody is billed here: what is kept is who agreed to
 * what, and since when.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ResponsibilityTransfer.html
 */

const transferring = (direction: 'INBOUND' | 'OUTBOUND') => ({
  'organizations:TransferType': 'BILLING',
  'organizations:TransferDirection': direction,
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteOrganizationToTransferResponsibility.html */
export const InviteOrganizationToTransferResponsibility = inOrganization(
  'InviteOrganizationToTransferResponsibility',
  {
    for: 'management',
    check: ({ input, now }) => {
      checkTarget(input.Target)
      checkedTags(input.Tags)
      const startsAt = input.StartTimestamp.getTime()
      if (startsAt % dayMs !== 0) throw invalidInput('START_DATE_NOT_BEGINNING_OF_DAY')
      if (startsAt < now) throw invalidInput('START_DATE_TOO_EARLY')
    },
    on: ({ input, organization }) => ({ arn: organizationArn.account(organization, input.Target.Id) }),
    context: () => transferring('INBOUND'),
    alsoRequires: ({ input }) => (input.Tags?.length ? ['organizations:TagResource'] : []),
    handle: async call => {
      const { input, organization, store, vault, now } = call
      const { organizationId, managementAccount } = organization
      const to = await accountOf(store, input.Target)
      if (to.recipient === managementAccount) throw handshakeConstraint('SOURCE_AND_TARGET_CANNOT_MATCH')
      const transferId = newOrganizationIds.responsibilityTransfer(vault.randomBytes)
      const handshake = newHandshake(call, {
        action: 'TRANSFER_RESPONSIBILITY',
        ...to,
        transferId,
        ...(input.Notes !== undefined && { notes: input.Notes }),
      })
      const transfer: ResponsibilityTransferRow = {
        transferId,
        name: input.SourceName,
        status: 'REQUESTED',
        sourceAccount: to.recipient as AccountId,
        targetAccount: managementAccount,
        startsAt: input.StartTimestamp.getTime(),
        handshakeId: handshake.handshakeId,
        requestedAt: now,
        tags: checkedTags(input.Tags),
      }
      await send(store, organizationId, handshake, async rows => {
        await mustBeNew(rows, to.recipient, now)
        await rows.insert(responsibilityTransfers, transfer)
      })
      const Handshake = await store.read(organizationId, rows =>
        shownHandshake(rows, organization, handshake, now),
      )
      return { Handshake }
    },
  },
)

const dayMs = 24 * 60 * 60 * 1000

async function mustBeNew(rows: Reader, source: AccountId | '', now: number): Promise<void> {
  for (const transfer of await rows.list(responsibilityTransfers)) {
    if (transfer.sourceAccount !== source || source === '') continue
    const handshake = await rows.get(handshakes, transfer.handshakeId)
    if (transfer.status === 'ACCEPTED') throw handshakeConstraint('RESPONSIBILITY_TRANSFER_ALREADY_EXISTS')
    if (handshake && isOpen(stateOf(handshake, now))) throw refusal('DuplicateHandshakeException')
  }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListInboundResponsibilityTransfers.html */
export const ListInboundResponsibilityTransfers = inOrganization('ListInboundResponsibilityTransfers', {
  for: 'management',
  context: () => transferring('INBOUND'),
  read: async ({ input, rows, organization, now }) => {
    const all = await rows.list(responsibilityTransfers, { index: 'byTime' })
    const wanted = input.Id === undefined ? all : all.filter(({ transferId }) => transferId === input.Id)
    if (input.Id !== undefined && wanted.length === 0)
      throw refusal('ResponsibilityTransferNotFoundException')
    const { items, next } = pageOfList(`inbound ${input.Id}`, input, wanted)
    const shown = items.map(transfer =>
      shownTransfer(rows, { organization, transfer, direction: 'inbound', now }),
    )
    return { ResponsibilityTransfers: await Promise.all(shown), ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOutboundResponsibilityTransfers.html */
export const ListOutboundResponsibilityTransfers = inOrganization('ListOutboundResponsibilityTransfers', {
  for: 'management',
  context: () => transferring('OUTBOUND'),
  handle: async ({ input, store, caller, now }) => {
    const found = await outbound(store, caller.account)
    const { items, next } = pageOfList('outbound', input, found)
    const ResponsibilityTransfers = []
    for (const item of items) ResponsibilityTransfers.push(await shownOutbound(store, item, now))
    return { ResponsibilityTransfers, ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeResponsibilityTransfer.html */
export const DescribeResponsibilityTransfer = inOrganization('DescribeResponsibilityTransfer', {
  for: 'management',
  on: async ({ input, rows, organization }) => transferResource(rows, organization, input.Id),
  context: ({ resource }) => transferring(directionOf(resource.arn)),
  handle: async ({ input, store, caller, organization, now }) => {
    const transfer = await store.read(organization.organizationId, rows =>
      rows.get(responsibilityTransfers, input.Id),
    )
    if (transfer) {
      const ResponsibilityTransfer = await store.read(organization.organizationId, rows =>
        shownTransfer(rows, { organization, transfer, direction: 'inbound', now }),
      )
      return { ResponsibilityTransfer }
    }
    const item = (await outbound(store, caller.account)).find(each => each.transfer.transferId === input.Id)
    if (!item) throw refusal('ResponsibilityTransferNotFoundException')
    return { ResponsibilityTransfer: await shownOutbound(store, item, now) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdateResponsibilityTransfer.html */
export const UpdateResponsibilityTransfer = inOrganization('UpdateResponsibilityTransfer', {
  for: 'management',
  on: async ({ input, rows, organization }) => transferResource(rows, organization, input.Id),
  context: ({ resource }) => transferring(directionOf(resource.arn)),
  write: async ({ input, rows, organization, now }) => {
    const transfer = await rows.get(responsibilityTransfers, input.Id)
    if (!transfer) throw refusal('ResponsibilityTransferNotFoundException')
    const renamed = { ...transfer, name: input.Name }
    await rows.put(responsibilityTransfers, renamed)
    const shown = { organization, transfer: renamed, direction: 'inbound', now } as const
    return { ResponsibilityTransfer: await shownTransfer(rows, shown) }
  },
})

/** Either side may end it. https://docs.aws.amazon.com/organizations/latest/APIReference/API_TerminateResponsibilityTransfer.html */
export const TerminateResponsibilityTransfer = inOrganization('TerminateResponsibilityTransfer', {
  for: 'management',
  on: async ({ input, rows, organization }) => transferResource(rows, organization, input.Id),
  context: ({ resource }) => transferring(directionOf(resource.arn)),
  handle: async ({ input, store, caller, organization, now }) => {
    const own = await store.read(organization.organizationId, rows =>
      rows.get(responsibilityTransfers, input.Id),
    )
    const theirs = own
      ? undefined
      : (await outbound(store, caller.account)).find(each => each.transfer.transferId === input.Id)
    const keeper = own ? organization : theirs?.organization
    if (!keeper) throw refusal('ResponsibilityTransferNotFoundException')
    const endsAt = input.EndTimestamp?.getTime() ?? now
    if (endsAt < now) throw invalidInput('END_DATE_TOO_EARLY')
    return store.write(keeper.organizationId, async rows => {
      const transfer = await rows.get(responsibilityTransfers, input.Id)
      if (!transfer) throw refusal('ResponsibilityTransferNotFoundException')
      if (transfer.status === 'WITHDRAWN') throw refusal('ResponsibilityTransferAlreadyInStatusException')
      if (transfer.status !== 'ACCEPTED') throw refusal('InvalidResponsibilityTransferTransitionException')
      const ended: ResponsibilityTransferRow = { ...transfer, status: 'WITHDRAWN', endsAt }
      await rows.put(responsibilityTransfers, ended)
      const direction = own ? ('inbound' as const) : ('outbound' as const)
      return {
        ResponsibilityTransfer: await shownTransfer(rows, {
          organization: keeper,
          transfer: ended,
          direction,
          now,
        }),
      }
    })
  },
})

async function transferResource(rows: Reader, organization: OrganizationRow, id: string) {
  const transfer = await rows.get(responsibilityTransfers, id)
  return transfer
    ? { arn: organizationArn.transfer(organization, 'inbound', id), tags: transfer.tags }
    : { arn: organizationArn.transfer(organization, 'outbound', id) }
}

function directionOf(arn: string): 'INBOUND' | 'OUTBOUND' {
  return arn.includes('/inbound/') ? 'INBOUND' : 'OUTBOUND'
}

interface Outbound {
  /** The one that pays: its partition keeps the transfer. */
  readonly organization: OrganizationRow
  readonly transfer: ResponsibilityTransferRow
}

/** What other organizations asked of this account, and it agreed to or not. */
async function outbound(store: Store, account: AccountId): Promise<readonly Outbound[]> {
  const received = await store.read(account, rows => rows.list(receivedHandshakes, { index: 'byTime' }))
  const found: Outbound[] = []
  for (const { handshakeId, organizationId } of received) {
    const item = await store.read(organizationId, rows => outboundAt(rows, handshakeId))
    if (item) found.push(item)
  }
  return found
}

async function outboundAt(rows: Reader, handshakeId: string): Promise<Outbound | undefined> {
  const handshake = await rows.get(handshakes, handshakeId)
  const organization = await rows.get(organizations, 'organization')
  const transfer = handshake?.transferId
    ? await rows.get(responsibilityTransfers, handshake.transferId)
    : undefined
  return organization && transfer ? { organization, transfer } : undefined
}

function shownOutbound(store: Store, { organization, transfer }: Outbound, now: number) {
  return store.read(organization.organizationId, rows =>
    shownTransfer(rows, { organization, transfer, direction: 'outbound', now }),
  )
}

interface Shown {
  readonly organization: OrganizationRow
  readonly transfer: ResponsibilityTransferRow
  readonly direction: 'inbound' | 'outbound'
  readonly now: number
}

async function shownTransfer(rows: Reader, { organization, transfer, direction, now }: Shown) {
  const handshake = await rows.get(handshakes, transfer.handshakeId)
  const manager = await rows.get(members, organization.managementAccount)
  const status = statusOf(transfer, handshake, now)
  return {
    Arn: organizationArn.transfer(organization, direction, transfer.transferId),
    Name: transfer.name,
    Id: transfer.transferId,
    Type: 'BILLING' as const,
    Status: status,
    Source: transfer.sourceAccount ? { ManagementAccountId: transfer.sourceAccount } : {},
    Target: {
      ManagementAccountId: transfer.targetAccount,
      ...(manager?.email && { ManagementAccountEmail: manager.email }),
    },
    StartTimestamp: new Date(transfer.startsAt),
    ...(transfer.endsAt !== undefined && { EndTimestamp: new Date(transfer.endsAt) }),
    ...(status === 'REQUESTED' && { ActiveHandshakeId: transfer.handshakeId }),
  }
}

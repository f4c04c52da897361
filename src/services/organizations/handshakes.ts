import type { AccountId } from '../../identity/account-id.ts'
import type { OrganizationId } from '../../identity/organization-ids.ts'
import { directory, type Store } from '../../store/contract.ts'
import {
  type HandshakeRow,
  type HandshakeState,
  handshakeClaims,
  handshakes,
  type OrganizationRow,
  organizations,
  receivedHandshakes,
} from '../../store/organization-tables.ts'
import { accept } from './accepting.ts'
import { refusal } from './errors.ts'
import { isOpen, shownHandshake, stateOf } from './handshake-answers.ts'
import { serviceRoleDemand } from './new-account.ts'
import { anywhere, inOrganization } from './operation.ts'
import { pageOfList } from './paging.ts'
import { organizationArn } from './resources.ts'
import { settleTransfer } from './transfer-states.ts'

/** Requests between an organization and an account, as either of the two sees them. */

interface Asked {
  readonly input: { readonly HandshakeId: string }
  readonly caller: { readonly account: AccountId }
  readonly store: Store
}

interface Found {
  readonly organization: OrganizationRow
  readonly handshake: HandshakeRow
  /** Which of the two parties the caller is; either, where the organization asks itself. */
  readonly isOriginator: boolean
  readonly isRecipient: boolean
}

/** Undefined where there is none, and for those whom it is not about. */
async function find({ input, caller, store }: Asked): Promise<Found | undefined> {
  const claim = await store.read(directory, rows => rows.get(handshakeClaims, input.HandshakeId))
  if (!claim) return undefined
  const found = await store.read(claim.organizationId, async rows => ({
    handshake: await rows.get(handshakes, input.HandshakeId),
    organization: await rows.get(organizations, 'organization'),
  }))
  const { handshake, organization } = found
  if (!handshake || !organization) return undefined
  const isOriginator = caller.account === organization.managementAccount
  const asksItself = isOriginator && handshake.action === 'ENABLE_ALL_FEATURES'
  const isRecipient = caller.account === handshake.recipient || asksItself
  return isOriginator || isRecipient ? { handshake, organization, isOriginator, isRecipient } : undefined
}

async function mustFind(asked: Asked): Promise<Found> {
  const found = await find(asked)
  if (!found) throw refusal('HandshakeNotFoundException')
  return found
}

const resolve = async (asked: Asked) => {
  const found = await find(asked)
  return { arn: found ? organizationArn.handshake(found.organization, found.handshake) : '*' }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeHandshake.html */
export const DescribeHandshake = anywhere('DescribeHandshake', {
  resolve,
  handle: async call => ({ Handshake: await shown(call, await mustFind(call)) }),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html */
export const AcceptHandshake = anywhere('AcceptHandshake', {
  resolve,
  // To join an organization with all features is to let it make its role.
  alsoAsks: async call => {
    const found = await find(call)
    const isJoining = found?.handshake.action === 'INVITE' && found.organization.featureSet === 'ALL'
    return isJoining ? [serviceRoleDemand(call.caller.account)] : []
  },
  handle: async call => {
    const found = await mustFind(call)
    if (!found.isRecipient) throw refusal('AccessDeniedException')
    mustBeOpen(found.handshake, 'ACCEPTED', call.now)
    await accept(call, found)
    return { Handshake: await shown(call, await mustFind(call)) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeclineHandshake.html */
export const DeclineHandshake = anywhere('DeclineHandshake', {
  resolve,
  handle: async call => {
    const found = await mustFind(call)
    if (!found.isRecipient) throw refusal('AccessDeniedException')
    await end(call, found, 'DECLINED')
    return { Handshake: await shown(call, await mustFind(call)) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CancelHandshake.html */
export const CancelHandshake = anywhere('CancelHandshake', {
  resolve,
  handle: async call => {
    const found = await mustFind(call)
    if (!found.isOriginator) throw refusal('AccessDeniedException')
    await end(call, found, 'CANCELED')
    return { Handshake: await shown(call, await mustFind(call)) }
  },
})

type Call = Asked & { readonly now: number }

async function end(
  { store, now }: Call,
  { organization, handshake }: Found,
  state: 'DECLINED' | 'CANCELED',
): Promise<void> {
  await store.write(organization.organizationId, async rows => {
    const current = (await rows.get(handshakes, handshake.handshakeId)) ?? handshake
    mustBeOpen(current, state, now)
    await rows.put(handshakes, { ...current, state, resolvedAt: now })
    await settleTransfer(rows, current, state)
    if (current.action !== 'ENABLE_ALL_FEATURES') return
    for (const child of await rows.list(handshakes)) {
      const isOfIt = child.parentHandshakeId === current.handshakeId && isOpen(child.state)
      if (isOfIt) await rows.put(handshakes, { ...child, state: 'CANCELED', resolvedAt: now })
    }
  })
}

export function mustBeOpen(handshake: HandshakeRow, wanted: HandshakeState, now: number): void {
  const state = stateOf(handshake, now)
  if (state === wanted) throw refusal('HandshakeAlreadyInStateException')
  if (!isOpen(state)) throw refusal('InvalidHandshakeTransitionException')
}

function shown({ store, now }: Call, { organization, handshake }: Found) {
  return store.read(organization.organizationId, rows => shownHandshake(rows, organization, handshake, now))
}

/** "Handshakes that are ACCEPTED, DECLINED, CANCELED, or EXPIRED appear in the results … for only 30 days". */
const shownForMs = 30 * 24 * 60 * 60 * 1000

function isRecent(handshake: HandshakeRow, now: number): boolean {
  const endedAt = handshake.resolvedAt ?? handshake.expiresAt
  return isOpen(stateOf(handshake, now)) || endedAt > now - shownForMs
}

interface Filtered {
  readonly Filter?: { readonly ActionType?: string; readonly ParentHandshakeId?: string } | undefined
}

function passes({ Filter }: Filtered, { action, parentHandshakeId }: HandshakeRow): boolean {
  if (Filter?.ActionType !== undefined && Filter.ActionType !== action) return false
  return Filter?.ParentHandshakeId === undefined || Filter.ParentHandshakeId === parentHandshakeId
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForOrganization.html */
export const ListHandshakesForOrganization = inOrganization('ListHandshakesForOrganization', {
  for: 'readers',
  read: async ({ input, rows, organization, now }) => {
    const all = await rows.list(handshakes, { index: 'byTime' })
    const wanted = all.filter(handshake => isRecent(handshake, now) && passes(input as Filtered, handshake))
    const { items, next } = pageOfList(`handshakes ${JSON.stringify(input.Filter)}`, input, wanted)
    const shown = items.map(handshake => shownHandshake(rows, organization, handshake, now))
    return { Handshakes: await Promise.all(shown), ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForAccount.html */
export const ListHandshakesForAccount = anywhere('ListHandshakesForAccount', {
  resource: () => ({ arn: '*' }),
  handle: async call => {
    const { input, caller, store } = call
    const received = await store.read(caller.account, rows =>
      rows.list(receivedHandshakes, { index: 'byTime' }),
    )
    const found: { readonly in: OrganizationId; readonly handshake: HandshakeRow }[] = []
    for (const { handshakeId, organizationId } of received) {
      const handshake = await store.read(organizationId, rows => rows.get(handshakes, handshakeId))
      if (handshake && isRecent(handshake, call.now) && passes(input as Filtered, handshake)) {
        found.push({ in: organizationId, handshake })
      }
    }
    const { items, next } = pageOfList(`received ${JSON.stringify(input.Filter)}`, input, found)
    const Handshakes = []
    for (const { in: organizationId, handshake } of items) {
      const shown = await store.read(organizationId, async rows => {
        const organization = await rows.get(organizations, 'organization')
        return organization && shownHandshake(rows, organization, handshake, call.now)
      })
      if (shown) Handshakes.push(shown)
    }
    return { Handshakes, ...next }
  },
})

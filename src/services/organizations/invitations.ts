import { isDeepStrictEqual } from 'node:util'
import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { directory, type Reader, type Store } from '../../store/contract.ts'
import {
  emailClaims,
  type HandshakeRow,
  handshakes,
  members,
  organizations,
} from '../../store/organization-tables.ts'
import { accounts } from '../../store/tables.ts'
import { handshakeConstraint, invalidInput, refusal } from './errors.ts'
import { isEnablingAllFeatures, isOpen, shownHandshake, stateOf } from './handshake-answers.ts'
import { invitedMembers } from './membership.ts'
import { inOrganization } from './operation.ts'
import { organizationArn } from './resources.ts'
import { newHandshake, send, sendTogether } from './sending.ts'
import { checkedTags, requestTags } from './tagging.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteAccountToOrganization.html */
export const InviteAccountToOrganization = inOrganization('InviteAccountToOrganization', {
  for: 'management',
  check: ({ input }) => {
    checkedTags(input.Tags)
    checkTarget(input.Target)
  },
  on: ({ input, organization }) => ({ arn: organizationArn.account(organization, input.Target.Id) }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['organizations:TagResource'] : []),
  handle: async call => {
    const { input, organization, store, now } = call
    const recipient = await accountOf(store, input.Target)
    const handshake = newHandshake(call, {
      action: 'INVITE',
      ...recipient,
      tags: checkedTags(input.Tags),
      ...(input.Notes !== undefined && { notes: input.Notes }),
    })
    await send(store, organization.organizationId, handshake, rows => mustBeNew(rows, handshake, now))
    const Handshake = await store.read(organization.organizationId, rows =>
      shownHandshake(rows, organization, handshake, now),
    )
    return { Handshake }
  },
})

async function mustBeNew(
  rows: Reader,
  { recipient, recipientEmail }: HandshakeRow,
  now: number,
): Promise<void> {
  if (recipient !== '' && (await rows.get(members, recipient))) throw refusal('DuplicateAccountException')
  const all = await rows.list(handshakes)
  const open = all.filter(handshake => isOpen(stateOf(handshake, now)))
  if (open.some(({ action }) => action === 'ENABLE_ALL_FEATURES')) {
    throw handshakeConstraint('INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES')
  }
  const isAsked = open.some(
    each =>
      each.action === 'INVITE' &&
      (recipient === '' ? each.recipientEmail === recipientEmail : each.recipient === recipient),
  )
  if (isAsked) throw refusal('DuplicateHandshakeException')
}

interface Target {
  readonly Id: string
  readonly Type: string
}

export function checkTarget({ Id, Type }: Target): void {
  if (Type === 'ORGANIZATION') throw invalidInput('INVALID_PARTY_TYPE_TARGET')
  const form = Type === 'ACCOUNT' ? /^\d{12}$/ : /^[^\s@]+@[^\s@]+\.[^\s@]+$/
  if (!form.test(Id)) throw invalidInput('INVALID_PATTERN')
}

/**
 * An invitation to who is not there is never answered, and says so no sooner than one to who does not want to: whether
 * an account is there is not to be learnt by inviting it.
 */
export async function accountOf(
  store: Store,
  { Id, Type }: Target,
): Promise<{ readonly recipient: AccountId | ''; readonly recipientEmail?: string }> {
  const found = await store.read(directory, async rows => {
    if (isAccountId(Id)) return (await rows.get(accounts, Id))?.accountId
    return (await rows.get(emailClaims, Id.toLowerCase()))?.accountId
  })
  if (Type === 'ACCOUNT') return { recipient: Id as AccountId }
  return { recipient: found ?? '', recipientEmail: Id }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAllFeatures.html */
export const EnableAllFeatures = inOrganization('EnableAllFeatures', {
  for: 'management',
  handle: async call => {
    const { organization, store, now } = call
    const { organizationId } = organization
    const handshake = newHandshake(call, { action: 'ENABLE_ALL_FEATURES', recipient: '' })
    const invited = await store.read(organizationId, rows => invitedMembers(rows, organization))
    const approval = { action: 'APPROVE_ALL_FEATURES', parentHandshakeId: handshake.handshakeId } as const
    const approvals = invited.map(recipient => newHandshake(call, { ...approval, recipient }))
    await sendTogether(store, organizationId, [handshake, ...approvals], async rows => {
      await mayBeEnabled(rows, now)
      // Somebody joined or left: whoever is to be asked is asked together with the rest.
      if (!isDeepStrictEqual(await invitedMembers(rows, organization), invited))
        throw refusal('ConcurrentModificationException')
    })
    const Handshake = await store.read(organizationId, rows =>
      shownHandshake(rows, organization, handshake, now),
    )
    return { Handshake }
  },
})

async function mayBeEnabled(rows: Reader, now: number): Promise<void> {
  const organization = await rows.get(organizations, 'organization')
  if (organization?.featureSet === 'ALL') throw handshakeConstraint('ORGANIZATION_ALREADY_HAS_ALL_FEATURES')
  if (await isEnablingAllFeatures(rows, now))
    throw handshakeConstraint('ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION')
}

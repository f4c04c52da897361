import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { directory, type Reader, type Store } from '../../store/contract.ts'
import { emailClaims, type HandshakeRow, handshakes, members } from '../../store/organization-tables.ts'
import { accounts } from '../../store/tables.ts'
import { handshakeConstraint, invalidInput, refusal } from './errors.ts'
import { isOpen, shownHandshake, stateOf } from './handshake-answers.ts'
import { inOrganization } from './operation.ts'
import { organizationArn } from './resources.ts'
import { newHandshake, send } from './sending.ts'
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
    const { organizationId, managementAccount } = organization
    if (organization.featureSet === 'ALL') throw handshakeConstraint('ORGANIZATION_ALREADY_HAS_ALL_FEATURES')
    const handshake = newHandshake(call, { action: 'ENABLE_ALL_FEATURES', recipient: '' })
    await send(store, organizationId, handshake, rows => mustNotBePending(rows, now))
    const all = await store.read(organizationId, rows => rows.list(members))
    // Accounts that the organization made were never asked anything.
    const invited = all.filter(
      ({ accountId, joinedMethod }) => joinedMethod === 'INVITED' && accountId !== managementAccount,
    )
    for (const { accountId: recipient } of invited) {
      const approval = { action: 'APPROVE_ALL_FEATURES', parentHandshakeId: handshake.handshakeId } as const
      await send(store, organizationId, newHandshake(call, { ...approval, recipient }))
    }
    const Handshake = await store.read(organizationId, rows =>
      shownHandshake(rows, organization, handshake, now),
    )
    return { Handshake }
  },
})

async function mustNotBePending(rows: Reader, now: number): Promise<void> {
  const all = await rows.list(handshakes)
  const isPending = all.some(each => each.action === 'ENABLE_ALL_FEATURES' && isOpen(stateOf(each, now)))
  if (isPending) throw handshakeConstraint('ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION')
}

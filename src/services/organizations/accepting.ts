import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import { directory, type Store } from '../../store/contract.ts'
import {
  type HandshakeRow,
  handshakes,
  members,
  type OrganizationRow,
  organizations,
} from '../../store/organization-tables.ts'
import { accounts, rootUsers } from '../../store/tables.ts'
import { attachFullAccess } from './attaching.ts'
import { maxAccounts } from './create-account.ts'
import { handshakeConstraint, refusal } from './errors.ts'
import { isEnablingAllFeatures, isOpen, stateOf } from './handshake-answers.ts'
import { claimAccount, invitedMembers, organizationOf, releaseAccount } from './membership.ts'
import { makeServiceRole } from './new-account.ts'
import { settleTransfer } from './transfer-states.ts'

/** What comes of a handshake when it is accepted, by what it asks. */

interface Call {
  readonly caller: { readonly account: AccountId }
  readonly store: Store
  readonly vault: Vault
  readonly now: number
}

interface Accepted {
  readonly organization: OrganizationRow
  readonly handshake: HandshakeRow
}

type Accept = (call: Call, accepted: Accepted) => Promise<void>

const byAction: Readonly<Record<HandshakeRow['action'], Accept>> = {
  INVITE: join,
  APPROVE_ALL_FEATURES: approve,
  ENABLE_ALL_FEATURES: enableAllFeatures,
  TRANSFER_RESPONSIBILITY: approve,
}

export function accept(call: Call, accepted: Accepted): Promise<void> {
  return byAction[accepted.handshake.action](call, accepted)
}

async function join(call: Call, { organization, handshake }: Accepted): Promise<void> {
  const { store, now } = call
  const { account } = call.caller
  const { organizationId } = organization
  if (await organizationOf(store, account)) throw handshakeConstraint('ALREADY_IN_AN_ORGANIZATION')
  if (!(await claimAccount(store, account, organizationId, now))) {
    throw handshakeConstraint('ALREADY_IN_AN_ORGANIZATION')
  }
  const row = await store.read(directory, rows => rows.get(accounts, account))
  const root = await store.read(account, rows => rows.get(rootUsers, 'root'))
  try {
    await store.write(organizationId, async rows => {
      const current = await rows.get(organizations, 'organization')
      const open = await rows.get(handshakes, handshake.handshakeId)
      if (!current || !open || !isOpen(stateOf(open, now)))
        throw refusal('InvalidHandshakeTransitionException')
      // What it is to join has changed since its caller was asked; or is about to, and it would not be asked again.
      if (current.featureSet !== organization.featureSet) throw refusal('ConcurrentModificationException')
      if (await isEnablingAllFeatures(rows, now))
        throw handshakeConstraint('INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES')
      if ((await rows.count(members)) >= maxAccounts)
        throw handshakeConstraint('ACCOUNT_NUMBER_LIMIT_EXCEEDED')
      await rows.insert(members, {
        accountId: account,
        parentId: current.rootId,
        name: row?.name ?? account,
        email: root?.email ?? '',
        status: 'ACTIVE',
        joinedMethod: 'INVITED',
        joinedAt: now,
        tags: open.tags,
      })
      await attachFullAccess(rows, current, account, now)
      await rows.put(handshakes, { ...open, state: 'ACCEPTED', resolvedAt: now })
    })
  } catch (error) {
    await releaseAccount(store, account, organizationId)
    throw error
  }
  if (organization.featureSet === 'ALL') await makeServiceRole(call, account)
}

async function approve({ store, now }: Call, { organization, handshake }: Accepted): Promise<void> {
  await store.write(organization.organizationId, async rows => {
    const open = await rows.get(handshakes, handshake.handshakeId)
    if (!open || !isOpen(stateOf(open, now))) throw refusal('InvalidHandshakeTransitionException')
    await rows.put(handshakes, { ...open, state: 'ACCEPTED', resolvedAt: now })
    await settleTransfer(rows, open, 'ACCEPTED')
  })
}

/** The management account's last word, when every invited account has agreed. */
async function enableAllFeatures(call: Call, { organization, handshake }: Accepted): Promise<void> {
  const { store, now } = call
  const all = await store.write(organization.organizationId, async rows => {
    const current = await rows.get(organizations, 'organization')
    const open = await rows.get(handshakes, handshake.handshakeId)
    if (!current || !open || !isOpen(stateOf(open, now))) throw refusal('InvalidHandshakeTransitionException')
    const approvals = (await rows.list(handshakes)).filter(
      ({ parentHandshakeId, state }) => parentHandshakeId === open.handshakeId && state === 'ACCEPTED',
    )
    const agreed = new Set(approvals.map(({ recipient }) => recipient))
    // Whoever is a member now has agreed, not whoever was asked then.
    const invited = await invitedMembers(rows, current)
    if (!invited.every(account => agreed.has(account))) throw refusal('InvalidHandshakeTransitionException')
    const changed: OrganizationRow = { ...current, featureSet: 'ALL' }
    await rows.put(organizations, changed)
    await rows.put(handshakes, { ...open, state: 'ACCEPTED', resolvedAt: now })
    return (await rows.list(members)).map(({ accountId }) => accountId)
  })
  for (const account of all) await makeServiceRole(call, account)
}

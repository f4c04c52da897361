import { newOrganizationIds, type OrganizationId } from '../../identity/organization-ids.ts'
import type { Vault } from '../../identity/vault.ts'
import { directory, type Store, type Writer } from '../../store/contract.ts'
import {
  type HandshakeRow,
  handshakeClaims,
  handshakes,
  receivedHandshakes,
} from '../../store/organization-tables.ts'

const dayMs = 24 * 60 * 60 * 1000

/** "Invitations expire after 15 days", requests to enable all features after 90. */
const lifetimeDays: Readonly<Record<HandshakeRow['action'], number>> = {
  INVITE: 15,
  TRANSFER_RESPONSIBILITY: 15,
  ENABLE_ALL_FEATURES: 90,
  APPROVE_ALL_FEATURES: 90,
}

export function newHandshake(
  { vault, now }: { readonly vault: Vault; readonly now: number },
  given: Pick<HandshakeRow, 'action' | 'recipient'> & Partial<HandshakeRow>,
): HandshakeRow {
  return {
    handshakeId: newOrganizationIds.handshake(vault.randomBytes),
    state: given.action === 'ENABLE_ALL_FEATURES' ? 'REQUESTED' : 'OPEN',
    requestedAt: now,
    expiresAt: now + lifetimeDays[given.action] * dayMs,
    tags: [],
    ...given,
  }
}

/**
 * The directory first, so that the recipient can find what it is asked; then the organization, whose row makes the
 * handshake be there; then the recipient's list.
 */
export function send(
  store: Store,
  organizationId: OrganizationId,
  handshake: HandshakeRow,
  beside: (rows: Writer) => Promise<void> = async () => {},
): Promise<void> {
  return sendTogether(store, organizationId, [handshake], beside)
}

/** All of them are there at once, or none is. */
export async function sendTogether(
  store: Store,
  organizationId: OrganizationId,
  sent: readonly HandshakeRow[],
  beside: (rows: Writer) => Promise<void>,
): Promise<void> {
  await store.write(directory, async rows => {
    for (const { handshakeId } of sent) await rows.insert(handshakeClaims, { handshakeId, organizationId })
  })
  await store.write(organizationId, async rows => {
    await beside(rows)
    for (const handshake of sent) await rows.insert(handshakes, handshake)
  })
  for (const { handshakeId, recipient, requestedAt } of sent) {
    if (recipient === '') continue
    await store.write(recipient, rows =>
      rows.insert(receivedHandshakes, { handshakeId, organizationId, requestedAt }),
    )
  }
}

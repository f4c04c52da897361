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
export async function send(
  store: Store,
  organizationId: OrganizationId,
  handshake: HandshakeRow,
  beside: (rows: Writer) => Promise<void> = async () => {},
): Promise<void> {
  const { handshakeId, recipient, requestedAt } = handshake
  await store.write(directory, rows => rows.insert(handshakeClaims, { handshakeId, organizationId }))
  await store.write(organizationId, async rows => {
    await beside(rows)
    await rows.insert(handshakes, handshake)
  })
  if (recipient === '') return
  await store.write(recipient, rows =>
    rows.insert(receivedHandshakes, { handshakeId, organizationId, requestedAt }),
  )
}

import type { HandshakeResource } from '@aws-sdk/client-organizations'
import type { Reader } from '../../store/contract.ts'
import {
  type HandshakeRow,
  type HandshakeState,
  handshakes,
  members,
  type OrganizationRow,
  responsibilityTransfers,
} from '../../store/organization-tables.ts'
import { organizationArn } from './resources.ts'

/** Past its time, an open handshake is expired: nobody has to come and say so. */
export function stateOf({ state, expiresAt }: HandshakeRow, now: number): HandshakeState {
  return isOpen(state) && now >= expiresAt ? 'EXPIRED' : state
}

/** Somebody has begun to enable all features, and neither finished nor given up. */
export async function isEnablingAllFeatures(rows: Reader, now: number): Promise<boolean> {
  const all = await rows.list(handshakes)
  return all.some(each => each.action === 'ENABLE_ALL_FEATURES' && isOpen(stateOf(each, now)))
}

export function isOpen(state: HandshakeState): boolean {
  return state === 'REQUESTED' || state === 'OPEN'
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html */
export async function shownHandshake(
  rows: Reader,
  organization: OrganizationRow,
  handshake: HandshakeRow,
  now: number,
) {
  const { handshakeId, action, requestedAt, expiresAt, recipient, recipientEmail } = handshake
  const asked =
    recipientEmail === undefined
      ? { Id: recipient, Type: 'ACCOUNT' as const }
      : { Id: recipientEmail, Type: 'EMAIL' as const }
  return {
    Id: handshakeId,
    Arn: organizationArn.handshake(organization, handshake),
    Parties: [
      { Id: organization.organizationId, Type: 'ORGANIZATION' as const },
      ...(action === 'ENABLE_ALL_FEATURES' ? [] : [asked]),
    ],
    State: stateOf(handshake, now),
    RequestedTimestamp: new Date(requestedAt),
    ExpirationTimestamp: new Date(expiresAt),
    Action: action,
    Resources: await resourcesOf(rows, organization, handshake),
  }
}

async function resourcesOf(
  rows: Reader,
  organization: OrganizationRow,
  { action, recipient, recipientEmail, notes, parentHandshakeId, transferId }: HandshakeRow,
): Promise<HandshakeResource[]> {
  const manager = await rows.get(members, organization.managementAccount)
  const ofOrganization: HandshakeResource = {
    Type: 'ORGANIZATION',
    Value: organization.organizationId,
    Resources: [
      ...(manager?.email ? [{ Type: 'MASTER_EMAIL' as const, Value: manager.email }] : []),
      { Type: 'MASTER_NAME', Value: manager?.name ?? '' },
      { Type: 'ORGANIZATION_FEATURE_SET', Value: organization.featureSet },
    ],
  }
  const transfer = transferId === undefined ? undefined : await rows.get(responsibilityTransfers, transferId)
  return [
    ofOrganization,
    ...(action === 'ENABLE_ALL_FEATURES'
      ? []
      : [
          recipientEmail === undefined
            ? { Type: 'ACCOUNT' as const, Value: recipient }
            : { Type: 'EMAIL' as const, Value: recipientEmail },
        ]),
    ...(notes === undefined ? [] : [{ Type: 'NOTES' as const, Value: notes }]),
    ...(parentHandshakeId === undefined
      ? []
      : [{ Type: 'PARENT_HANDSHAKE' as const, Value: parentHandshakeId }]),
    ...(transfer
      ? [
          { Type: 'RESPONSIBILITY_TRANSFER' as const, Value: transfer.transferId },
          { Type: 'TRANSFER_START_TIMESTAMP' as const, Value: new Date(transfer.startsAt).toISOString() },
          { Type: 'TRANSFER_TYPE' as const, Value: 'BILLING' },
        ]
      : []),
  ]
}

import type { Writer } from '../../store/contract.ts'
import {
  type HandshakeRow,
  type ResponsibilityTransferRow,
  responsibilityTransfers,
  type TransferStatus,
} from '../../store/organization-tables.ts'
import { stateOf } from './handshake-answers.ts'

/** A transfer of responsibility becomes what its handshake came to. */
export async function settleTransfer(
  rows: Writer,
  { transferId }: HandshakeRow,
  status: TransferStatus,
): Promise<void> {
  const transfer = transferId === undefined ? undefined : await rows.get(responsibilityTransfers, transferId)
  if (transfer) await rows.put(responsibilityTransfers, { ...transfer, status })
}

export function statusOf(
  transfer: ResponsibilityTransferRow,
  handshake: HandshakeRow | undefined,
  now: number,
): TransferStatus {
  const isExpired = transfer.status === 'REQUESTED' && handshake && stateOf(handshake, now) === 'EXPIRED'
  return isExpired ? 'EXPIRED' : transfer.status
}

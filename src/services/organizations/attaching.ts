import type { Reader, Writer } from '../../store/contract.ts'
import { type OrganizationRow, policyAttachments } from '../../store/organization-tables.ts'
import { fullAccess, targetTypeOf } from './policy-kinds.ts'

export async function attach(
  rows: Writer,
  { targetId, policyId, type, now }: { targetId: string; policyId: string; type: string; now: number },
): Promise<void> {
  const targetType = targetTypeOf(targetId)
  await rows.insert(policyAttachments, { targetId, targetType, policyId, type, attachedAt: now })
}

/** What is new gets full access for each enabled type of control policies, as AWS gives it. */
export async function attachFullAccess(
  rows: Writer,
  { policyTypes }: OrganizationRow,
  targetId: string,
  now: number,
): Promise<void> {
  for (const { type, policyId } of fullAccess) {
    if (policyTypes.includes(type)) await attach(rows, { targetId, policyId, type, now })
  }
}

export async function detachAll(rows: Writer, targetId: string): Promise<void> {
  for (const { type, policyId } of await rows.list(policyAttachments, { where: { targetId } })) {
    await rows.delete(policyAttachments, targetId, type, policyId)
  }
}

export function attachedTo(rows: Reader, targetId: string, type: string) {
  return rows.list(policyAttachments, { where: { targetId, type } })
}

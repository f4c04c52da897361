import { placementOf } from '../../authorize/placement.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { OrganizationId } from '../../identity/organization-ids.ts'
import { deleteSetting, putSetting, settingOf } from '../../store/account-settings.ts'
import type { Reader, Store } from '../../store/contract.ts'
import { members, type OrganizationRow, organizations } from '../../store/organization-tables.ts'

/**
 * Which organization an account is in. No transaction touches two partitions: so the account says first where it
 * belongs, and the organization's row then confirms it. A claim that nothing confirms holds nothing; while it is young,
 * the organization may be about to.
 */

const youngMs = 60_000

/** Undefined for an account that stands alone. */
export async function organizationOf(store: Store, account: AccountId): Promise<OrganizationRow | undefined> {
  const claim = await store.read(account, rows => settingOf(rows, 'organization'))
  if (!claim) return undefined
  return store.read(claim.organizationId, async rows =>
    (await rows.get(members, account)) ? rows.get(organizations, 'organization') : undefined,
  )
}

/** Who has to agree when more is asked of them: accounts that the organization made were never asked anything. */
export async function invitedMembers(
  rows: Reader,
  { managementAccount }: OrganizationRow,
): Promise<readonly AccountId[]> {
  const all = await rows.list(members)
  return all
    .filter(({ accountId, joinedMethod }) => joinedMethod === 'INVITED' && accountId !== managementAccount)
    .map(({ accountId }) => accountId)
}

/** False where the account is, or is about to be, in an organization. */
export async function claimAccount(
  store: Store,
  account: AccountId,
  organizationId: OrganizationId,
  now: number,
): Promise<boolean> {
  const standing = await store.read(account, rows => settingOf(rows, 'organization'))
  if (standing) {
    if (standing.claimedAt > now - youngMs) return false
    if (await store.read(standing.organizationId, rows => placementOf(rows, account))) return false
  }
  return store.write(account, async rows => {
    const current = await settingOf(rows, 'organization')
    if (current?.organizationId !== standing?.organizationId || current?.claimedAt !== standing?.claimedAt) {
      return false
    }
    await putSetting(rows, 'organization', { organizationId, claimedAt: now })
    return true
  })
}

/** After the organization let go of the account. */
export async function releaseAccount(
  store: Store,
  account: AccountId,
  organizationId: OrganizationId,
): Promise<void> {
  await store.write(account, async rows => {
    const current = await settingOf(rows, 'organization')
    if (current?.organizationId === organizationId) await deleteSetting(rows, 'organization')
  })
}

import type { AccountId } from '../../identity/account-id.ts'
import type { Store } from '../../store/contract.ts'
import { members, type OrganizationRow } from '../../store/organization-tables.ts'
import { detachAll } from './attaching.ts'
import { constraint, refusal } from './errors.ts'
import { releaseAccount } from './membership.ts'
import { isDelegated } from './operation.ts'

/** From here on the account stands alone: no policy of the organization binds it. */
export async function removeMember({
  organization,
  store,
  account,
}: {
  readonly organization: OrganizationRow
  readonly store: Store
  readonly account: AccountId
}): Promise<void> {
  const { organizationId, managementAccount } = organization
  await store.write(organizationId, async rows => {
    const member = await rows.get(members, account)
    if (!member) throw refusal('AccountNotFoundException')
    if (account === managementAccount) throw refusal('MasterCannotLeaveOrganizationException')
    // Nothing would keep a closed account closed outside of the organization that closed it.
    if (member.status !== 'ACTIVE') throw constraint('ACCOUNT_CANNOT_LEAVE_ORGANIZATION')
    if (await isDelegated(rows, account)) throw constraint('CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG')
    await detachAll(rows, account)
    await rows.delete(members, account)
  })
  await releaseAccount(store, account, organizationId)
}

import { newOrganizationIds } from '../../identity/organization-ids.ts'
import { directory, type Writer } from '../../store/contract.ts'
import {
  handshakeClaims,
  handshakes,
  members,
  type OrganizationRow,
  organizations,
  organizationTables,
  responsibilityTransfers,
} from '../../store/organization-tables.ts'
import type { Table } from '../../store/table.ts'
import { accounts, rootUsers } from '../../store/tables.ts'
import { shownOrganization } from './answers.ts'
import { constraint, refusal } from './errors.ts'
import { claimAccount, organizationOf, releaseAccount } from './membership.ts'
import { makeServiceRole, serviceRoleDemand } from './new-account.ts'
import { anywhere, inOrganization } from './operation.ts'
import { removeMember } from './remove-member.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html */
export const CreateOrganization = anywhere('CreateOrganization', {
  resource: () => ({ arn: '*' }),
  // "If the FeatureSet parameter is set to ALL (the default) … the service-linked role is automatically created."
  alsoAsks: ({ input, caller }) =>
    input.FeatureSet === 'CONSOLIDATED_BILLING' ? [] : [serviceRoleDemand(caller.account)],
  handle: async ({ input, caller, store, vault, now }) => {
    const { account } = caller
    if (await organizationOf(store, account)) throw refusal('AlreadyInOrganizationException')
    const organization: OrganizationRow = {
      id: 'organization',
      organizationId: newOrganizationIds.organization(vault.randomBytes),
      managementAccount: account,
      featureSet: input.FeatureSet ?? 'ALL',
      createdAt: now,
      rootId: newOrganizationIds.root(vault.randomBytes),
      rootTags: [],
      policyTypes: [],
      rootFeatures: [],
    }
    if (!(await claimAccount(store, account, organization.organizationId, now))) {
      throw refusal('AlreadyInOrganizationException')
    }
    const row = await store.read(directory, rows => rows.get(accounts, account))
    const root = await store.read(account, rows => rows.get(rootUsers, 'root'))
    const manager = {
      accountId: account,
      parentId: organization.rootId,
      name: row?.name ?? account,
      email: root?.email ?? '',
      status: 'ACTIVE',
      joinedMethod: 'INVITED',
      joinedAt: now,
      tags: [],
    } as const
    await store.write(organization.organizationId, async rows => {
      await rows.insert(organizations, organization)
      await rows.insert(members, manager)
    })
    if (organization.featureSet === 'ALL') await makeServiceRole({ store, vault, now }, account)
    return { Organization: shownOrganization(organization, manager) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
export const DescribeOrganization = inOrganization('DescribeOrganization', {
  for: 'members',
  read: async ({ rows, organization }) => {
    const manager = await rows.get(members, organization.managementAccount)
    return { Organization: shownOrganization(organization, manager) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganization.html */
export const DeleteOrganization = inOrganization('DeleteOrganization', {
  for: 'management',
  handle: async ({ organization, store, caller }) => {
    const { organizationId } = organization
    const asked = await store.write(organizationId, async rows => {
      if ((await rows.count(members)) > 1) throw refusal('OrganizationNotEmptyException')
      const transfers = await rows.list(responsibilityTransfers)
      if (transfers.some(({ status }) => status === 'REQUESTED' || status === 'ACCEPTED')) {
        throw constraint('ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS')
      }
      const asked = await rows.list(handshakes)
      await clear(rows)
      return asked
    })
    await releaseAccount(store, caller.account, organizationId)
    await store.write(directory, async rows => {
      for (const { handshakeId } of asked) {
        await rows.delete(handshakeClaims, handshakeId)
      }
    })
    return {}
  },
})

async function clear(rows: Writer): Promise<void> {
  for (const table of organizationTables as readonly Table<object>[]) {
    for (const row of await rows.list(table)) {
      await rows.delete(table, ...table.key.map(column => row[column] as string))
    }
  }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html */
export const LeaveOrganization = inOrganization('LeaveOrganization', {
  for: 'members',
  handle: async ({ organization, store, caller }) => {
    await removeMember({ organization, store, account: caller.account })
    return {}
  },
})

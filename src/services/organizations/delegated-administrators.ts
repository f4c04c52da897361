import {
  type DelegatedAdministratorRow,
  delegatedAdministrators,
  members,
  trustedServices,
} from '../../store/organization-tables.ts'
import { shownMember } from './answers.ts'
import { constraint, invalidInput, refusal } from './errors.ts'
import { memberNamed } from './hierarchy.ts'
import { inOrganization } from './operation.ts'
import { pageOf, pageOfList } from './paging.ts'
import { resourceById } from './resources.ts'
import { mustBeService } from './service-principals.ts'
import { mustHaveAllFeatures } from './trusted-services.ts'

/** Quotas differ by service; this is the least that AWS lists. */
const maxPerService = 5

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html */
export const RegisterDelegatedAdministrator = inOrganization('RegisterDelegatedAdministrator', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  context: ({ input }) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal }),
  write: async ({ input, rows, organization, now }) => {
    const { AccountId, ServicePrincipal: servicePrincipal } = input
    mustHaveAllFeatures(organization)
    await mustBeService(servicePrincipal)
    const { accountId, status } = await memberNamed(rows, AccountId)
    if (accountId === organization.managementAccount) {
      throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR')
    }
    if (status !== 'ACTIVE') throw constraint('CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR')
    if (await rows.get(delegatedAdministrators, accountId, servicePrincipal)) {
      throw refusal('AccountAlreadyRegisteredException')
    }
    if (!(await rows.get(trustedServices, servicePrincipal))) throw constraint('SERVICE_ACCESS_NOT_ENABLED')
    const present = await rows.count(delegatedAdministrators, {
      index: 'byService',
      where: { servicePrincipal },
    })
    if (present >= maxPerService) throw constraint('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED')
    await rows.insert(delegatedAdministrators, { accountId, servicePrincipal, enabledAt: now })
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeregisterDelegatedAdministrator.html */
export const DeregisterDelegatedAdministrator = inOrganization('DeregisterDelegatedAdministrator', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  context: ({ input }) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal }),
  write: async ({ input, rows, organization }) => {
    const { AccountId, ServicePrincipal } = input
    await mustBeService(ServicePrincipal)
    const { accountId } = await memberNamed(rows, AccountId)
    if (accountId === organization.managementAccount) {
      throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR')
    }
    if (!(await rows.delete(delegatedAdministrators, accountId, ServicePrincipal))) {
      const forOthers = await rows.list(delegatedAdministrators, { where: { accountId }, limit: 1 })
      throw forOthers.length > 0
        ? invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL')
        : refusal('AccountNotRegisteredException')
    }
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html */
export const ListDelegatedAdministrators = inOrganization('ListDelegatedAdministrators', {
  for: 'readers',
  context: ({ input }) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal }),
  read: async ({ input, rows, organization }) => {
    const { ServicePrincipal: servicePrincipal } = input
    if (servicePrincipal !== undefined) await mustBeService(servicePrincipal)
    const registered =
      servicePrincipal === undefined
        ? await rows.list(delegatedAdministrators)
        : await rows.list(delegatedAdministrators, { index: 'byService', where: { servicePrincipal } })
    const { items, next } = pageOfList(`delegated ${servicePrincipal}`, input, onePerAccount(registered))
    const shown = items.map(async ({ accountId, enabledAt }) => {
      const member = await rows.get(members, accountId)
      if (!member) throw new TypeError(`${accountId} is a delegated administrator and no member`)
      return { ...shownMember(organization, member), DelegationEnabledDate: new Date(enabledAt) }
    })
    return { DelegatedAdministrators: await Promise.all(shown), ...next }
  },
})

/** Since it was first one, for whichever service. */
function onePerAccount(
  registered: readonly DelegatedAdministratorRow[],
): readonly DelegatedAdministratorRow[] {
  const first = new Map<string, DelegatedAdministratorRow>()
  for (const row of registered) {
    const known = first.get(row.accountId)
    if (!known || row.enabledAt < known.enabledAt) first.set(row.accountId, row)
  }
  return [...first.values()]
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html */
export const ListDelegatedServicesForAccount = inOrganization('ListDelegatedServicesForAccount', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.AccountId),
  read: async ({ input, rows }) => {
    const { AccountId: accountId } = input
    // As moto saw AWS answer, though the account that asks is a member.
    if (!(await rows.get(members, accountId))) throw refusal('AWSOrganizationsNotInUseException')
    const { items, next } = await pageOf(rows, delegatedAdministrators, input, { where: { accountId } })
    if (items.length === 0) throw refusal('AccountNotRegisteredException')
    const DelegatedServices = items.map(({ servicePrincipal, enabledAt }) => ({
      ServicePrincipal: servicePrincipal,
      DelegationEnabledDate: new Date(enabledAt),
    }))
    return { DelegatedServices, ...next }
  },
})

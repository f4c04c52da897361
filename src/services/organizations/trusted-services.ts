import {
  delegatedAdministrators,
  type OrganizationRow,
  trustedServices,
} from '../../store/organization-tables.ts'
import { constraint } from './errors.ts'
import { inOrganization } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustBeService } from './service-principals.ts'

/** Which services the organization lets in. */

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html */
export const EnableAWSServiceAccess = inOrganization('EnableAWSServiceAccess', {
  for: 'management',
  context: ({ input }) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal }),
  write: async ({ input, rows, organization, now }) => {
    const { ServicePrincipal: servicePrincipal } = input
    mustHaveAllFeatures(organization)
    await mustBeService(servicePrincipal)
    if (!(await rows.get(trustedServices, servicePrincipal))) {
      await rows.insert(trustedServices, { servicePrincipal, enabledAt: now })
    }
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html */
export const DisableAWSServiceAccess = inOrganization('DisableAWSServiceAccess', {
  for: 'management',
  context: ({ input }) => ({ 'organizations:ServicePrincipal': input.ServicePrincipal }),
  write: async ({ input, rows }) => {
    const { ServicePrincipal: servicePrincipal } = input
    await mustBeService(servicePrincipal)
    const where = { servicePrincipal }
    if ((await rows.count(delegatedAdministrators, { index: 'byService', where })) > 0) {
      throw constraint('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE')
    }
    await rows.delete(trustedServices, servicePrincipal)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html */
export const ListAWSServiceAccessForOrganization = inOrganization('ListAWSServiceAccessForOrganization', {
  for: 'readers',
  read: async ({ input, rows }) => {
    const { items, next } = await pageOf(rows, trustedServices, input)
    const EnabledServicePrincipals = items.map(({ servicePrincipal, enabledAt }) => ({
      ServicePrincipal: servicePrincipal,
      DateEnabled: new Date(enabledAt),
    }))
    return { EnabledServicePrincipals, ...next }
  },
})

export function mustHaveAllFeatures({ featureSet }: OrganizationRow): void {
  if (featureSet !== 'ALL') throw constraint('ORGANIZATION_NOT_IN_ALL_FEATURES_MODE')
}

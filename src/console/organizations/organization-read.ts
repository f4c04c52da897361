import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { lineage, rootOf } from './structure.ts'

/** Everything read of the organization stands below this key: few changes concern one thing only. */
export const organizationKey = 'organization'

export const delegatedKey = [organizationKey, 'delegated']

/** Of the account in force; null where it is in none. */
export function useOrganization() {
  const { organizations } = useClients()
  return useRead([organizationKey, 'itself'], async () => {
    const asked = organizations.send(new DescribeOrganizationCommand({}))
    return (await orAbsent(asked, 'AWSOrganizationsNotInUseException'))?.Organization ?? null
  })
}

export function useRoot() {
  const { organizations } = useClients()
  return useRead([organizationKey, 'root'], () => rootOf(organizations))
}

export function useLineage(id: string) {
  const { organizations } = useClients()
  return useRead([organizationKey, 'lineage', id], () => lineage(organizations, id))
}

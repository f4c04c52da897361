import { DescribeResourcePolicyCommand } from '@aws-sdk/client-organizations'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { organizationKey } from './organization-read.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_PutResourcePolicy.html */
export const mostCharacters = 40_000

export const resourcePolicyKey = [organizationKey, 'resource-policy']

/** Empty where there is none. */
export function useResourcePolicy(options: { readonly isFresh?: boolean } = {}) {
  const { organizations } = useClients()
  return useRead(
    resourcePolicyKey,
    async () => {
      const asked = organizations.send(new DescribeResourcePolicyCommand({}))
      const answer = await orAbsent(asked, 'ResourcePolicyNotFoundException')
      return answer?.ResourcePolicy?.Content ?? ''
    },
    options,
  )
}

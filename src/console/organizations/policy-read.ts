import { DescribePolicyCommand } from '@aws-sdk/client-organizations'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { controlPolicyType } from './control-policy-type.ts'
import { organizationKey } from './organization-read.ts'

export function usePolicy(PolicyId: string) {
  const { organizations } = useClients()
  return useRead([organizationKey, 'policy', PolicyId], async () => {
    const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }))
    const { Name = '', Description = '', Arn = '', Type, AwsManaged = false } = Policy?.PolicySummary ?? {}
    return {
      id: PolicyId,
      name: Name,
      description: Description,
      arn: Arn,
      type: controlPolicyType(Type),
      isAwsManaged: AwsManaged,
      text: Policy?.Content ?? '',
    }
  })
}

export type ControlPolicy = NonNullable<ReturnType<typeof usePolicy>['data']>

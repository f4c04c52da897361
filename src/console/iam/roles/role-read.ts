import { GetRoleCommand, ListInstanceProfilesForRoleCommand, type Role } from '@aws-sdk/client-iam'
import type { UseQueryResult } from '@tanstack/react-query'
import { useClients } from '../../api/clients.ts'
import { partOf } from '../../api/part-of.ts'
import { type Read, useRead } from '../../api/read.ts'

export function useRole(RoleName: string): UseQueryResult<Role, Error> {
  const { iam } = useClients()
  return useRead(['role', RoleName], async () => {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }))
    if (!role) throw new Error(`GetRole answered without ${RoleName}`)
    return role
  })
}

/** Names and ARNs of the instance profiles that the role is in. */
export function useInstanceProfiles(RoleName: string) {
  const { iam } = useClients()
  return useRead(['role', RoleName, 'instance-profiles'], async () => {
    const { InstanceProfiles = [] } = await iam.send(
      new ListInstanceProfilesForRoleCommand({ RoleName, MaxItems: 1000 }),
    )
    return InstanceProfiles
  })
}

/** Its ARN; empty where there is none. */
export function boundaryOf(role: Read<Role>): Read<string> {
  return partOf(role, ({ PermissionsBoundary }) => PermissionsBoundary?.PermissionsBoundaryArn ?? '')
}

/** Roles that a service relies on: IAM lets nobody change their trust and their permissions. */
export function isServiceLinked({ Path }: Pick<Role, 'Path'>): boolean {
  return Path?.startsWith('/aws-service-role/') ?? false
}

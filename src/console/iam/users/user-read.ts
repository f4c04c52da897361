import { GetUserCommand, type User } from '@aws-sdk/client-iam'
import type { UseQueryResult } from '@tanstack/react-query'
import { useClients } from '../../api/clients.ts'
import { partOf } from '../../api/part-of.ts'
import { type Read, useRead } from '../../api/read.ts'

export function useUser(UserName: string): UseQueryResult<User, Error> {
  const { iam } = useClients()
  return useRead(['user', UserName], async () => {
    const { User: user } = await iam.send(new GetUserCommand({ UserName }))
    if (!user) throw new Error(`GetUser answered without ${UserName}`)
    return user
  })
}

/** Its ARN; empty where there is none. */
export function boundaryOf(user: Read<User>): Read<string> {
  return partOf(user, ({ PermissionsBoundary }) => PermissionsBoundary?.PermissionsBoundaryArn ?? '')
}

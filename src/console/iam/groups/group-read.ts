import { GetGroupCommand, type Group, type User } from '@aws-sdk/client-iam'
import type { UseQueryResult } from '@tanstack/react-query'
import { useClients } from '../../api/clients.ts'
import { type Pages, usePages } from '../../api/pages.ts'
import { useRead } from '../../api/read.ts'

export function useGroup(GroupName: string): UseQueryResult<Group, Error> {
  const { iam } = useClients()
  return useRead(['group', GroupName], async () => {
    const { Group: group } = await iam.send(new GetGroupCommand({ GroupName, MaxItems: 1 }))
    if (!group) throw new Error(`GetGroup answered without ${GroupName}`)
    return group
  })
}

export function useMembers(GroupName: string): Pages<User> {
  const { iam } = useClients()
  return usePages(['group', GroupName, 'users'], async ({ marker, maxItems }) => {
    const { Users = [], Marker } = await iam.send(
      new GetGroupCommand({ GroupName, Marker: marker, MaxItems: maxItems }),
    )
    return { items: Users, marker: Marker }
  })
}

import { ListUsersCommand, type User } from '@aws-sdk/client-iam'
import { useClients } from '../../api/clients.ts'
import { type Pages, usePages } from '../../api/pages.ts'

export function useUsers(): Pages<User> {
  const { iam } = useClients()
  return usePages(['users'], async ({ marker, maxItems }) => {
    const { Users = [], Marker } = await iam.send(
      new ListUsersCommand({ Marker: marker, MaxItems: maxItems }),
    )
    return { items: Users, marker: Marker }
  })
}

import { ListGroupsForUserCommand } from '@aws-sdk/client-iam'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'

/** A user is in ten at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function useUserGroups(UserName: string) {
  const { iam } = useClients()
  return useRead(['user', UserName, 'groups'], async () => {
    const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName, MaxItems: 1000 }))
    return Groups
  })
}

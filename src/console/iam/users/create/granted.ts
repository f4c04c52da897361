import { GetUserCommand, ListGroupsForUserCommand } from '@aws-sdk/client-iam'
import { type Clients, useClients } from '../../../api/clients.ts'
import { type Read, useRead } from '../../../api/read.ts'
import { userHolder } from '../user-holder.ts'
import type { PermissionsChoice } from './permissions-choice.ts'

/** What a new user gets, whichever way it was chosen. */
export interface Granted {
  readonly groups: readonly string[]
  readonly managed: readonly { readonly name: string; readonly arn: string }[]
  readonly inline: readonly { readonly name: string; readonly document: string }[]
  /** ARN of the permissions boundary. */
  readonly boundary: string | undefined
}

/** What is copied from another user is read when it is reviewed, so that a refusal shows before anything is made. */
export function useGranted(choice: PermissionsChoice): Read<Granted> {
  const { iam } = useClients()
  return useRead(
    ['granted', choice],
    async () => {
      const chosen = chosenDirectly(choice)
      const source = choice.way === 'copy' ? choice.copied[0]?.UserName : undefined
      if (source === undefined) return chosen
      const copied = await grantedTo(iam, source)
      return { ...copied, boundary: chosen.boundary ?? copied.boundary }
    },
    { isFresh: true },
  )
}

function chosenDirectly({ way, groups, policies, hasBoundary, boundary }: PermissionsChoice): Granted {
  return {
    groups: way === 'group' ? groups.map(({ GroupName = '' }) => GroupName) : [],
    managed:
      way === 'attach' ? policies.map(({ PolicyName: name = '', Arn: arn = '' }) => ({ name, arn })) : [],
    inline: [],
    boundary: hasBoundary ? boundary[0]?.Arn : undefined,
  }
}

const allOfThem = { marker: undefined, maxItems: 1000 }

async function grantedTo(iam: Clients['iam'], UserName: string): Promise<Granted> {
  const holder = userHolder(iam, UserName)
  const [{ User }, { Groups = [] }, managed, inline] = await Promise.all([
    iam.send(new GetUserCommand({ UserName })),
    iam.send(new ListGroupsForUserCommand({ UserName, MaxItems: 1000 })),
    holder.listAttached(allOfThem),
    holder.listInline(allOfThem),
  ])
  return {
    groups: Groups.map(({ GroupName = '' }) => GroupName),
    managed: managed.items,
    inline: await Promise.all(
      inline.items.map(async name => ({ name, document: await holder.inlineDocument(name) })),
    ),
    boundary: User?.PermissionsBoundary?.PermissionsBoundaryArn,
  }
}

import { ListUserTagsCommand, TagUserCommand, UntagUserCommand } from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import type { Tagged } from '../tags/tagged.ts'
import { userCrumbs, userPath, userSectionPath } from './user-paths.ts'

export function useTaggedUser(name: string): Tagged {
  const { iam } = useClients()
  return useMemo(() => taggedUser(iam, name), [iam, name])
}

function taggedUser(iam: Clients['iam'], UserName: string): Tagged {
  return {
    key: ['user', UserName],
    crumbs: userCrumbs(UserName),
    href: userSectionPath(UserName, 'tags'),
    editHref: `${userPath(UserName)}/tags`,
    list: async ({ marker, maxItems }) => {
      const { Tags = [], Marker } = await iam.send(
        new ListUserTagsCommand({ UserName, Marker: marker, MaxItems: maxItems }),
      )
      return { items: Tags.map(({ Key, Value }) => ({ Key, Value })), marker: Marker }
    },
    tag: Tags => iam.send(new TagUserCommand({ UserName, Tags })),
    untag: TagKeys => iam.send(new UntagUserCommand({ UserName, TagKeys })),
  }
}

import { ListRoleTagsCommand, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import type { Tagged } from '../tags/tagged.ts'
import { roleCrumbs } from './role-crumbs.ts'
import { rolePath, roleSectionPath } from './role-paths.ts'

export function useTaggedRole(name: string): Tagged {
  const { iam } = useClients()
  return useMemo(() => taggedRole(iam, name), [iam, name])
}

function taggedRole(iam: Clients['iam'], RoleName: string): Tagged {
  return {
    key: ['role', RoleName],
    crumbs: roleCrumbs(RoleName),
    href: roleSectionPath(RoleName, 'tags'),
    editHref: `${rolePath(RoleName)}/tags`,
    list: async ({ marker, maxItems }) => {
      const { Tags = [], Marker } = await iam.send(
        new ListRoleTagsCommand({ RoleName, Marker: marker, MaxItems: maxItems }),
      )
      return { items: Tags.map(({ Key, Value }) => ({ Key, Value })), marker: Marker }
    },
    tag: Tags => iam.send(new TagRoleCommand({ RoleName, Tags })),
    untag: TagKeys => iam.send(new UntagRoleCommand({ RoleName, TagKeys })),
  }
}

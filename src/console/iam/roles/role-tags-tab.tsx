import { ListRoleTagsCommand } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { useFollow } from '../../shell/link.tsx'
import { TagsTable } from '../../tags/tags-table.tsx'
import { tagsWords } from '../../words/tags.ts'
import { rolePath } from './role-paths.ts'

export function RoleTagsTab({ name }: { readonly name: string }) {
  const { iam } = useClients()
  const follow = useFollow()
  const tags = usePages(['role', name, 'tags'], async ({ marker, maxItems }) => {
    const { Tags = [], Marker } = await iam.send(
      new ListRoleTagsCommand({ RoleName: name, Marker: marker, MaxItems: maxItems }),
    )
    return { items: Tags.map(({ Key, Value }) => ({ Key, Value })), marker: Marker }
  })
  return (
    <TagsTable
      tags={tags}
      actions={
        <Button href={`${rolePath(name)}/tags`} onFollow={follow}>
          {tagsWords.manage}
        </Button>
      }
    />
  )
}

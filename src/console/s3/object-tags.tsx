import { GetObjectTaggingCommand } from '@aws-sdk/client-s3'
import Button from '@cloudscape-design/components/button'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useFollow } from '../shell/link.tsx'
import { TagsTable } from '../tags/tags-table.tsx'
import { tagsWords } from '../words/tags.ts'
import { type ObjectPlace, objectTagsPath } from './s3-paths.ts'

export function ObjectTags({ place }: { readonly place: ObjectPlace }) {
  const { bucket, key, versionId } = place
  const { s3 } = useClients()
  const follow = useFollow()
  const tags = usePages(['bucket', bucket, 'object', key, versionId, 'tags'], async () => {
    const named = { Bucket: bucket, Key: key, VersionId: versionId }
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(named))
    return { items: TagSet.map(({ Key, Value }) => ({ Key, Value })) }
  })
  return (
    <TagsTable
      tags={tags}
      actions={
        <Button href={objectTagsPath(place)} onFollow={follow}>
          {tagsWords.manage}
        </Button>
      }
    />
  )
}

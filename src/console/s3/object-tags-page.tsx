import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { Page } from '../shell/page.tsx'
import { objectWords as words } from '../words/s3.ts'
import { tagsWords } from '../words/tags.ts'
import { objectCrumbs } from './object-read.ts'
import { objectPath, objectPlaceIn } from './s3-paths.ts'
import { TagsForm } from './tags-form.tsx'

export default function ObjectTagsPage() {
  const [search] = useSearchParams()
  const place = objectPlaceIn(search)
  const { bucket, key, versionId } = place
  const named = { Bucket: bucket, Key: key, VersionId: versionId }
  const { s3 } = useClients()
  const back = objectPath(place, 'tags')
  const tags = useRead(
    ['bucket', bucket, 'object', key, versionId, 'all-tags'],
    async () => (await s3.send(new GetObjectTaggingCommand(named))).TagSet ?? [],
    { isFresh: true },
  )
  return (
    <Page title={tagsWords.manage} breadcrumbs={[...objectCrumbs(place), { text: key, href: back }]}>
      <Readable read={tags}>
        {before => (
          <TagsForm
            bucket={bucket}
            before={before.map(({ Key, Value }) => ({ Key, Value }))}
            back={back}
            saved={words.tagsUpdated}
            put={TagSet =>
              TagSet.length === 0
                ? s3.send(new DeleteObjectTaggingCommand(named))
                : s3.send(new PutObjectTaggingCommand({ ...named, Tagging: { TagSet } }))
            }
          />
        )}
      </Readable>
    </Page>
  )
}

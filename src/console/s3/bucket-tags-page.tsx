import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3'
import { useSearchParams } from 'react-router'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { Page } from '../shell/page.tsx'
import { s3Words, bucketSettingWords as words } from '../words/s3.ts'
import { tagsWords } from '../words/tags.ts'
import { bucketPath, bucketsPath } from './s3-paths.ts'
import { TagsForm } from './tags-form.tsx'

export default function BucketTagsPage() {
  const [search] = useSearchParams()
  const bucket = search.get('name') ?? ''
  const { s3 } = useClients()
  const back = bucketPath(bucket, { section: 'properties' })
  const tags = useRead(
    ['bucket', bucket, 'all-tags'],
    async () => {
      const answer = await orAbsent(s3.send(new GetBucketTaggingCommand({ Bucket: bucket })), 'NoSuchTagSet')
      return (answer?.TagSet ?? []).map(({ Key, Value }) => ({ Key, Value }))
    },
    { isFresh: true },
  )
  return (
    <Page
      title={tagsWords.manage}
      breadcrumbs={[
        { text: s3Words.title, href: bucketsPath },
        { text: bucket, href: back },
      ]}
    >
      <Readable read={tags}>
        {before => (
          <TagsForm
            bucket={bucket}
            before={before}
            back={back}
            saved={words.tagsUpdated}
            put={TagSet =>
              TagSet.length === 0
                ? s3.send(new DeleteBucketTaggingCommand({ Bucket: bucket }))
                : s3.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet } }))
            }
          />
        )}
      </Readable>
    </Page>
  )
}

import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { FormPage } from '../iam/permissions/form-page.tsx'
import { useFlash } from '../shell/flash.tsx'
import { Page } from '../shell/page.tsx'
import { type EditedTag, TagsEditor, tagChanges } from '../tags/tags-editor.tsx'
import { bucketSettingWords as settings, s3Words as words } from '../words/s3.ts'
import { tagsWords } from '../words/tags.ts'
import { bucketPath, bucketsPath } from './s3-paths.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; the server knows all of the rules. */
const nameForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export default function CreateBucketPage() {
  const { s3 } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [name, setName] = useState('')
  const [keepsVersions, setKeepsVersions] = useState(false)
  const [edited, setEdited] = useState<{ tags: readonly EditedTag[]; isValid: boolean }>({
    tags: [],
    isValid: true,
  })
  const [isTried, setTried] = useState(false)
  const write = useWrite(async () => {
    const { put: Tags } = tagChanges([], edited.tags)
    await s3.send(
      new CreateBucketCommand({
        Bucket: name,
        ...(Tags.length > 0 && { CreateBucketConfiguration: { Tags } }),
      }),
    )
    if (keepsVersions) await s3.send(enableVersioning(name))
  }, [['buckets']])
  const submit = () => {
    setTried(true)
    if (!nameForm.test(name) || !edited.isValid) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.made(name) })
        void navigate(bucketPath(name))
      },
    })
  }
  return (
    <Page
      title={words.createTitle}
      contentType="form"
      breadcrumbs={[{ text: words.title, href: bucketsPath }]}
    >
      <FormPage
        submit={words.create}
        onSubmit={submit}
        isBusy={write.isPending}
        error={write.error}
        back={bucketsPath}
      >
        <Container>
          <SpaceBetween size="l">
            <FormField
              label={words.name}
              description={words.nameHint}
              errorText={isTried && !nameForm.test(name) ? words.nameFault : ''}
            >
              <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <Checkbox
              checked={keepsVersions}
              description={settings.versioningHint}
              onChange={({ detail }) => setKeepsVersions(detail.checked)}
            >
              {settings.versioning}
            </Checkbox>
            <FormField label={tagsWords.title} stretch>
              <TagsEditor tags={edited.tags} onChange={(tags, isValid) => setEdited({ tags, isValid })} />
            </FormField>
          </SpaceBetween>
        </Container>
      </FormPage>
    </Page>
  )
}

const enableVersioning = (Bucket: string) =>
  new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })

import { ListRoleTagsCommand, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { editedTags, type Tag, TagsEditor, tagChanges } from '../../tags/tags-editor.tsx'
import { common } from '../../words/common.ts'
import { roles as words } from '../../words/roles.ts'
import { tagsWords } from '../../words/tags.ts'
import { FormPage } from '../permissions/form-page.tsx'
import { roleCrumbs } from './role-crumbs.ts'
import { roleSectionPath } from './role-paths.ts'

export default function RoleTagsPage() {
  const { name = '' } = useParams()
  const { iam } = useClients()
  const tags = useRead(
    ['role', name, 'all-tags'],
    async () => (await iam.send(new ListRoleTagsCommand({ RoleName: name, MaxItems: 100 }))).Tags ?? [],
    { isFresh: true },
  )
  return (
    <Page title={tagsWords.manage} breadcrumbs={roleCrumbs(name)}>
      <Readable read={tags}>
        {read => <TagsForm name={name} before={read.map(({ Key, Value }) => ({ Key, Value }))} />}
      </Readable>
    </Page>
  )
}

function TagsForm({ name, before }: { readonly name: string; readonly before: readonly Tag[] }) {
  const { iam } = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [edited, setEdited] = useState({ tags: editedTags(before), isValid: true })
  const back = roleSectionPath(name, 'tags')
  const write = useWrite(async () => {
    const { removed, put } = tagChanges(before, edited.tags)
    if (removed.length > 0) await iam.send(new UntagRoleCommand({ RoleName: name, TagKeys: removed }))
    if (put.length > 0) await iam.send(new TagRoleCommand({ RoleName: name, Tags: put }))
  }, [['role', name]])
  const submit = () => {
    if (!edited.isValid) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.tagsUpdated })
        void navigate(back)
      },
    })
  }
  return (
    <FormPage submit={common.save} onSubmit={submit} isBusy={write.isPending} error={write.error} back={back}>
      <Container>
        <TagsEditor tags={edited.tags} onChange={(tags, isValid) => setEdited({ tags, isValid })} />
      </Container>
    </FormPage>
  )
}

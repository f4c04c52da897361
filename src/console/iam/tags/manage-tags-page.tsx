import Container from '@cloudscape-design/components/container'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useRead, useWrite } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { editedTags, type Tag, TagsEditor, tagChanges } from '../../tags/tags-editor.tsx'
import { common } from '../../words/common.ts'
import { tagsWords } from '../../words/tags.ts'
import { FormPage } from '../permissions/form-page.tsx'
import type { Tagged } from './tagged.ts'

/** More than anything of IAM can have, so that they come in one page. */
const allTags = { marker: undefined, maxItems: 100 }

export function ManageTagsPage({ tagged }: { readonly tagged: Tagged }) {
  const tags = useRead([...tagged.key, 'all-tags'], async () => (await tagged.list(allTags)).items, {
    isFresh: true,
  })
  return (
    <Page title={tagsWords.manage} breadcrumbs={tagged.crumbs}>
      <Readable read={tags}>{read => <TagsForm tagged={tagged} before={read} />}</Readable>
    </Page>
  )
}

function TagsForm({ tagged, before }: { readonly tagged: Tagged; readonly before: readonly Tag[] }) {
  const navigate = useNavigate()
  const flash = useFlash()
  const [edited, setEdited] = useState({ tags: editedTags(before), isValid: true })
  const write = useWrite(async () => {
    const { removed, put } = tagChanges(before, edited.tags)
    if (removed.length > 0) await tagged.untag(removed)
    if (put.length > 0) await tagged.tag(put)
  }, [tagged.key])
  const submit = () => {
    if (!edited.isValid) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: tagsWords.updated })
        void navigate(tagged.href)
      },
    })
  }
  return (
    <FormPage
      submit={common.save}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      back={tagged.href}
    >
      <Container>
        <TagsEditor tags={edited.tags} onChange={(tags, isValid) => setEdited({ tags, isValid })} />
      </Container>
    </FormPage>
  )
}

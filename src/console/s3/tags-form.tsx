import Container from '@cloudscape-design/components/container'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWrite } from '../api/read.ts'
import { FormPage } from '../iam/permissions/form-page.tsx'
import { useFlash } from '../shell/flash.tsx'
import { editedTags, type Tag, TagsEditor, tagChanges } from '../tags/tags-editor.tsx'
import { common } from '../words/common.ts'

/** Of buckets and objects: S3 takes all tags at once, and none by a call of its own. */
export function TagsForm(props: {
  readonly bucket: string
  readonly before: readonly Tag[]
  readonly put: (tags: { Key: string; Value: string }[]) => Promise<unknown>
  readonly back: string
  /** Told when they are saved. */
  readonly saved: string
}) {
  const { bucket, before, put, back, saved } = props
  const navigate = useNavigate()
  const flash = useFlash()
  const [edited, setEdited] = useState({ tags: editedTags(before), isValid: true })
  const write = useWrite(() => put(tagChanges([], edited.tags).put), [['bucket', bucket]])
  const submit = () => {
    if (!edited.isValid) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: saved })
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

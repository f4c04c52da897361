import { ListPolicyTagsCommand, TagPolicyCommand, UntagPolicyCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { editedTags, type Tag, TagsEditor, tagChanges } from '../../tags/tags-editor.tsx'
import { TagsTable } from '../../tags/tags-table.tsx'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'
import { tagsWords } from '../../words/tags.ts'
import { policyKey } from './policy.ts'

export function TagsTab({ arn }: { readonly arn: string }) {
  const { iam } = useClients()
  const [isEditing, setEditing] = useState(false)
  const tags = usePages([...policyKey(arn), 'tags'], async ({ marker, maxItems }) => {
    const { Tags = [], Marker } = await iam.send(
      new ListPolicyTagsCommand({ PolicyArn: arn, Marker: marker, MaxItems: maxItems }),
    )
    return { items: Tags, marker: Marker }
  })
  return (
    <>
      <TagsTable
        tags={tags}
        actions={
          <Button disabled={tags.isPending || tags.error !== null} onClick={() => setEditing(true)}>
            {tagsWords.manage}
          </Button>
        }
      />
      {isEditing && <TagsDialog arn={arn} before={tags.items} onDismiss={() => setEditing(false)} />}
    </>
  )
}

function TagsDialog(props: {
  readonly arn: string
  readonly before: readonly Tag[]
  readonly onDismiss: () => void
}) {
  const { arn, before, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const [tags, setTags] = useState(() => editedTags(before))
  const [isValid, setValid] = useState(true)
  const write = useWrite(async () => {
    const { removed, put } = tagChanges(before, tags)
    if (removed.length > 0) await iam.send(new UntagPolicyCommand({ PolicyArn: arn, TagKeys: removed }))
    if (put.length > 0) await iam.send(new TagPolicyCommand({ PolicyArn: arn, Tags: put }))
    flash({ type: 'success', content: words.tagsSaved })
  }, [policyKey(arn)])
  return (
    <Modal
      visible
      size="large"
      header={tagsWords.manage}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button
              variant="primary"
              disabled={!isValid}
              loading={write.isPending}
              onClick={() => write.mutate(undefined, { onSuccess: onDismiss })}
            >
              {common.save}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <TagsEditor
          tags={tags}
          onChange={(edited, valid) => {
            setTags(edited)
            setValid(valid)
          }}
        />
        <FaultNotice error={write.error} />
      </SpaceBetween>
    </Modal>
  )
}

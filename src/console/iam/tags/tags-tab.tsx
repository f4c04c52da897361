import Button from '@cloudscape-design/components/button'
import { usePages } from '../../api/pages.ts'
import { useFollow } from '../../shell/link.tsx'
import { TagsTable } from '../../tags/tags-table.tsx'
import { tagsWords } from '../../words/tags.ts'
import type { Tagged } from './tagged.ts'

export function TagsTab({ tagged }: { readonly tagged: Tagged }) {
  const follow = useFollow()
  const tags = usePages([...tagged.key, 'tags'], tagged.list)
  return (
    <TagsTable
      tags={tags}
      actions={
        <Button href={tagged.editHref} onFollow={follow}>
          {tagsWords.manage}
        </Button>
      }
    />
  )
}

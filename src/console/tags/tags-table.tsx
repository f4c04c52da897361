import type { ReactNode } from 'react'
import type { Pages } from '../api/pages.ts'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { common } from '../words/common.ts'
import { tagsWords as words } from '../words/tags.ts'
import type { Tag } from './tags-editor.tsx'

const columns: readonly Column<Tag>[] = [
  { id: 'key', header: words.key, cell: ({ Key }) => Key, value: ({ Key }) => Key },
  {
    id: 'value',
    header: words.value,
    cell: ({ Value }) => Value || common.none,
    value: ({ Value }) => Value,
  },
]

/** The tags of a resource, in its Tags tab; `actions` is usually the button "Manage tags". */
export function TagsTable({ tags, actions }: { readonly tags: Pages<Tag>; readonly actions?: ReactNode }) {
  return (
    <ResourceTable
      id="tags"
      pages={tags}
      columns={columns}
      rowKey={({ Key = '' }) => Key}
      actions={() => actions}
      emptyAction={actions}
      words={{ title: words.title, plural: 'tags', emptyTitle: words.emptyTitle, empty: words.empty }}
    />
  )
}

import Button from '@cloudscape-design/components/button'
import { type ReactNode, useState } from 'react'
import { useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import { ResourceTable, type ResourceTableProps } from '../../table/resource-table.tsx'
import type { AfterDeleting } from './after-deleting.ts'

/** The list of all users, user groups or roles. */
export function IdentitiesPage<Item>(
  props: Pick<ResourceTableProps<Item>, 'id' | 'pages' | 'columns' | 'rowKey' | 'wraps'> & {
    readonly words: ResourceTableProps<Item>['words'] & { readonly create: string; readonly delete: string }
    readonly createPath: string
    /** The dialog that deletes those that were selected. */
    readonly deleting: (selected: readonly Item[], after: AfterDeleting) => ReactNode
  },
) {
  const { createPath, deleting, ...table } = props
  const { words } = table
  useFrame({ title: words.title, contentType: 'table' })
  const [chosen, setChosen] = useState<readonly Item[]>([])
  const follow = useFollow()
  const create = (
    <Button variant="primary" href={createPath} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <>
      <ResourceTable
        {...table}
        variant="full-page"
        selection="multi"
        actions={selected => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setChosen(selected)}>
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {chosen.length > 0 && deleting(chosen, { onDeleted: () => {}, onDismiss: () => setChosen([]) })}
    </>
  )
}

import Button from '@cloudscape-design/components/button'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import { ResourceTable, type ResourceTableProps } from '../../table/resource-table.tsx'
import type { AfterDeleting } from './after-deleting.ts'

/** The list of all users, user groups or roles. */
export function IdentitiesPage<Item>(
  props: Pick<ResourceTableProps<Item>, 'id' | 'pages' | 'columns' | 'rowKey' | 'wraps'> & {
    readonly words: ResourceTableProps<Item>['words'] & { readonly create: string; readonly delete: string }
    readonly createPath: string
    /** The code of the page that a row leads to. */
    readonly loadDetails: () => Promise<unknown>
    /** The dialog that deletes those that were selected. */
    readonly deleting: (selected: readonly Item[], after: AfterDeleting) => ReactNode
  },
) {
  const { createPath, loadDetails, deleting, ...table } = props
  const { words } = table
  useFrame({ title: words.title, contentType: 'table' })
  useLoadedAhead(loadDetails, !table.pages.isPending)
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

/** While somebody looks at a list they have come to, before they open anything of it. */
const pauseMs = 300

function useLoadedAhead(load: () => Promise<unknown>, isWanted: boolean): void {
  // What does not come now is asked for again when it is needed, and says so then.
  const start = useEffectEvent(() => void load().catch(() => {}))
  useEffect(() => {
    if (!isWanted) return
    const timer = setTimeout(start, pauseMs)
    return () => clearTimeout(timer)
  }, [isWanted])
}

import type { Group } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { Copyable } from '../../copy/copyable.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'
import { DeleteGroups } from './delete-groups.tsx'
import { createGroupPath, groupPath } from './group-paths.ts'
import { useGroups } from './groups-picker.tsx'

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ GroupName = '' }) => <PageLink to={groupPath(GroupName)}>{GroupName}</PageLink>,
    value: ({ GroupName }) => GroupName,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path },
  {
    id: 'id',
    header: words.id,
    cell: ({ GroupId }) => GroupId,
    value: ({ GroupId }) => GroupId,
    isHidden: true,
  },
  {
    id: 'arn',
    header: words.arn,
    cell: ({ Arn = '' }) => <Copyable what={words.arn} text={Arn} />,
    value: ({ Arn }) => Arn,
    isHidden: true,
  },
]

export default function GroupsPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const groups = useGroups()
  const [deleting, setDeleting] = useState<readonly string[]>([])
  const follow = useFollow()
  const create = (
    <Button variant="primary" href={createGroupPath} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="groups"
        variant="full-page"
        pages={groups}
        columns={columns}
        rowKey={({ GroupName = '' }) => GroupName}
        words={words}
        selection="multi"
        actions={selected => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setDeleting(selected.map(({ GroupName = '' }) => GroupName))}
            >
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {deleting.length > 0 && (
        <DeleteGroups names={deleting} onDeleted={() => {}} onDismiss={() => setDeleting([])} />
      )}
    </>
  )
}

import type { Group } from '@aws-sdk/client-iam'
import { Copyable } from '../../copy/copyable.tsx'
import { PageLink } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'
import { IdentitiesPage } from '../identities/identities-page.tsx'
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

const nameOf = ({ GroupName = '' }: Group) => GroupName

export default function GroupsPage() {
  return (
    <IdentitiesPage
      id="groups"
      pages={useGroups()}
      columns={columns}
      rowKey={nameOf}
      words={words}
      createPath={createGroupPath}
      loadDetails={() => import('./group-page.tsx')}
      deleting={(groups, after) => <DeleteGroups names={groups.map(nameOf)} {...after} />}
    />
  )
}

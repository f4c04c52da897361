import {
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  type Group,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { usePages } from '../../api/pages.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { useFlash } from '../../shell/flash.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'

const columns: readonly Column<Group>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ GroupName = '' }) => (
      <PageLink to={`/console/iam/groups/details/${encodeURIComponent(GroupName)}`}>{GroupName}</PageLink>
    ),
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
  const { iam } = useClients()
  const groups = usePages(['groups'], async ({ marker, maxItems }) => {
    const { Groups = [], Marker } = await iam.send(
      new ListGroupsCommand({ Marker: marker, MaxItems: maxItems }),
    )
    return { items: Groups, marker: Marker }
  })
  const [deleting, setDeleting] = useState<string>()
  const follow = useFollow()
  const create = (
    <Button variant="primary" href="/console/iam/groups/create" onFollow={follow}>
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
        selection="single"
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => setDeleting(selected?.GroupName)}>
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {deleting !== undefined && (
        <DeleteGroup name={deleting} onDeleted={groups.refresh} onDismiss={() => setDeleting(undefined)} />
      )}
    </>
  )
}

export function DeleteGroup(props: {
  readonly name: string
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}) {
  const { name, onDeleted, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.kind}
      name={name}
      attached={() => attachedTo(iam, name)}
      remove={() => iam.send(new DeleteGroupCommand({ GroupName: name }))}
      onDeleted={() => {
        flash({ type: 'success', content: words.deleted(name) })
        onDismiss()
        onDeleted()
      }}
      onDismiss={onDismiss}
    />
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html */
async function attachedTo(iam: Clients['iam'], GroupName: string): Promise<readonly DeletingStep[]> {
  const [{ Users = [] }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    iam.send(new GetGroupCommand({ GroupName, MaxItems: 1000 })),
    iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, MaxItems: 1000 })),
    iam.send(new ListGroupPoliciesCommand({ GroupName, MaxItems: 1000 })),
  ])
  return [
    ...Users.map(({ UserName = '' }) => ({
      text: words.steps.removeUser(UserName),
      run: () => iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName })),
    })),
    ...AttachedPolicies.map(({ PolicyName = '', PolicyArn }) => ({
      text: words.steps.detachPolicy(PolicyName),
      run: () => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    })),
    ...PolicyNames.map(PolicyName => ({
      text: words.steps.deletePolicy(PolicyName),
      run: () => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
    })),
  ]
}

import type { Policy } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo, useState } from 'react'
import { Copyable } from '../../copy/copyable.tsx'
import { useManagedPolicies } from '../../policies-picker/managed-policies.ts'
import { type PolicyType, policyTypeOf } from '../../policies-picker/policy-type.ts'
import { TypeFilter } from '../../policies-picker/type-filter.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { instant } from '../../words/instant.ts'
import { policies as words } from '../../words/policies.ts'
import { policiesPicker } from '../../words/policies-picker.ts'
import { DeletePolicy } from './delete-policy.tsx'
import { detailsPath, policiesPath } from './policy.ts'
import { isUsedAs, type Usage, UsageFilter } from './usage-filter.tsx'

const columns: readonly Column<Policy>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ PolicyName = '', Arn = '' }) => <PageLink to={detailsPath(Arn)}>{PolicyName}</PageLink>,
    value: ({ PolicyName }) => PolicyName,
    minWidth: 360,
  },
  {
    id: 'type',
    header: words.type,
    cell: ({ Arn = '' }) => policiesPicker.types[policyTypeOf(Arn)],
    value: ({ Arn = '' }) => policiesPicker.types[policyTypeOf(Arn)],
    minWidth: 160,
  },
  {
    id: 'used',
    header: words.usedAs,
    cell: usedAs,
    value: policy => usesOf(policy),
    minWidth: 170,
  },
  {
    id: 'edited',
    header: words.edited,
    cell: ({ UpdateDate }) => instant(UpdateDate),
    value: ({ UpdateDate }) => UpdateDate?.getTime(),
    minWidth: 190,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
    isHidden: true,
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path, isHidden: true },
  {
    id: 'id',
    header: words.id,
    cell: ({ PolicyId }) => PolicyId,
    value: ({ PolicyId }) => PolicyId,
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

function usesOf({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }: Policy): number {
  return AttachmentCount + PermissionsBoundaryUsageCount
}

export function usedAs({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }: Policy): string {
  const uses = [
    ...(AttachmentCount > 0 ? [words.usedAsPermissions(AttachmentCount)] : []),
    ...(PermissionsBoundaryUsageCount > 0 ? [words.usedAsBoundary(PermissionsBoundaryUsageCount)] : []),
  ]
  return uses.length === 0 ? words.usedAsNone : uses.join(', ')
}

/** All managed policies, the account's own first. */
export default function PoliciesPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const all = useManagedPolicies()
  const [type, setType] = useState<PolicyType>()
  const [usage, setUsage] = useState<Usage>()
  const [deleting, setDeleting] = useState<Policy>()
  const follow = useFollow()
  const items = useMemo(
    () =>
      all.items.filter(
        policy => (type === undefined || policyTypeOf(policy.Arn ?? '') === type) && isUsedAs(policy, usage),
      ),
    [all.items, type, usage],
  )
  const create = (
    <Button variant="primary" href={`${policiesPath}/create`} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="policies"
        variant="full-page"
        pages={{ ...all, items }}
        columns={columns}
        rowKey={({ Arn = '' }) => Arn}
        rowName={({ PolicyName = '' }) => PolicyName}
        words={words}
        selection="single"
        filters={
          <SpaceBetween size="xs" direction="horizontal">
            <TypeFilter type={type} onChange={setType} />
            <UsageFilter usage={usage} onChange={setUsage} />
          </SpaceBetween>
        }
        actions={([selected]) => (
          <>
            <Button
              disabled={selected === undefined || policyTypeOf(selected.Arn ?? '') !== 'customer'}
              onClick={() => setDeleting(selected)}
            >
              {words.delete}
            </Button>
            {create}
          </>
        )}
        emptyAction={create}
      />
      {deleting !== undefined && (
        <DeletePolicy policy={deleting} onDeleted={all.refresh} onDismiss={() => setDeleting(undefined)} />
      )}
    </>
  )
}

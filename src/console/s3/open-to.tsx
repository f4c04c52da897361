import { type TrustedEntity, trustedEntities } from '../iam/roles/trusted-entities.ts'
import { conditionText, trustedText } from '../iam/roles/trusted-entity-words.ts'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { allOf } from '../table/rows.ts'
import { common } from '../words/common.ts'
import { roles } from '../words/roles.ts'
import { bucketSettingWords as words } from '../words/s3.ts'

const conditionsOf = ({ conditions }: TrustedEntity) => conditions.map(conditionText).join(' · ')

const columns: readonly Column<TrustedEntity & { readonly index: number }>[] = [
  { id: 'principal', header: words.principal, cell: trustedText, value: trustedText, minWidth: 260 },
  {
    id: 'account',
    header: roles.account,
    cell: ({ account }) => account ?? common.none,
    value: ({ account }) => account,
    minWidth: 160,
  },
  {
    id: 'conditions',
    header: roles.conditions,
    cell: entity => conditionsOf(entity) || common.none,
    value: conditionsOf,
    minWidth: 260,
  },
]

/** Whom a bucket's policy opens it to. */
export function OpenTo({ text }: { readonly text: string }) {
  const entities = (trustedEntities(text, 'resource') ?? []).map((entity, index) => ({ ...entity, index }))
  return (
    <ResourceTable
      id="bucket-opens-to"
      wraps
      pages={allOf(entities)}
      columns={columns}
      rowKey={({ index }) => String(index)}
      rowName={({ principal }) => principal}
      words={{
        title: words.openTo,
        description: words.openToHint,
        plural: words.openToPlural,
        emptyTitle: words.openToNobody,
        empty: words.openToNobodyHint,
      }}
    />
  )
}

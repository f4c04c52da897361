import type { Policy } from '@aws-sdk/client-iam'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { type ReactNode, useMemo, useState } from 'react'
import type { Pages } from '../api/pages.ts'
import { Copyable } from '../copy/copyable.tsx'
import type { Column } from '../table/column.ts'
import { type Taken, useOffered } from '../table/offered.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { instant } from '../words/instant.ts'
import { policiesPicker as words } from '../words/policies-picker.ts'
import { useManagedPolicies } from './managed-policies.ts'
import { PolicyName } from './policy-dialog.tsx'
import { type PolicyType, policyTypeOf } from './policy-type.ts'
import { TypeFilter } from './type-filter.tsx'

const columns: readonly Column<Policy>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ PolicyName: name = '', Arn = '' }) => <PolicyName name={name} arn={Arn} />,
    value: ({ PolicyName: name }) => name,
    minWidth: 290,
  },
  {
    id: 'type',
    header: words.type,
    cell: ({ Arn = '' }) => words.types[policyTypeOf(Arn)],
    value: ({ Arn = '' }) => words.types[policyTypeOf(Arn)],
    minWidth: 160,
  },
  {
    id: 'attached',
    header: words.attachedEntities,
    cell: ({ AttachmentCount = 0 }) => AttachmentCount,
    value: ({ AttachmentCount = 0 }) => AttachmentCount,
  },
  {
    id: 'boundary',
    header: words.usedAsBoundary,
    cell: ({ PermissionsBoundaryUsageCount: count = 0 }) => count,
    value: ({ PermissionsBoundaryUsageCount: count = 0 }) => count,
    isHidden: true,
  },
  {
    id: 'edited',
    header: words.edited,
    cell: ({ UpdateDate }) => instant(UpdateDate),
    value: ({ UpdateDate }) => UpdateDate?.getTime(),
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

const arnOf = ({ Arn = '' }: Policy) => Arn

export interface PoliciesPickerProps {
  readonly selected: readonly Policy[]
  readonly onSelect: (selected: readonly Policy[]) => void
  /** `single` for a permissions boundary. Default: several. */
  readonly selection?: 'single' | 'multi'
  /** ARNs of policies that are not to be offered: those attached already. */
  readonly without?: Taken
  readonly title?: string
  readonly description?: string
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode
}

/**
 * Chooses among all managed policies, the account's own and AWS's: searched, narrowed to a type, each to be read in place.
 * What is chosen stays so while something else is looked for, and stands below the table.
 *
 *     const [policies, setPolicies] = useState<readonly Policy[]>([])
 *     <PoliciesPicker selected={policies} onSelect={setPolicies} />
 */
export function PoliciesPicker(props: PoliciesPickerProps) {
  const { selected, onSelect, selection = 'multi', without, title = words.title } = props
  const policies = useManagedPolicies()
  const [type, setType] = useState<PolicyType>()
  const offered = useOfType(useOffered(policies, arnOf, without), type)
  return (
    <SpaceBetween size="s">
      <ResourceTable
        id="policies-picker"
        pages={offered}
        columns={columns}
        rowKey={arnOf}
        rowName={({ PolicyName: name = '' }) => name}
        wraps
        selection={selection}
        selected={selected}
        onSelect={onSelect}
        actions={() => props.actions}
        filters={<TypeFilter type={type} onChange={setType} />}
        words={{
          ...words,
          title,
          ...(props.description !== undefined && { description: props.description }),
        }}
      />
      {selected.length > 0 && <Chosen {...props} />}
    </SpaceBetween>
  )
}

function useOfType(policies: Pages<Policy>, type: PolicyType | undefined): Pages<Policy> {
  const items = useMemo(
    () => policies.items.filter(({ Arn = '' }) => type === undefined || policyTypeOf(Arn) === type),
    [policies.items, type],
  )
  return { ...policies, items }
}

function Chosen({ selected, onSelect }: PoliciesPickerProps) {
  return (
    <section aria-label={words.chosen(selected.length)}>
      <TokenGroup
        items={selected.map(({ PolicyName: name = '', Arn = '' }) => ({
          label: name,
          labelTag: words.types[policyTypeOf(Arn)],
          dismissLabel: words.dismiss(name),
        }))}
        limit={10}
        limitShowMoreAriaLabel={words.showMore}
        limitShowFewerAriaLabel={words.showFewer}
        onDismiss={({ detail }) => onSelect(selected.filter((_, index) => index !== detail.itemIndex))}
      />
    </section>
  )
}

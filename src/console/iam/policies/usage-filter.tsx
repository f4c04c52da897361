import type { Policy } from '@aws-sdk/client-iam'
import Select from '@cloudscape-design/components/select'
import { policies as words } from '../../words/policies.ts'

export const usages = ['permissions', 'boundary', 'none'] as const
export type Usage = (typeof usages)[number]

const isUsed: Readonly<Record<Usage, (policy: Policy) => boolean>> = {
  permissions: ({ AttachmentCount = 0 }) => AttachmentCount > 0,
  boundary: ({ PermissionsBoundaryUsageCount = 0 }) => PermissionsBoundaryUsageCount > 0,
  none: ({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }) =>
    AttachmentCount + PermissionsBoundaryUsageCount === 0,
}

export function isUsedAs(policy: Policy, usage: Usage | undefined): boolean {
  return usage === undefined || isUsed[usage](policy)
}

const anyUse = { value: '', label: words.anyUse }
const options = [anyUse, ...usages.map(value => ({ value, label: words.usages[value] }))]

/** Narrows the list to policies that somebody has, is bounded by, or nobody uses. */
export function UsageFilter(props: {
  readonly usage: Usage | undefined
  readonly onChange: (usage: Usage | undefined) => void
}) {
  return (
    <Select
      ariaLabel={words.filterByUse}
      options={options}
      selectedOption={options.find(({ value }) => value === props.usage) ?? anyUse}
      onChange={({ detail }) => props.onChange(usages.find(usage => usage === detail.selectedOption.value))}
    />
  )
}

import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import TextFilter from '@cloudscape-design/components/text-filter'
import { common } from '../words/common.ts'
import { tableWords as words } from '../words/table.ts'
import type { ResourceTableProps } from './resource-table.tsx'
import type { Rows } from './rows.ts'

export type WithRows<Item> = ResourceTableProps<Item> & { readonly rows: Rows<Item> }

/** The search and the filters, and how far they have come. */
export function SearchBar<Item>(props: WithRows<Item>) {
  const { rows } = props
  const search = words.search(props.words.plural)
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="end">
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <TextFilter
          filteringText={rows.search}
          filteringPlaceholder={search}
          filteringAriaLabel={search}
          filteringClearAriaLabel={words.clearSearch}
          countText={rows.isPartial ? '' : common.matches(rows.found)}
          onChange={({ detail }) => rows.searchFor(detail.filteringText)}
        />
        <Progress {...props} />
      </SpaceBetween>
      {props.filters}
    </SpaceBetween>
  )
}

/** Of what is shown before everything is read, that it is not all. */
export function Progress<Item>({ rows, pages }: WithRows<Item>) {
  if (!rows.isPartial) return null
  const read = pages.items.length
  if (pages.error) return <StatusIndicator type="warning">{words.onlyPart(read)}</StatusIndicator>
  return (
    <StatusIndicator type="loading">
      {rows.search === '' ? words.sorting(read) : words.searching(read)}
    </StatusIndicator>
  )
}

import Button from '@cloudscape-design/components/button'
import CollectionPreferences from '@cloudscape-design/components/collection-preferences'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useState } from 'react'
import type { Pages } from '../api/pages.ts'
import { HeldReads } from '../api/read.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { tableWords as words } from '../words/table.ts'
import type { Column } from './column.ts'
import { Nothing } from './nothing.tsx'
import { preferenceChoices, usePreferences } from './preferences.ts'
import { useRows } from './rows.ts'
import { SearchBar } from './search-bar.tsx'

export interface ResourceTableProps<Item> {
  /** Names the preferences that are kept: `users`, `user-groups`. */
  readonly id: string
  /** From `usePages`, or `allOf(items)` for what came in one piece. */
  readonly pages: Pages<Item>
  readonly columns: readonly Column<Item>[]
  /** What is unique of a row. */
  readonly rowKey: (item: Item) => string
  /** What names a row to screen readers, where the key does not. */
  readonly rowName?: (item: Item) => string
  readonly words: {
    readonly title: string
    readonly description?: string
    /** As in "Search users": lower case. */
    readonly plural: string
    readonly emptyTitle: string
    /** What to do about it. */
    readonly empty: string
  }
  /** Long texts are shown whole, unless somebody prefers them cut. */
  readonly wraps?: boolean
  /** A handful of rows at most, with nothing to search, turn or arrange. */
  readonly isPlain?: boolean
  /** `full-page`: the table is the page, and its title the page's heading. */
  readonly variant?: 'full-page' | 'container' | 'embedded'
  readonly selection?: 'single' | 'multi'
  /** Buttons at the right of the title, given what is selected. */
  readonly actions?: (selected: readonly Item[], clearSelection: () => void) => ReactNode
  /** In the empty state, below its words: usually the create button. */
  readonly emptyAction?: ReactNode
  /** Beside the search: a Select of kinds, for example. What it leaves out is left out of `pages` by the page. */
  readonly filters?: ReactNode
  /** Who must know of the selection; `actions` knows it without. */
  readonly onSelect?: (selected: readonly Item[]) => void
  /** Chosen from the beginning. */
  readonly initiallySelected?: readonly Item[]
  /** Kept by the page, which `onSelect` tells of changes: so rows stay chosen that `pages` has not got at the moment. */
  readonly selected?: readonly Item[]
}

/**
 * A list of resources: searched, sorted, selected, its columns and page size as somebody likes them. The server gives it
 * in pages, read on as one turns them. Searching and sorting need the whole list: its reading begins when somebody comes
 * near them, and until it has ended the table says of how much it shows what there is.
 */
export function ResourceTable<Item>(props: ResourceTableProps<Item>) {
  const { id, pages, columns, rowKey, variant = 'container', selection, isPlain = false } = props
  const { plural } = props.words
  const [preferences, setPreferences] = usePreferences(id, columns, { wrapLines: props.wraps ?? false })
  const rows = useRows(pages, columns, preferences.pageSize)
  const [selectedKeys, setSelectedKeys] = useState<ReadonlySet<string>>(
    () => new Set(props.initiallySelected?.map(rowKey)),
  )
  const ownSelected = selection ? pages.items.filter(item => selectedKeys.has(rowKey(item))) : []
  const selected = props.selected ?? ownSelected
  const select = (items: readonly Item[]) => {
    setSelectedKeys(new Set(items.map(rowKey)))
    props.onSelect?.(items)
  }
  if (pages.error && pages.items.length === 0) {
    return <RefusedTable {...props} />
  }
  return (
    <Approached onApproach={rows.approach}>
      <HeldReads value={rows.isPartial && !pages.error}>
        <Table
          variant={variant}
          stickyHeader={variant === 'full-page'}
          items={rows.shown}
          trackBy={rowKey}
          columnDefinitions={definitionsOf(columns)}
          columnDisplay={preferences.contentDisplay ?? []}
          contentDensity={preferences.contentDensity ?? 'comfortable'}
          wrapLines={preferences.wrapLines ?? false}
          resizableColumns={!isPlain}
          loading={pages.isPending}
          loadingText={words.loading(plural)}
          {...(rows.sorting && {
            sortingColumn: { sortingField: rows.sorting.columnId },
            sortingDescending: rows.sorting.isDescending,
          })}
          onSortingChange={({ detail }) =>
            rows.sort({
              columnId: detail.sortingColumn.sortingField ?? '',
              isDescending: detail.isDescending ?? false,
            })
          }
          {...(selection && {
            selectionType: selection,
            selectedItems: selected,
            onSelectionChange: ({ detail }: { detail: { selectedItems: Item[] } }) =>
              select(detail.selectedItems),
          })}
          ariaLabels={{
            tableLabel: props.words.title,
            selectionGroupLabel: words.selection(plural),
            allItemsSelectionLabel: () => words.selectAll(plural),
            itemSelectionLabel: (_, item) => words.select((props.rowName ?? rowKey)(item)),
          }}
          header={<TableHeader {...props} selected={selected} clearSelection={() => select([])} />}
          filter={!isPlain && <SearchBar {...props} rows={rows} />}
          pagination={
            !isPlain && (
              <Pagination
                currentPageIndex={rows.page}
                pagesCount={rows.pages}
                openEnd={pages.hasMore && !rows.needsAll}
                onChange={({ detail }) => rows.turnTo(detail.currentPageIndex)}
              />
            )
          }
          preferences={
            !isPlain && (
              <CollectionPreferences
                title={words.preferences}
                confirmLabel={common.save}
                cancelLabel={common.cancel}
                preferences={preferences}
                onConfirm={({ detail }) => setPreferences(detail)}
                {...preferenceChoices(columns, plural)}
              />
            )
          }
          empty={<Nothing {...props} rows={rows} />}
        />
      </HeldReads>
    </Approached>
  )
}

function definitionsOf<Item>(columns: readonly Column<Item>[]): TableProps.ColumnDefinition<Item>[] {
  return columns.map((column, index) => ({
    id: column.id,
    header: column.header,
    cell: column.cell,
    isRowHeader: index === 0,
    ...(column.value && { sortingField: column.id }),
    ...(column.width !== undefined && { width: column.width }),
    ...(column.minWidth !== undefined && { minWidth: column.minWidth }),
  }))
}

/** Whoever comes to the search or to the head of a column, with the pointer or by keyboard, is about to use it. */
function Approached(props: { readonly onApproach: () => void; readonly children: ReactNode }) {
  const look = ({ target }: { readonly target: EventTarget }) => {
    if (target instanceof Element && target.closest('th, [type="search"]')) props.onApproach()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it that anybody could miss
    <div onFocus={look} onPointerOver={look}>
      {props.children}
    </div>
  )
}

function TableHeader<Item>(
  props: ResourceTableProps<Item> & {
    readonly selected: readonly Item[]
    readonly clearSelection: () => void
  },
) {
  const { pages, variant, selected } = props
  const all = common.count(pages.items.length, pages.hasMore)
  const counter = selected.length > 0 ? `(${selected.length}/${all.slice(1)}` : all
  const header = (
    <Header
      variant={variant === 'full-page' ? 'awsui-h1-sticky' : 'h2'}
      {...(!pages.error && !pages.isPending && { counter })}
      description={props.words.description}
      actions={
        <div className="buttons">
          <Button
            iconName="refresh"
            ariaLabel={common.refresh}
            loading={pages.isRefreshing && !pages.isPending}
            onClick={pages.refresh}
          />
          {props.actions?.(selected, props.clearSelection)}
        </div>
      }
    >
      {props.words.title}
    </Header>
  )
  // What was read before a refusal stays.
  if (!pages.error || pages.items.length === 0) return header
  return (
    <SpaceBetween size="m">
      {header}
      <FaultNotice error={pages.error} title={notice.readFaultTitle} retry={pages.refresh} />
    </SpaceBetween>
  )
}

/** The title and the buttons stay: who may not list things may still be allowed to create one. */
function RefusedTable<Item>(props: ResourceTableProps<Item>) {
  const { pages } = props
  return (
    <SpaceBetween size="m">
      <TableHeader {...props} selected={[]} clearSelection={() => {}} />
      <FaultNotice error={pages.error} title={notice.readFaultTitle} retry={pages.refresh} />
    </SpaceBetween>
  )
}

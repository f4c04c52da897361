import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parsePolicy } from '../../../policy/parse.ts'
import { readServices } from '../../policy-editor/reference/read-reference.ts'
import { type Column, searched } from '../../table/column.ts'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'
import { tableWords } from '../../words/table.ts'
import { type SummaryRow, summarize } from './summary.ts'

interface NamedRow extends SummaryRow {
  readonly name: string
}

/** What a policy allows and denies, service by service. */
export function PermissionsSummary({ text }: { readonly text: string }) {
  const queries = useQueryClient()
  const summary = useQuery({
    queryKey: ['reference', 'summary', text],
    queryFn: async (): Promise<readonly NamedRow[] | null> => {
      const parsed = parsePolicy(text, 'identity')
      if ('faults' in parsed) return null
      const { statements } = parsed.document
      const prefixes = statements.flatMap(({ action }) =>
        action.patterns.map(pattern => pattern.slice(0, Math.max(pattern.indexOf(':'), 0)).toLowerCase()),
      )
      const { all, files } = await readServices(queries, prefixes)
      const names = new Map(all.map(({ prefix, name }) => [prefix, name]))
      return summarize(parsed.document, files).map(row => ({
        ...row,
        name: row.service === '*' ? words.allServices : (names.get(row.service) ?? row.service),
      }))
    },
  })
  if (summary.isPending) {
    return (
      <Box>
        <Spinner /> {common.loading}
      </Box>
    )
  }
  if (!summary.data) return <StatusIndicator type="warning">{words.notSummarized}</StatusIndicator>
  return <SummaryTable rows={summary.data} />
}

/** Below this many rows one sees at once what one looks for. */
const fewRows = 10

function SummaryTable({ rows }: { readonly rows: readonly NamedRow[] }) {
  const [search, setSearch] = useState('')
  const found = searched(rows, columns, search)
  return (
    <Table
      variant="embedded"
      wrapLines
      items={found}
      trackBy={row => JSON.stringify(row)}
      columnDefinitions={columns.map(({ id, header, cell, minWidth = 0 }, index) => ({
        id,
        header,
        cell,
        minWidth,
        isRowHeader: index === 0,
      }))}
      ariaLabels={{ tableLabel: words.permissionsTitle }}
      filter={
        rows.length > fewRows && (
          <TextFilter
            filteringText={search}
            filteringPlaceholder={tableWords.search(words.summaryPlural)}
            filteringAriaLabel={tableWords.search(words.summaryPlural)}
            filteringClearAriaLabel={tableWords.clearSearch}
            countText={common.matches(found.length)}
            onChange={({ detail }) => setSearch(detail.filteringText)}
          />
        )
      }
      empty={search === '' ? words.summaryEmpty : tableWords.noMatchTitle}
    />
  )
}

const columns: readonly Column<NamedRow>[] = [
  {
    id: 'service',
    header: words.service,
    cell: ({ name }) => name,
    value: ({ name }) => name,
    minWidth: 200,
  },
  {
    id: 'effect',
    header: words.effect,
    cell: ({ effect }) => (
      <StatusIndicator type={effect === 'Allow' ? 'success' : 'error'}>
        {words.effects[effect]}
      </StatusIndicator>
    ),
    value: ({ effect }) => words.effects[effect],
    minWidth: 105,
  },
  { id: 'access', header: words.accessLevel, cell: accessText, value: accessText, minWidth: 115 },
  { id: 'resource', header: words.resource, cell: resourceText, value: resourceText, minWidth: 140 },
  { id: 'condition', header: words.condition, cell: conditionText, value: conditionText, minWidth: 115 },
]

function accessText({ access, fullLevels, someLevels, actions }: NamedRow): string {
  if (access === 'all-but') return `${words.access['all-but']} ${words.exceptActions(actions)}`
  if (access !== 'limited') return words.access[access]
  return [
    ...(fullLevels.length > 0 ? [words.fullLevels(fullLevels)] : []),
    ...(someLevels.length > 0 ? [words.someLevels(someLevels)] : []),
  ].join('; ')
}

function resourceText({ resources, otherResources }: NamedRow): string {
  if (otherResources) return words.exceptResources(resources)
  return resources.includes('*') ? words.allResources : resources.join(', ')
}

function conditionText({ conditions }: NamedRow): string {
  if (conditions.length === 0) return words.noCondition
  return conditions.map(({ operator, key, values }) => words.conditionText(operator, key, values)).join('; ')
}

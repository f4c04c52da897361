import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { RecordedDecisionView } from '../decision/decision-view.tsx'
import { simulatedBy } from '../decision/recorded-decision.ts'
import { Readable } from '../notice/readable.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { allOf } from '../table/rows.ts'
import { common } from '../words/common.ts'
import { type SimulatedDecisionKind, simulator as words } from '../words/simulator.ts'
import type { Result, Simulated } from './question.ts'

const indicators: Readonly<Record<SimulatedDecisionKind, StatusIndicatorProps.Type>> = {
  allowed: 'success',
  implicitDeny: 'error',
  explicitDeny: 'error',
}

/** What would be decided, and on request why. */
export function ResultsTable({ simulated }: { readonly simulated: Simulated | undefined }) {
  const [asked, setAsked] = useState<Result>()
  return (
    <>
      <ResourceTable
        id="simulated"
        pages={allOf(simulated?.results ?? [])}
        columns={columnsWith(setAsked)}
        rowKey={({ action, resource }) => `${action} ${resource}`}
        words={{
          title: words.results,
          plural: words.resultsPlural,
          emptyTitle: words.none,
          empty: words.noneHint,
        }}
      />
      {asked && simulated && (
        <Why result={asked} requestId={simulated.requestId} onDismiss={() => setAsked(undefined)} />
      )}
    </>
  )
}

function columnsWith(ask: (result: Result) => void): readonly Column<Result>[] {
  return [
    {
      id: 'action',
      header: words.action,
      cell: ({ action }) => action,
      value: ({ action }) => action,
      minWidth: 220,
    },
    {
      id: 'resource',
      header: words.resource,
      cell: ({ resource }) => resource,
      value: ({ resource }) => resource,
      minWidth: 260,
    },
    {
      id: 'decision',
      header: words.decision,
      cell: ({ decision }) => (
        <StatusIndicator type={indicators[decision]}>{words.decisions[decision]}</StatusIndicator>
      ),
      value: ({ decision }) => words.decisions[decision],
      minWidth: 230,
    },
    {
      id: 'why',
      header: words.why,
      cell: result => (
        <Button
          variant="inline-link"
          ariaLabel={words.whyOf(result.action, result.resource)}
          onClick={() => ask(result)}
        >
          {words.why}
        </Button>
      ),
      minWidth: 100,
    },
    {
      id: 'missing',
      header: words.missing,
      cell: ({ missing }) => missing.join(', ') || common.none,
      value: ({ missing }) => missing.join(', '),
      minWidth: 200,
    },
    {
      id: 'statements',
      header: words.statements,
      cell: ({ statements }) => statements,
      value: ({ statements }) => statements,
      isHidden: true,
    },
  ]
}

function Why(props: { readonly result: Result; readonly requestId: string; readonly onDismiss: () => void }) {
  const { result, requestId, onDismiss } = props
  const clients = useClients()
  const reasons = useRead(['simulated-by', requestId], () => simulatedBy(clients, requestId))
  return (
    <Modal visible size="large" header={words.whyTitle} closeAriaLabel={common.close} onDismiss={onDismiss}>
      <Readable read={reasons}>
        {all => {
          const one = all.find(
            ({ action, resource }) => action === result.action && resource === result.resource,
          )
          return one ? (
            <RecordedDecisionView recorded={one} />
          ) : (
            <Box color="text-body-secondary">{words.whyNotKept}</Box>
          )
        }}
      </Readable>
    </Modal>
  )
}

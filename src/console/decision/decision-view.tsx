import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { Decision, LayerDecision, StatementReason } from '../../policy/index.ts'
import { decisionWords as words } from '../words/decision.ts'
import type { RecordedDecision } from './recorded-decision.ts'

/** A decision layer by layer, each with its statements and what kept them from applying. */
export function RecordedDecisionView({ recorded }: { readonly recorded: RecordedDecision }) {
  const { principal, action, resource, decision, additions = [] } = recorded
  return (
    <SpaceBetween size="l">
      <KeyValuePairs
        columns={3}
        items={[
          { label: words.principal, value: principal.arn },
          { label: words.action, value: action },
          { label: words.resource, value: resource },
        ]}
      />
      <DecisionView
        decision={decision}
        isTrust={/^sts:(AssumeRole|TagSession|SetSourceIdentity)/i.test(action)}
      />
      {additions.length > 0 && (
        <div>
          <Box variant="awsui-key-label">{words.additions}</Box>
          {additions.map(addition => (
            <Box key={JSON.stringify(addition)} variant="code" display="block">
              {JSON.stringify(addition.statement, null, 2)}
            </Box>
          ))}
        </div>
      )}
    </SpaceBetween>
  )
}

export function DecisionView({
  decision,
  isTrust = false,
}: {
  readonly decision: Decision
  /** The resource-based policy is a role's trust policy. */
  readonly isTrust?: boolean
}) {
  return (
    <SpaceBetween size="s">
      <StatusIndicator type={decision.outcome === 'Allowed' ? 'success' : 'error'}>
        {words.outcomes[decision.outcome]}
      </StatusIndicator>
      {decision.layers.map(layer => (
        <LayerView
          key={`${layer.layer} ${layer.side} ${layer.level ?? ''}`}
          layer={layer}
          isTrust={isTrust}
          crossAccount={decision.crossAccount}
          decided={decision.because.some(
            reason => 'layer' in reason && reason.layer === layer.layer && reason.side === layer.side,
          )}
        />
      ))}
    </SpaceBetween>
  )
}

const statuses = { allow: 'success', deny: 'error', none: 'stopped' } as const

function LayerView(props: {
  readonly layer: LayerDecision
  readonly isTrust: boolean
  readonly crossAccount: boolean
  readonly decided: boolean
}) {
  const { layer, isTrust, crossAccount, decided } = props
  const name = isTrust && layer.layer === 'resource' ? words.trust : words.layers[layer.layer]
  const side = crossAccount ? ` ${layer.side === 'trusted' ? words.ownSide : words.theirSide}` : ''
  return (
    <ExpandableSection
      defaultExpanded={decided}
      headerText={`${name}${layer.level === undefined ? '' : ` (${layer.level})`}${side}`}
      headerActions={
        <StatusIndicator type={layer.waived ? 'info' : statuses[layer.result]}>
          {layer.waived ? words.waived : words.results[layer.result]}
        </StatusIndicator>
      }
      variant="container"
    >
      <Table
        variant="embedded"
        items={layer.statements}
        trackBy={({ policy, index }) => `${policy.name} ${index}`}
        columnDefinitions={statementColumns}
        wrapLines
        empty={words.noStatements}
        ariaLabels={{ tableLabel: name }}
      />
    </ExpandableSection>
  )
}

const statementColumns = [
  {
    id: 'policy',
    header: words.policy,
    cell: ({ policy }: StatementReason) => policy.name,
    isRowHeader: true,
  },
  {
    id: 'statement',
    header: words.statement,
    cell: ({ sid, index }: StatementReason) => sid ?? words.statementNumber(index),
  },
  { id: 'effect', header: words.effect, cell: ({ effect }: StatementReason) => effect },
  {
    id: 'outcome',
    header: words.outcome,
    cell: (reason: StatementReason) => (
      <StatusIndicator
        type={reason.outcome.applies ? (reason.effect === 'Allow' ? 'success' : 'error') : 'stopped'}
      >
        {outcomeWords(reason)}
      </StatusIndicator>
    ),
  },
]

function outcomeWords({ outcome }: StatementReason): string {
  if (outcome.applies) return words.applies
  if (outcome.element === 'Condition') {
    const { operator, key, expected, actual } = outcome
    return words.condition(
      operator,
      key,
      expected.join(', '),
      actual === undefined ? words.absent : String(actual),
    )
  }
  return words.elementDiffers(outcome.element, 'value' in outcome ? outcome.value : undefined)
}

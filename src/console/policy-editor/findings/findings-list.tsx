import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Tabs from '@cloudscape-design/components/tabs'
import { useState } from 'react'
import type { Severity } from '../../../policy/index.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { type EditorFinding, severityTabs } from './editor-finding.ts'
import type { FindingsState } from './use-findings.ts'

/** Findings by severity, each with the way to its line. */
export function FindingsList(props: {
  readonly state: FindingsState
  readonly onJump: (finding: EditorFinding) => void
}) {
  const { findings, isChecking, failed } = props.state
  const [chosen, setChosen] = useState<Severity>()
  if (failed) return <StatusIndicator type="error">{words.findingsFailed}</StatusIndicator>
  const of = (severity: Severity) => findings.filter(finding => finding.severity === severity)
  // What keeps the policy from being saved comes before what makes it unwise.
  const first = [...(['error'] as const), ...severityTabs].find(severity => of(severity).length > 0)
  const shown = chosen ?? first ?? 'security-warning'
  return (
    <Tabs
      ariaLabel={words.findings}
      activeTabId={shown}
      onChange={({ detail }) => setChosen(detail.activeTabId as Severity)}
      actions={isChecking ? <StatusIndicator type="loading">{words.checking}</StatusIndicator> : undefined}
      tabs={severityTabs.map(severity => ({
        id: severity,
        label: words.findingsCount(words.findingsTabs[severity], of(severity).length),
        content: <OneSeverity severity={severity} findings={of(severity)} onJump={props.onJump} />,
      }))}
    />
  )
}

/** More than anybody reads: a hostile text may have thousands. */
const mostShown = 100

function OneSeverity(props: {
  readonly severity: Severity
  readonly findings: readonly EditorFinding[]
  readonly onJump: (finding: EditorFinding) => void
}) {
  const { severity, findings, onJump } = props
  if (findings.length === 0) {
    return <Box color="text-body-secondary">{words.noFindings[severity]}</Box>
  }
  return (
    <ul className="findings" aria-label={words.findingsTabs[severity]}>
      {findings.slice(0, mostShown).map(finding => (
        <li key={`${finding.code} ${finding.start} ${finding.message}`}>
          <FindingLine finding={finding} onJump={onJump} />
        </li>
      ))}
    </ul>
  )
}

function FindingLine({
  finding,
  onJump,
}: {
  readonly finding: EditorFinding
  readonly onJump: (finding: EditorFinding) => void
}) {
  const { title = words.refused, message, advice, learnMore, line, column } = finding
  return (
    <SpaceBetween size="xxs">
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        <Link ariaLabel={words.goToFinding(title, line, column)} onFollow={() => onJump(finding)}>
          {words.findingPlace(line, column)}
        </Link>
        <Box fontWeight="bold">{title}</Box>
        {finding.title === undefined && <Badge color="severity-high">{finding.code}</Badge>}
      </SpaceBetween>
      <Box>
        {message}{' '}
        {learnMore !== undefined && (
          <Link external href={learnMore} externalIconAriaLabel="">
            {words.learnMore}
          </Link>
        )}
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        {advice}
      </Box>
    </SpaceBetween>
  )
}

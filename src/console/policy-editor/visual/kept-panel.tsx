import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { KeptStatement } from '../model/statement.ts'
import { StatementButtons, type StatementButtonsProps } from './statement-buttons.tsx'

/** A statement that stays as it is written, and why. */
export function KeptPanel(
  props: Omit<StatementButtonsProps, 'index'> & {
    readonly statement: KeptStatement
    readonly onOpenJson: (offset: number) => void
  },
) {
  const { statement, onOpenJson, ...rest } = props
  const { index, sid, effect, why, text, start } = statement
  return (
    <Container
      header={
        <Header
          variant="h3"
          headingTagOverride="h2"
          description={[sid, effect].filter(Boolean).join(' · ') || undefined}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button formAction="none" onClick={() => onOpenJson(start)}>
                {words.openJson}
              </Button>
              <StatementButtons {...rest} index={index} />
            </SpaceBetween>
          }
        >
          {words.statementNumber(index + 1)}
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <Box>
          <Box variant="strong">{words.kept}.</Box> {words.keptBecause(why)}
        </Box>
        <ExpandableSection headerText={words.json}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by the keyboard */}
          <pre className="policy-text" tabIndex={0}>
            {text}
          </pre>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  )
}

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo, useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { keysFor, mfaConditions, sourceIpKey, sourceIpOperators } from '../model/condition-choice.ts'
import type { ConditionRow } from '../model/statement.ts'
import { ConditionDialog } from './condition-dialog.tsx'
import type { SectionProps } from './resources-section.tsx'
import { RowButtons } from './row-buttons.tsx'
import { Section } from './section.tsx'

/** Under which conditions the statement holds: what is asked for most often as a tick, the rest in a form. */
export function ConditionsSection({ statement, facts, choices, readOnly, change }: SectionProps) {
  const { conditions, effect } = statement
  const [edited, setEdited] = useState<{ readonly row?: ConditionRow; readonly start?: ConditionRow }>()
  const keys = useMemo(() => keysFor(facts, choices), [facts, choices])
  const sourceIp = { operator: sourceIpOperators[effect], key: sourceIpKey, values: [] }
  return (
    <Section title={words.conditions} hint={words.conditionsHint}>
      {conditions.length === 0 && <Box color="text-body-secondary">{words.noConditions}</Box>}
      {conditions.length > 0 && (
        <ul className="policy-list">
          {conditions.map(row => (
            <li key={`${row.operator} ${row.key}`} className="policy-row">
              <span>
                <Box variant="code">{row.key}</Box>{' '}
                <Box variant="span" color="text-body-secondary">
                  {row.operator}
                </Box>{' '}
                <Box variant="code">{row.values.join(', ')}</Box>
              </span>
              {!readOnly && (
                <RowButtons
                  edit={words.editConditionLabel(row.operator, row.key)}
                  remove={words.removeCondition(row.operator, row.key)}
                  onEdit={canEdit(row) ? () => setEdited({ row, start: row }) : undefined}
                  onRemove={() => change.removeCondition(row)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <MfaTick statement={statement} readOnly={readOnly} change={change} />
      {!readOnly && (
        <SpaceBetween size="xs" direction="horizontal">
          <Button formAction="none" onClick={() => setEdited({})}>
            {words.addCondition}
          </Button>
          <Button formAction="none" onClick={() => setEdited({ start: sourceIp })}>
            {words.addSourceIp}
          </Button>
        </SpaceBetween>
      )}
      {edited !== undefined && (
        <ConditionDialog
          keys={keys}
          start={edited.start}
          isNew={edited.row === undefined}
          others={conditions.filter(row => row !== edited.row)}
          onSave={row => {
            change.condition(row, edited.row)
            setEdited(undefined)
          }}
          onCancel={() => setEdited(undefined)}
        />
      )}
    </Section>
  )
}

function MfaTick({ statement, readOnly, change }: Pick<SectionProps, 'statement' | 'readOnly' | 'change'>) {
  const { conditions, effect } = statement
  const mfa = mfaConditions[effect]
  const there = conditions.find(row => isSame(row, mfa))
  return (
    <Checkbox
      checked={there !== undefined}
      readOnly={readOnly}
      description={words.mfaDescription[effect]}
      onChange={({ detail }) =>
        detail.checked ? change.condition(mfa) : there && change.removeCondition(there)
      }
    >
      {words.mfaRequired}
    </Checkbox>
  )
}

/** The form has a line for each value: what is no line is changed in the JSON tab. */
function canEdit({ values }: ConditionRow): boolean {
  return values.every(value => value.trim() !== '' && !/[\r\n]/.test(value))
}

function isSame(left: ConditionRow, right: ConditionRow): boolean {
  return (
    left.operator === right.operator &&
    left.key.toLowerCase() === right.key.toLowerCase() &&
    left.values.join() === right.values.join()
  )
}

import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { memo, useMemo, useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { coversAll, readChoices } from '../model/action-choice.ts'
import { anything } from '../model/arn-format.ts'
import {
  duplicateStatement,
  removeCondition,
  setActions,
  setCondition,
  setEffect,
  setPrincipals,
  setResources,
} from '../model/edit.ts'
import { editorKinds } from '../model/kind.ts'
import type { VisualStatement } from '../model/statement.ts'
import { useService } from '../reference/read-reference.ts'
import { ActionsSection } from './actions-section.tsx'
import { ConditionsSection } from './conditions-section.tsx'
import { PrincipalsSection } from './principals-section.tsx'
import { ResourcesSection } from './resources-section.tsx'
import { useServiceName } from './service-name.ts'
import { ServicePicker } from './service-picker.tsx'
import { StatementButtons, type StatementButtonsProps } from './statement-buttons.tsx'
import type { StatementChange } from './statement-change.ts'

/** One statement of the policy: its service, actions, principals, resources and conditions. */
export const StatementPanel = memo(function StatementPanel(
  props: Omit<StatementButtonsProps, 'index'> & {
    readonly statement: VisualStatement
    /** Just made here: what was unfolded while it was made stays so. */
    readonly isNew: boolean
  },
) {
  const { statement, isNew, ...rest } = props
  const { kind, readOnly } = rest
  const { index, effect, actions } = statement
  const { elements, onlyActions, onlyEveryone } = editorKinds[kind]
  // A statement that lost its last action names no service any more: it is remembered here, or asked for.
  const [remembered, setRemembered] = useState(statement.service)
  const service = statement.service ?? remembered ?? (onlyActions && 'sts')
  if (statement.service !== undefined && statement.service !== remembered) setRemembered(statement.service)
  const name = useServiceName(service) ?? words.newStatement
  const { data: facts } = useService(service)
  const choices = useMemo(
    () => (service === undefined ? undefined : readChoices(service, actions, facts?.actions ?? [])),
    [service, actions, facts],
  )
  const change = changesOf(rest, statement)
  const parts = { statement, facts, choices, readOnly, change }
  const header = (
    <Header
      variant="h3"
      headingTagOverride="h2"
      description={[statement.sid, words.summary(effect, actions.length, coversAll(service ?? '', actions))]
        .filter(Boolean)
        .join(' · ')}
      actions={<StatementButtons {...rest} index={index} />}
    >
      {name}
    </Header>
  )
  return (
    <section aria-label={words.statementLabel(index + 1, name)}>
      <Container header={header}>
        {service === undefined ? (
          <ServicePicker onPick={setRemembered} />
        ) : (
          <SpaceBetween size="l">
            <ActionsSection
              {...{ service, effect, actions, kind, readOnly }}
              onEffect={change.effect}
              onActions={change.actions}
              unfoldsChosen={isNew}
            />
            {elements.includes('Principal') && (
              <PrincipalsSection {...parts} onlyEveryone={onlyEveryone === true} kind={kind} />
            )}
            {elements.includes('Resource') && <ResourcesSection {...parts} />}
            <ConditionsSection {...parts} />
          </SpaceBetween>
        )}
      </Container>
    </section>
  )
})

function changesOf(
  { edit, onCopied }: Pick<StatementButtonsProps, 'edit' | 'onCopied'>,
  { index }: VisualStatement,
): StatementChange {
  return {
    effect: to => edit(text => setEffect(text, index, to)),
    actions: to => edit(text => setActions(text, index, to)),
    resources: to => edit(text => setResources(text, index, to)),
    principals: to => edit(text => setPrincipals(text, index, to)),
    condition: (row, replaced) => edit(text => setCondition(text, index, row, replaced)),
    removeCondition: row => edit(text => removeCondition(text, index, row)),
    moveActions: ({ moved, left }) => {
      onCopied(index)
      // A copy, so that principals and conditions go with them: moved actions must not be allowed to more than before.
      edit(text => {
        const copied = setActions(duplicateStatement(text, index), index, left)
        return setResources(setActions(copied, index + 1, moved), index + 1, [anything])
      })
    },
  }
}

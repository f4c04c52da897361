import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { type Choices, chooseActions } from '../model/action-choice.ts'
import { anything } from '../model/arn-format.ts'
import { type ResourceRow, readResources } from '../model/resource-choice.ts'
import type { ActionEntry, ServiceFile } from '../model/service-facts.ts'
import type { VisualStatement } from '../model/statement.ts'
import { ArnDialog, type ArnDialogSubject } from './arn-dialog.tsx'
import { ArnList } from './arn-list.tsx'
import { Section } from './section.tsx'
import type { StatementChange } from './statement-change.ts'

export interface SectionProps {
  readonly statement: VisualStatement
  /** Absent while they are on their way, and for a service that the reference does not know. */
  readonly facts: ServiceFile | undefined
  readonly choices: Choices | undefined
  readonly readOnly: boolean
  readonly change: StatementChange
}

/** All resources, or those of a list of ARNs, which forms for each resource type help to write. */
export function ResourcesSection({ statement, facts, choices, readOnly, change }: SectionProps) {
  const { resources } = statement
  const isAll = resources.length === 1 && resources[0] === anything
  const [before, setBefore] = useState<readonly string[]>([])
  const choose = (scope: string) => {
    if (scope === 'all') setBefore(resources)
    change.resources(scope === 'all' ? [anything] : before.filter(arn => arn !== anything))
  }
  return (
    <Section title={words.resources} hint={words.resourcesHint}>
      <RadioGroup
        ariaLabel={words.resourcesLabel}
        value={isAll ? 'all' : 'specific'}
        readOnly={readOnly}
        items={[
          { value: 'all', label: words.allResources, description: words.allResourcesHint },
          { value: 'specific', label: words.specificResources },
        ]}
        onChange={({ detail }) => choose(detail.value)}
      />
      {!isAll && (
        <SpecificResources
          facts={facts}
          choices={choices}
          statement={statement}
          readOnly={readOnly}
          change={change}
        />
      )}
    </Section>
  )
}

function SpecificResources({ statement, facts, choices, readOnly, change }: SectionProps) {
  const { resources } = statement
  const [subject, setSubject] = useState<ArnDialogSubject>()
  const read = facts && choices && readResources(facts, choices, resources)
  const others = read?.others ?? resources
  const remove = (arn: string) => change.resources(resources.filter(entry => entry !== arn))
  const save = (arns: readonly string[], replaced: string | undefined) => {
    const added = arns.filter(arn => arn === replaced || !resources.includes(arn))
    const at = replaced === undefined ? -1 : resources.indexOf(replaced)
    change.resources(at < 0 ? [...resources, ...added] : resources.toSpliced(at, 1, ...added))
    setSubject(undefined)
  }
  return (
    <SpaceBetween size="s">
      {resources.length === 0 && <Box color="text-status-warning">{words.noArnsAtAll}</Box>}
      {read?.rows.map(row => (
        <TypeRow
          key={row.type.name}
          row={row}
          readOnly={readOnly}
          onAdd={() => setSubject({ row })}
          onEdit={arn => setSubject({ row, arn })}
          onRemove={remove}
          onAny={any =>
            change.resources(
              any
                ? [...resources, ...row.anyArns.filter(arn => !resources.includes(arn))]
                : resources.filter(arn => !row.anyArns.includes(arn)),
            )
          }
        />
      ))}
      {others.length > 0 && (
        <div>
          <Box variant="awsui-key-label">{words.otherArns}</Box>
          <ArnList arns={others} readOnly={readOnly} onEdit={arn => setSubject({ arn })} onRemove={remove} />
        </div>
      )}
      {!readOnly && (
        <Button formAction="none" variant="inline-link" onClick={() => setSubject({})}>
          {words.addOtherArn}
        </Button>
      )}
      {read !== undefined && read.withoutTypes.length > 0 && (
        <WithoutTypes
          withoutTypes={read.withoutTypes}
          statement={statement}
          choices={choices}
          readOnly={readOnly}
          change={change}
        />
      )}
      {subject !== undefined && (
        <ArnDialog subject={subject} taken={resources} onSave={save} onCancel={() => setSubject(undefined)} />
      )}
    </SpaceBetween>
  )
}

/** They have no effect beside specific resources: a statement of their own is offered. */
function WithoutTypes(
  props: Omit<SectionProps, 'facts'> & { readonly withoutTypes: readonly ActionEntry[] },
) {
  const { withoutTypes, statement, choices, readOnly, change } = props
  const { service = '', actions } = statement
  const names = withoutTypes.map(action => action.name)
  const moved = actions.filter(entry => chooseActions(service, [entry], names, false).length === 0)
  const canMove = !readOnly && names.some(name => choices?.choiceOf(name)?.by === 'name')
  const move = () => change.moveActions({ moved, left: actions.filter(entry => !moved.includes(entry)) })
  return (
    <Alert
      type="info"
      header={words.withoutTypesTitle}
      action={
        canMove && (
          <Button formAction="none" onClick={move}>
            {words.moveToOwnStatement}
          </Button>
        )
      }
    >
      {words.withoutTypes(names)}
    </Alert>
  )
}

function TypeRow(props: {
  readonly row: ResourceRow
  readonly readOnly: boolean
  readonly onAdd: () => void
  readonly onEdit: (arn: string) => void
  readonly onRemove: (arn: string) => void
  readonly onAny: (any: boolean) => void
}) {
  const { row, readOnly, onAdd, onEdit, onRemove, onAny } = props
  const { type, arns, anyArns } = row
  const isAny = anyArns.every(arn => arns.includes(arn))
  return (
    <div>
      <div className="policy-row">
        <span>
          <Box variant="strong">{type.name}</Box>{' '}
          {arns.length === 0 && (
            <Box variant="span" color="text-body-secondary">
              {words.noArns}
            </Box>
          )}
        </span>
        <SpaceBetween size="m" direction="horizontal" alignItems="center">
          <Checkbox checked={isAny} readOnly={readOnly} onChange={({ detail }) => onAny(detail.checked)}>
            {words.anyOf(type.name)}
          </Checkbox>
          {!readOnly && (
            <Button formAction="none" ariaLabel={words.addArnsOf(type.name)} onClick={onAdd}>
              {words.addArns}
            </Button>
          )}
        </SpaceBetween>
      </div>
      {arns.length > 0 && <ArnList arns={arns} readOnly={readOnly} onEdit={onEdit} onRemove={onRemove} />}
    </div>
  )
}

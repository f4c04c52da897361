import Autosuggest from '@cloudscape-design/components/autosuggest'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useMemo, useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import {
  type KeyChoices,
  keyStart,
  operatorsFor,
  putTogether,
  type Qualifier,
  qualifiers,
  takeApart,
  typeOfKey,
} from '../model/condition-choice.ts'
import type { ConditionRow } from '../model/statement.ts'
import { EditDialog } from './edit-dialog.tsx'

/** One condition: key, operator with its qualifier, and values. */
export function ConditionDialog(props: {
  readonly keys: KeyChoices
  readonly start: ConditionRow | undefined
  readonly isNew: boolean
  readonly others: readonly ConditionRow[]
  readonly onSave: (row: ConditionRow) => void
  readonly onCancel: () => void
}) {
  const { keys, start, isNew, others, onSave, onCancel } = props
  const [key, setKey] = useState(start?.key ?? '')
  const [parts, setParts] = useState(takeApart(start?.operator ?? 'StringEquals'))
  const [text, setText] = useState(start?.values.join('\n') ?? '')
  const [tried, setTried] = useState(false)
  const operators = operatorsFor(typeOfKey(keys, key))
  const row = {
    operator: putTogether(parts),
    key,
    values: text.split('\n').filter(line => line.trim() !== ''),
  }
  const faults = faultsOf(row, others)
  const shown = tried ? faults : {}
  const chooseKey = (name: string) => {
    setKey(name)
    const fitting = operatorsFor(typeOfKey(keys, name))
    const [first = parts.operator] = fitting
    if (!fitting.includes(parts.operator)) setParts({ ...parts, operator: first })
  }
  const save = () => {
    setTried(true)
    if (Object.keys(faults).length === 0) onSave(row)
  }
  return (
    <EditDialog
      title={isNew ? words.addCondition : words.editCondition}
      submit={isNew ? words.addCondition : words.saveChanges}
      onSubmit={save}
      onCancel={onCancel}
    >
      <KeyField keys={keys} value={key} fault={shown.key} onChange={chooseKey} />
      <OperatorFields operators={operators} parts={parts} fault={shown.operator} onChange={setParts} />
      <FormField label={words.values} constraintText={words.valuesHint} errorText={shown.values}>
        <Textarea value={text} rows={3} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </EditDialog>
  )
}

interface Faults {
  readonly key?: string
  readonly operator?: string
  readonly values?: string
}

function faultsOf({ operator, key, values }: ConditionRow, others: readonly ConditionRow[]): Faults {
  const isTaken = others.some(
    other => other.operator === operator && other.key.toLowerCase() === key.toLowerCase(),
  )
  return {
    ...(key.trim() === '' && { key: words.noKey }),
    ...(key.endsWith('/') && { key: words.tagKeyMissing }),
    ...(isTaken && { operator: words.conditionTaken }),
    ...(values.length === 0 && { values: words.noValues }),
  }
}

function KeyField(props: {
  readonly keys: KeyChoices
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (key: string) => void
}) {
  const { keys, value, fault, onChange } = props
  const options = useMemo(() => {
    const optionsOf = (entries: KeyChoices['global']) =>
      entries.map(({ name, type, description }) => ({
        value: keyStart(name) ?? name,
        labelTag: type,
        ...(description !== undefined && { description }),
      }))
    return [
      { label: words.keysOfService, options: optionsOf(keys.ofService) },
      { label: words.globalKeys, options: optionsOf(keys.global) },
    ].filter(group => group.options.length > 0)
  }, [keys])
  return (
    <FormField
      label={words.conditionKey}
      errorText={fault}
      constraintText={value.endsWith('/') ? words.tagKeyMissing : undefined}
    >
      <Autosuggest
        value={value}
        options={options}
        placeholder={words.conditionKeyPlaceholder}
        enteredTextLabel={words.useKey}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  )
}

function OperatorFields(props: {
  readonly operators: readonly string[]
  readonly parts: ReturnType<typeof takeApart>
  readonly fault: string | undefined
  readonly onChange: (parts: ReturnType<typeof takeApart>) => void
}) {
  const { operators, parts, fault, onChange } = props
  // One that does not fit the key, or is none at all, is shown as it stands.
  const offered = operators.includes(parts.operator) ? operators : [parts.operator, ...operators]
  const qualifierOptions = qualifiers.map(value => ({ value, label: words.qualifiers[value] }))
  return (
    <SpaceBetween size="m">
      <FormField label={words.qualifier} constraintText={words.qualifierHint}>
        <Select
          selectedOption={qualifierOptions.find(option => option.value === parts.qualifier) ?? null}
          options={qualifierOptions}
          onChange={({ detail }) =>
            onChange({ ...parts, qualifier: detail.selectedOption.value as Qualifier })
          }
        />
      </FormField>
      <FormField label={words.operator} errorText={fault}>
        <Select
          selectedOption={{ value: parts.operator, label: parts.operator }}
          options={offered.map(value => ({ value, label: value }))}
          onChange={({ detail }) =>
            onChange({ ...parts, operator: detail.selectedOption.value ?? parts.operator })
          }
        />
      </FormField>
      <Checkbox
        checked={parts.ifExists}
        disabled={parts.operator === 'Null'}
        description={words.ifExistsHint}
        onChange={({ detail }) => onChange({ ...parts, ifExists: detail.checked })}
      >
        {words.ifExists}
      </Checkbox>
    </SpaceBetween>
  )
}

import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { EditorKind } from '../model/kind.ts'
import { principalFault } from '../model/principal.ts'
import type { PrincipalRow } from '../model/statement.ts'
import { EditDialog } from './edit-dialog.tsx'

const offeredTypes: Readonly<Record<'trust' | 'resource', readonly PrincipalRow['type'][]>> = {
  // A role cannot be trusted to everyone without a type: IAM refuses the bare star.
  trust: ['AWS', 'Service', 'Federated'],
  resource: ['AWS', 'Service', 'Federated', 'CanonicalUser', 'everyone'],
}

export function PrincipalDialog(props: {
  readonly row: PrincipalRow | undefined
  readonly kind: EditorKind
  readonly others: readonly PrincipalRow[]
  readonly onSave: (row: PrincipalRow) => void
  readonly onCancel: () => void
}) {
  const { row, kind, others, onSave, onCancel } = props
  const types = offeredTypes[kind === 'trust' ? 'trust' : 'resource']
  const [type, setType] = useState<PrincipalRow['type']>(row?.type ?? 'AWS')
  const [value, setValue] = useState(row?.value ?? '')
  const [tried, setTried] = useState(false)
  const written = type === 'everyone' ? '*' : value.trim()
  const isTaken = others.some(other => other.type === type && other.value === written)
  const fault = principalFault({ type, value: written })
  const save = () => {
    setTried(true)
    if (!isTaken && fault === undefined) onSave({ type, value: written })
  }
  const options = types.map(name => ({ value: name, label: words.principalTypes[name] }))
  return (
    <EditDialog
      title={row === undefined ? words.addPrincipal : words.editPrincipal}
      submit={row === undefined ? words.addPrincipal : words.saveChanges}
      onSubmit={save}
      onCancel={onCancel}
    >
      <FormField label={words.principalType}>
        <Select
          selectedOption={options.find(option => option.value === type) ?? null}
          options={options}
          onChange={({ detail }) => setType(detail.selectedOption.value as PrincipalRow['type'])}
        />
      </FormField>
      {type === 'everyone' ? (
        <Alert type="warning">
          {words.principalHints.everyone} {others.length > 0 && words.everyoneReplaces}
        </Alert>
      ) : (
        <FormField
          label={words.principal}
          constraintText={words.principalHints[type]}
          errorText={
            tried ? (fault && words.principalFaults[fault]) || (isTaken && words.alreadyThere) : undefined
          }
        >
          <Input value={value} spellcheck={false} onChange={({ detail }) => setValue(detail.value)} />
        </FormField>
      )}
    </EditDialog>
  )
}

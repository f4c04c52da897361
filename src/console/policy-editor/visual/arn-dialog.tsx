import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { policyEditor as words } from '../../words/policy-editor.ts'
import type { ResourceRow } from '../model/resource-choice.ts'
import { ArnFields } from './arn-fields.tsx'
import { useArnForm, type Way } from './arn-form.ts'
import { EditDialog } from './edit-dialog.tsx'

export interface ArnDialogSubject {
  /** Absent: an ARN of no type that the actions take. */
  readonly row?: ResourceRow
  /** The ARN that is edited; absent: others are added. */
  readonly arn?: string
}

export interface ArnDialogProps {
  readonly subject: ArnDialogSubject
  /** What the statement has already. */
  readonly taken: readonly string[]
  readonly onSave: (arns: readonly string[], replaced: string | undefined) => void
  readonly onCancel: () => void
}

/** ARNs by their parts, in a form that the reference gives for the resource type, or as text. */
export function ArnDialog(props: ArnDialogProps) {
  const { subject, onCancel } = props
  const form = useArnForm(props)
  const { formats, way, format, values, text, shown } = form
  return (
    <EditDialog
      title={titleOf(subject)}
      submit={subject.arn === undefined ? words.addArns : words.saveChanges}
      size="large"
      onSubmit={form.save}
      onCancel={onCancel}
    >
      {formats.length > 0 && (
        <SegmentedControl
          label={words.arnFormat}
          selectedId={way}
          options={[
            { id: 'parts', text: words.arnByParts },
            { id: 'text', text: words.arnByText },
          ]}
          onChange={({ detail }) => form.changeWay(detail.selectedId as Way)}
        />
      )}
      {way === 'parts' && formats.length > 1 && (
        <FormField label={words.arnFormat}>
          <RadioGroup
            value={format}
            items={formats.map(form => ({ value: form, label: form }))}
            onChange={({ detail }) => form.setFormat(detail.value)}
          />
        </FormField>
      )}
      {way === 'parts' ? (
        <SpaceBetween size="m">
          <ArnFields format={format} values={values} showFaults={form.isTried} onChange={form.setValues} />
          <FormField label={words.arn} errorText={shown}>
            <Box variant="code">{form.fromParts}</Box>
          </FormField>
        </SpaceBetween>
      ) : (
        <FormField label={words.arns} constraintText={words.arnsHint} errorText={shown}>
          <Textarea
            value={text}
            rows={5}
            spellcheck={false}
            onChange={({ detail }) => form.setText(detail.value)}
          />
        </FormField>
      )}
    </EditDialog>
  )
}

function titleOf({ row, arn }: ArnDialogSubject): string {
  if (arn !== undefined) return words.arnDialogEdit
  return row === undefined ? words.arnDialogPlain : words.arnDialog(row.type.name)
}

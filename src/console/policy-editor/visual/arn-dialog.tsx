import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { common } from '../../words/common.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { type ArnValues, buildArn, faultOf, fieldsOf, readArn } from '../model/arn-format.ts'
import type { ResourceRow } from '../model/resource-choice.ts'
import { ArnFields } from './arn-fields.tsx'

export interface ArnDialogSubject {
  /** Absent: an ARN of no type that the actions take. */
  readonly row?: ResourceRow
  /** The ARN that is edited; absent: others are added. */
  readonly arn?: string
}

/** ARNs by their parts, in a form that the reference gives for the resource type, or as text. */
export function ArnDialog(props: {
  readonly subject: ArnDialogSubject
  readonly taken: readonly string[]
  readonly onSave: (arns: readonly string[], replaced: string | undefined) => void
  readonly onCancel: () => void
}) {
  const { subject, taken, onSave, onCancel } = props
  const { row, arn } = subject
  const formats = row?.formats ?? []
  const fitting = arn === undefined ? formats[0] : formats.find(form => readArn(form, arn) !== undefined)
  const [way, setWay] = useState<'parts' | 'text'>(fitting === undefined ? 'text' : 'parts')
  const [format, setFormat] = useState(fitting ?? formats[0] ?? '')
  const [values, setValues] = useState<ArnValues>((fitting && arn && readArn(fitting, arn)) || {})
  const [text, setText] = useState(arn ?? '')
  const [tried, setTried] = useState(false)

  const fromParts = buildArn(format, values)
  const arns = way === 'parts' ? [fromParts] : linesOf(text)
  const partsFault = fieldsOf(format).some(({ name }) => faultOf(name, values[name] ?? '') !== undefined)
  const fault = way === 'parts' ? undefined : textFault(arns, formats)
  const isTaken = arns.some(entry => entry !== arn && taken.includes(entry))
  const save = () => {
    setTried(true)
    if ((way === 'parts' ? partsFault : fault !== undefined) || isTaken) return
    onSave([...new Set(arns)], arn)
  }
  const changeWay = (to: 'parts' | 'text') => {
    // What was written in one way is there in the other.
    if (to === 'text' && Object.values(values).some(value => value !== '')) setText(fromParts)
    const read = to === 'parts' ? readArn(format, linesOf(text)[0] ?? '') : undefined
    if (read !== undefined) setValues(read)
    setWay(to)
  }
  return (
    <Modal
      visible
      size="large"
      header={titleOf(subject)}
      closeAriaLabel={common.close}
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button formAction="none" variant="link" onClick={onCancel}>
              {words.cancel}
            </Button>
            <Button formAction="none" variant="primary" onClick={save}>
              {arn === undefined ? words.addArns : words.saveChanges}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {formats.length > 0 && (
          <SegmentedControl
            label={words.arnFormat}
            selectedId={way}
            options={[
              { id: 'parts', text: words.arnByParts },
              { id: 'text', text: words.arnByText },
            ]}
            onChange={({ detail }) => changeWay(detail.selectedId as 'parts' | 'text')}
          />
        )}
        {way === 'parts' && formats.length > 1 && (
          <FormField label={words.arnFormat}>
            <RadioGroup
              value={format}
              items={formats.map(form => ({ value: form, label: form }))}
              onChange={({ detail }) => setFormat(detail.value)}
            />
          </FormField>
        )}
        {way === 'parts' ? (
          <SpaceBetween size="m">
            <ArnFields format={format} values={values} showFaults={tried} onChange={setValues} />
            <FormField label={words.arn} errorText={tried && isTaken ? words.alreadyThere : undefined}>
              <Box variant="code">{fromParts}</Box>
            </FormField>
          </SpaceBetween>
        ) : (
          <FormField
            label={words.arns}
            constraintText={words.arnsHint}
            errorText={tried ? (fault ?? (isTaken ? words.alreadyThere : undefined)) : undefined}
          >
            <Textarea
              value={text}
              rows={5}
              spellcheck={false}
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  )
}

function titleOf({ row, arn }: ArnDialogSubject): string {
  if (arn !== undefined) return words.arnDialogEdit
  return row === undefined ? words.arnDialogPlain : words.arnDialog(row.type.name)
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

function textFault(arns: readonly string[], formats: readonly string[]): string | undefined {
  if (arns.length === 0) return words.noArnWritten
  // Patterns need not have the parts of a form: `arn:aws:s3:::logs*` is a bucket and its objects.
  const stray = arns.find(
    arn => !/[*?]|\$\{/.test(arn) && !formats.some(format => readArn(format, arn) !== undefined),
  )
  return formats.length === 0 || stray === undefined ? undefined : words.notOfType(stray)
}
